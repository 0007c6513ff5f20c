#!/usr/bin/env bash
# Expected: emlearn.convert(forest) gives a C classifier that predicts as the forest of scikit-learn does.
# Observed: features are int16_t by default and are truncated, not scaled: with standardised features about half of the
#           predictions differ, accuracy falls below that of guessing, and nothing warns. dtype="float" predicts alike.
# Matters:  a microcontroller build "passes" every check of size and speed with a classifier that is no longer one.
# Versions: emlearn 0.23.2, scikit-learn 1.9.1, numpy 2.2.0, Python 3.11; needs a C compiler.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check emlearn==0.23.2 scikit-learn==1.9.1 numpy==2.2.0
venv/bin/python - <<'PY'
import sys
import warnings
from importlib.metadata import version

import emlearn
import numpy
from sklearn.datasets import load_breast_cancer
from sklearn.ensemble import RandomForestClassifier
from sklearn.preprocessing import StandardScaler

x, y = load_breast_cancer(return_X_y=True)
train = numpy.arange(len(x)) % 2 == 0
x = StandardScaler().fit(x[train]).transform(x)
forest = RandomForestClassifier(20, random_state=0).fit(x[train], y[train])
guess = max(y[~train].mean(), 1 - y[~train].mean())

def accuracy(**options):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        predictions = numpy.asarray(emlearn.convert(forest, **options).predict(x[~train]))
    return (predictions == y[~train]).mean(), len(caught)

default, warned = accuracy()
floats, _ = accuracy(dtype="float")
print(f"emlearn {version('emlearn')}: scikit-learn {forest.score(x[~train], y[~train]):.3f}, guessing {guess:.3f},")
print(f"  converted by default {default:.3f} ({warned} warnings), with dtype='float' {floats:.3f}")
sys.exit(not (default < guess and warned == 0 and floats > 0.9))
PY
