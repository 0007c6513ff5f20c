import Diagnostics
import Foundation
import Gating
import Records

/// The report for programs (`docs/results.schema.json`): every verdict with its evidence, each cell's figures, and the
/// environment. Raw timings stay in the database.
public enum JSONReport {
    /// Grows when a reader of the earlier version would misread; new keys alone do not change it.
    public static let version = 1

    /// Keys sorted, two spaces of indentation, no escaped slashes: the same model gives the same bytes.
    public static func render(_ model: ReportModel) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(document(model)) else {
            preconditionFailure("a JSON value without numbers beyond JSON could not be encoded")
        }
        return TerminalText.escapedJSON(String(decoding: data, as: UTF8.self)) + "\n"
    }

    private static func document(_ model: ReportModel) -> JSONValue {
        let run = model.run
        return [
            "pawl_results": .integer(version),
            "pawl_version": .string(run.pawlVersion),
            "outcome": .string(model.outcome.rawValue),
            "counts": .object(
                Dictionary(
                    uniqueKeysWithValues: Verdict.State.bySeverity.map { ($0.rawValue, .integer(model.count($0))) })),
            "on_inconclusive": .string(run.onInconclusive.rawValue),
            "run": [
                "id": .string(run.id), "kind": .string(run.kind.rawValue), "status": .string(run.status.rawValue),
                "started_at": .string(ReportTime.standard(run.startedAt)),
                "finished_at": .optional(run.finishedAt.map(ReportTime.standard)),
                "raw_values_aged_out_at": .optional(run.rawValuesAgedOutAt.map(ReportTime.standard)),
                // As text: many readers keep 53 bits of a number.
                "seed": .string("\(run.seed)"),
                "suite": suite(run.suite), "against": run.against.map(suite) ?? .null,
                "stored_baseline": run.storedBaseline.map(storedBaseline) ?? .null,
                "named_baseline": run.namedBaseline.map(namedBaseline) ?? .null,
            ],
            "verdicts": .array(run.verdicts.map { verdict($0, model) }),
            "cells": .array(run.cells.map { cell($0, model) }),
            "pairs": .array(run.pairs.map(pair)),
            "golden_sets": .array(run.goldenSets.map(goldenSet)),
            "load": load(model),
            "environment": environment(run.environment),
            "charts": .array(
                model.charts.map { chart in
                    [
                        "name": .string(chart.name), "model": .string(chart.model), "title": .string(chart.title),
                        "description": .string(chart.description), "svg": .string("charts/\(chart.name).svg"),
                        "png": .string("charts/\(chart.name).png"),
                    ]
                }),
            "warnings": .array(model.warnings.map { .string($0) }),
        ]
    }

    private static func suite(_ suite: SuiteReference) -> JSONValue {
        ["name": .string(suite.name), "file": .string(suite.file), "digest": .string(suite.digest)]
    }

    private static func storedBaseline(_ baseline: StoredBaselineRecord) -> JSONValue {
        [
            "run": .string(baseline.run), "started_at": .string(ReportTime.standard(baseline.startedAt)),
            "drift_cancelled": .bool(false), "suite": suite(baseline.suite),
            "pawl_version": .string(baseline.pawlVersion), "host_name": .string(baseline.hostName),
            "machine_fingerprint": .string(baseline.machineFingerprint), "git_commit": .optional(baseline.gitCommit),
            "git_is_dirty": .optional(baseline.gitIsDirty),
            "history": .array(
                baseline.history.map { level in
                    [
                        "run": .string(level.run), "started_at": .string(ReportTime.standard(level.startedAt)),
                        "model": .string(level.model), "variant": .string(level.variant),
                        "metric": .string(level.metric.rawValue), "mean_logarithm": .number(level.mean),
                        "standard_error": .number(level.standardError),
                        "degrees_of_freedom": .number(level.degreesOfFreedom), "launches": .integer(level.launches),
                    ]
                }),
        ]
    }

    private static func verdict(_ verdict: Verdict, _ model: ReportModel) -> JSONValue {
        [
            "gate": .integer(verdict.gate), "metric": .string(verdict.metric.rawValue),
            "against": .string(verdict.against.rawValue), "rule": .string(verdict.rule), "file": .string(verdict.file),
            "line": .integer(verdict.line), "column": .integer(verdict.column), "cell": .optional(verdict.cell),
            "cell_name": .optional(model.cell(of: verdict)?.name), "state": .string(verdict.state.rawValue),
            "headline": .string(verdict.headline), "details": .array(verdict.details.map { .string($0) }),
            "evidence": verdict.evidence.map(evidence) ?? .null, "seconds_spent": .number(verdict.secondsSpent),
        ]
    }

    private static func evidence(_ evidence: Verdict.Evidence) -> JSONValue {
        [
            "baseline_value": .optional(evidence.baselineValue), "candidate_value": .optional(evidence.candidateValue),
            "effect": .number(evidence.effect), "low": .number(evidence.low), "high": .number(evidence.high),
            "confidence": .number(evidence.confidence), "limit": .number(evidence.limit),
            "minimal_detectable_effect": .optional(evidence.minimalDetectableEffect),
            "launches": .optional(evidence.launches), "samples": .optional(evidence.samples),
            "resamples": .optional(evidence.resamples), "axis": evidence.axis.map(axis) ?? .null,
            "slices": evidence.slices.map(slices) ?? .null,
        ]
    }

    private static func slices(_ slices: SliceEvidence) -> JSONValue {
        [
            "columns": .array(slices.columns.map { .string($0) }), "failed": .integer(slices.failed),
            "undecided": .integer(slices.undecided), "passed": .integer(slices.passed),
            "left_out": .integer(slices.leftOut), "fail_alpha": .number(slices.failAlpha),
            "worst": .array(
                slices.worst.map { slice in
                    [
                        "column": .string(slice.column), "value": .string(slice.value),
                        "state": .string(slice.state.rawValue), "samples": .integer(slice.samples),
                        "baseline_value": .number(slice.baselineValue),
                        "candidate_value": .number(slice.candidateValue), "effect": .number(slice.effect),
                        "low": .number(slice.low), "high": .number(slice.high),
                        "needed_samples": .optional(slice.neededSamples),
                    ]
                }),
        ]
    }

    private static func axis(_ axis: Verdict.Axis) -> JSONValue {
        [
            "scale": .string(axis.scale.rawValue), "is_minimum": .bool(axis.isMinimum),
            "is_negated": .bool(axis.isNegated),
        ]
    }

    private static func cell(_ cell: CellRecord, _ model: ReportModel) -> JSONValue {
        guard case .object(var members) = described(cell, model) else { return .null }
        members["conversions"] = cell.conversions.map { .object($0.mapValues { .string($0) }) }
        return .object(members)
    }

    private static func described(_ cell: CellRecord, _ model: ReportModel) -> JSONValue {
        let summary = model.summaries[cell.id] ?? [:]
        let goldenSet = model.run.goldenSets.first { $0.digest == cell.goldenSetDigest }
        return [
            "id": .integer(cell.id), "name": .string(cell.name), "side": .string(cell.side.rawValue),
            "model": .string(cell.model), "variant": .string(cell.variant), "is_reference": .bool(cell.isReference),
            "model_file": [
                "path": .string(cell.modelFile.path), "digest": .string(cell.modelFile.digest),
                "bytes": .number(Double(cell.modelFile.bytes)),
            ],
            "runtime": [
                "label": .string(cell.runtimeLabel), "name": .string(cell.runtime.name),
                "version": .string(cell.runtime.version), "library_digest": .string(cell.runtime.libraryDigest),
                "library_origin": .optional(cell.runtime.origin?.rawValue),
                "provider": .string(cell.runtime.provider),
                "options": .object(cell.runtime.options.mapValues { .string($0) }),
            ],
            "device": .optional(cell.device), "golden_set_digest": .string(cell.goldenSetDigest),
            "metrics": .object(
                Dictionary(
                    uniqueKeysWithValues: summary.map { metric, value in
                        (metric.rawValue, ["value": .number(value), "unit": .string(unit(of: metric.dimension))])
                    })),
            "answers": cell.accuracy?.origin.map(provenance) ?? .null,
            "comparison": cell.accuracy?.comparison.map { comparison($0, on: goldenSet) } ?? .null,
            "comparison_with_baseline": cell.accuracy?.comparisonWithBaseline.map { comparison($0, on: goldenSet) }
                ?? .null,
            "confusion": goldenSet.flatMap { ConfusionMatrix(of: cell, on: $0) }.map(confusion) ?? .null,
            "launches": .integer(cell.launchCount), "timed_values": .integer(cell.timedValueCount),
            "operators": .array(
                cell.operators.map {
                    [
                        "name": .string($0.name), "type": .string($0.type), "provider": .string($0.provider),
                        "is_fallback": $0.isFallback.map { .bool($0) } ?? .null,
                        "mean_ns": .number($0.meanNanoseconds),
                    ]
                }),
            "failure": cell.failure.map(failure) ?? .null, "seconds_spent": .number(cell.secondsSpent),
        ]
    }

    private static func provenance(_ origin: EvaluationProvenance) -> JSONValue {
        [
            "key": .optional(origin.key), "scores_digest": .string(origin.scoresDigest),
            "evaluated_at": .string(ReportTime.standard(origin.evaluatedAt)),
            "reused_from_run": .optional(origin.reusedFromRun),
            "repetition": origin.repetition.map { repetition in
                [
                    "run": .string(repetition.run),
                    "evaluated_at": .string(ReportTime.standard(repetition.evaluatedAt)),
                    "differing_samples": .integer(repetition.differingSamples),
                    "differing_predictions": .integer(repetition.differingPredictions),
                ]
            } ?? .null,
        ]
    }

    private static func failure(_ failure: CellFailure) -> JSONValue {
        [
            "kind": .string(failure.kind.rawValue), "phase": .string(failure.phase),
            "message": .string(failure.message), "hint": .optional(failure.hint), "signal": .optional(failure.signal),
            "exit_code": .optional(failure.exitCode.map(Int.init)),
            "stderr_tail": .array(failure.standardErrorTail.map { .string($0) }),
        ]
    }

    private static func pair(_ pair: PairRecord) -> JSONValue {
        [
            "id": .integer(pair.id), "purpose": .string(pair.purpose.rawValue),
            "baseline_cell": .integer(pair.baselineCell), "candidate_cell": .integer(pair.candidateCell),
            "launches_planned": .integer(pair.launchesPlanned), "launches_measured": .integer(pair.launchesMeasured),
            "looks": .array(pair.looks.map { .integer($0) }), "ending": .optional(pair.ending?.rawValue),
            "seconds_spent": .number(pair.secondsSpent),
        ]
    }

    private static func goldenSet(_ set: GoldenSetRecord) -> JSONValue {
        [
            "id": .string(set.id), "version": .string(set.version), "digest": .string(set.digest),
            "task": .string(set.task), "samples": .integer(set.groupedSamples ?? set.sampleNames.count),
            "groups": .optional(set.groupedSamples.map { _ in set.sampleNames.count }),
            "classes": .integer(set.classNames.count),
        ]
    }

    private static func environment(_ environment: EnvironmentRecord) -> JSONValue {
        [
            "host_name": .string(environment.hostName),
            "machine_fingerprint": .string(environment.machineFingerprint),
            "git_commit": .optional(environment.gitCommit), "git_is_dirty": .optional(environment.gitIsDirty),
            "facts": .array(
                environment.facts.map { fact in
                    var object: [String: JSONValue] = ["group": .string(fact.group), "key": .string(fact.key)]
                    switch fact.value {
                    case .text(let text): object["text"] = .string(text)
                    case .number(let number, let unit):
                        object["number"] = .number(number)
                        object["unit"] = .string(unit)
                    case .unavailable(let reason): object["unavailable"] = .string(reason)
                    }
                    return .object(object)
                }),
        ]
    }

    /// As the schema spells them: nanoseconds, inferences per second, bytes, shares of 1, nats, decibels.
    static func unit(of dimension: Records.Dimension) -> String {
        switch dimension {
        case .time: "ns"
        case .rate: "1/s"
        case .bytes: "bytes"
        case .count: "operators"
        case .proportion: "1"
        case .information: "nats"
        case .coefficient: "1"
        case .outputUnits: "output units"
        case .decibels: "dB"
        }
    }
}
