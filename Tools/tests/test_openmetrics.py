"""Pawl's OpenMetrics, as its own tests pin them, held against the parser of Prometheus's client."""

from __future__ import annotations

from pathlib import Path

import pytest
from prometheus_client.openmetrics.parser import text_string_to_metric_families

SNAPSHOTS = Path(__file__).parents[2] / "Tests" / "ResultsStoreTests" / "Exchange" / "Snapshots"


def families(name: str) -> dict:
    text = (SNAPSHOTS / name).read_text(encoding="utf-8")
    return {family.name: family for family in text_string_to_metric_families(text)}


@pytest.mark.parametrize("name", ["run.openmetrics", "history.openmetrics"])
def test_every_family_is_understood(name: str) -> None:
    found = families(name)
    assert found["pawl_latency_seconds"].type == "gauge"
    assert found["pawl_latency_seconds"].unit == "seconds"
    assert found["pawl_peak_memory_bytes"].unit == "bytes"
    assert found["pawl_accuracy_ratio"].samples[0].value == 0.75
    assert found["pawl_verdict"].type == "stateset"


def test_values_are_in_base_units_and_labels_come_back_whole() -> None:
    samples = families("run.openmetrics")["pawl_latency_seconds"].samples
    assert all(sample.timestamp is None for sample in samples)
    median = {s.labels["variant"]: s.value for s in samples if s.labels["quantile"] == "0.5"}
    assert median == {"fp32": 0.004, "int8, static": 0.002}
    assert samples[0].labels["suite"] == 'demo "a\\b"'


def test_exactly_one_state_of_each_verdict_is_on() -> None:
    samples = families("run.openmetrics")["pawl_verdict"].samples
    on = [sample.labels["pawl_verdict"] for sample in samples if sample.value == 1]
    assert sorted(on) == ["failed", "not_judged"]
    assert len(samples) == 10


def test_a_history_has_the_time_of_each_run() -> None:
    samples = families("history.openmetrics")["pawl_latency_seconds"].samples
    times = [float(sample.timestamp) for sample in samples if sample.labels["variant"] == "fp32"]
    assert len(set(times)) == 2
