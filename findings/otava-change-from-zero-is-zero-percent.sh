#!/usr/bin/env bash
# Expected: a metric that rises from 0 to 5 at a change point is reported with a change that a reader notices, as 5 to 0 is (-100 %).
# Observed: the change point is found and its size is 0.0 %, so that a report sorted or filtered by size drops it.
# Matters:  counts that are zero when all is well (operators off the accelerator, failed samples, allocations) break exactly this way.
# Versions: apache-otava 0.8.0, numpy 2.2.0, Python 3.11.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check apache-otava==0.8.0 numpy==2.2.0
venv/bin/python - <<'PY'
import sys
from importlib.metadata import version

from otava.series import Metric, Series

def change(before, after):
    values = [float(before)] * 30 + [float(after)] * 30
    series = Series("nightly", None, list(range(60)), {"fallbacks": Metric(-1, 1.0)}, {"fallbacks": values}, {})
    found = series.analyze().change_points["fallbacks"]
    return [(point.index, round(float(point.forward_change_percent()), 1)) for point in found]

rise, fall = change(0, 5), change(5, 0)
print(f"apache-otava {version('apache-otava')}: 0 to 5 gives {rise}, 5 to 0 gives {fall} (position, percent)")
sys.exit(not (rise == [(30, 0.0)] and fall == [(30, -100.0)]))
PY
