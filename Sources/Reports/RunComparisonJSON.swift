import Diagnostics
import Foundation
import Gating
import Records

/// A comparison of two runs for programs (`docs/comparison.schema.json`).
public enum RunComparisonJSON {
    /// Grows when a reader of the earlier version would misread; new keys alone do not change it.
    public static let version = 1

    /// Keys sorted, two spaces of indentation.
    public static func render(_ model: RunComparisonModel) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(document(model)) else {
            preconditionFailure("a JSON value without numbers beyond JSON could not be encoded")
        }
        return TerminalText.escapedJSON(String(decoding: data, as: UTF8.self)) + "\n"
    }

    private static func document(_ model: RunComparisonModel) -> JSONValue {
        let comparison = model.comparison
        return [
            "pawl_comparison": .integer(version), "a": side(comparison.first, model.names.first),
            "b": side(comparison.second, model.names.second), "compares_times": .bool(comparison.comparesTimes),
            "environment": .array(
                comparison.environment.differences.map { difference in
                    [
                        "group": .string(difference.group), "key": .string(difference.key),
                        "name": .string(difference.name), "a": .string(difference.earlier),
                        "b": .string(difference.later), "is_decisive": .bool(difference.isDecisive),
                    ]
                }),
            "only_in_a": .array(comparison.onlyInFirst.map { .string($0) }),
            "only_in_b": .array(comparison.onlyInSecond.map { .string($0) }),
            "cells": .array(comparison.cells.map { cell($0, model) }),
            "cautions": .array(model.cautions.map { .string($0) }),
        ]
    }

    private static func side(_ side: RunComparison.Side, _ name: String) -> JSONValue {
        let run = side.run
        return [
            "name": .string(name), "run": .string(run.id), "kind": .string(run.kind.rawValue),
            "status": .string(run.status.rawValue), "suite": .string(run.suite.name),
            "started_at": .string(ReportTime.standard(run.startedAt)), "host_name": .string(run.environment.hostName),
            "machine_fingerprint": .string(run.environment.machineFingerprint),
            "git_commit": .optional(run.environment.gitCommit), "pawl_version": .string(run.pawlVersion),
        ]
    }

    private static func cell(_ cell: CellComparison, _ model: RunComparisonModel) -> JSONValue {
        [
            "name": .string(cell.name),
            "differences": .array(
                cell.differences.map {
                    ["what": .string($0.what), "a": .string($0.first), "b": .string($0.second)]
                }),
            "metrics": .array(model.changes(of: cell).map { metric($0, model) }),
            "became_wrong": cell.flips.map { .array($0.lost.map { .string($0) }) } ?? .null,
            "became_right": cell.flips.map { .array($0.gained.map { .string($0) }) } ?? .null,
        ]
    }

    private static func metric(_ change: MetricChange, _ model: RunComparisonModel) -> JSONValue {
        let (finding, reason): (String, String?) =
            switch change.finding {
            case .same: ("same", nil)
            case .withinNoise: ("within_noise", nil)
            case .better: ("better", nil)
            case .worse: ("worse", nil)
            case .unknown(let reason): ("no_interval", reason)
            }
        return [
            "metric": .string(change.metric.rawValue), "a": .optional(change.first), "b": .optional(change.second),
            "scale": .string(change.scale == .relative ? "relative" : "difference"),
            "change": .optional(change.change), "low": .optional(change.interval?.lowerBound),
            "high": .optional(change.interval?.upperBound),
            "confidence": .optional(change.interval.map { _ in CellComparison.confidence }),
            "finding": .string(finding), "reason": .optional(reason),
        ]
    }
}
