import Diagnostics
import Foundation
import Records
import Trends

/// A trend for programs (`docs/trend.schema.json`): every point, level, change and event of every series.
public enum TrendJSONReport {
    /// Grows when a reader of the earlier version would misread; new keys alone do not change it.
    public static let version = 1

    /// Keys sorted, no escaped slashes: the same trend gives the same bytes. Runs stand once, and points name them by position,
    /// because a history of years has a million points.
    public static func render(_ report: TrendReport) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(document(report)) else {
            preconditionFailure("a JSON value without numbers beyond JSON could not be encoded")
        }
        return TerminalText.escapedJSON(String(decoding: data, as: UTF8.self)) + "\n"
    }

    private static func document(_ report: TrendReport) -> JSONValue {
        var runs: [HistoryFacts] = []
        var positions: [String: Int] = [:]
        for point in report.series.lazy.flatMap(\.points) where positions[point.facts.run] == nil {
            positions[point.facts.run] = runs.count
            runs.append(point.facts)
        }
        let changes = report.series.flatMap(\.changes)
        let found = changes.filter { $0.certainty == .found }
        return [
            "pawl_trend": .integer(version), "suite": .string(report.suite),
            "since": .string(ReportTime.standard(report.since)), "until": .string(ReportTime.standard(report.until)),
            "counts": [
                "runs": .integer(report.runs), "series": .integer(report.series.count),
                "regressions": .integer(changes.filter(\.isStandingRegression).count),
                "new_regressions": .integer(changes.filter { $0.isStandingRegression && $0.isNew }.count),
                "accepted_regressions": .integer(
                    changes.count { $0.isStandingRegression && $0.acceptedBy != nil }),
                "recovered_regressions": .integer(found.filter { $0.verdict == .regression && $0.isRecovered }.count),
                "improvements": .integer(found.filter { $0.verdict == .improvement }.count),
                "changes_without_direction": .integer(found.filter { $0.verdict == .change }.count),
                "drifts": .integer(report.series.count { $0.standingDrift != nil }),
                "machine_changes": .integer(found.filter { $0.verdict == .machine }.count),
                "probable_changes": .integer(changes.count - found.count),
                "too_short": .integer(report.series.count { $0.finding == .tooShort }),
            ],
            "runs": .array(runs.map(run)), "series": .array(report.series.map { series($0, positions) }),
            "notes": .array(report.notes.map { .string($0) }),
        ]
    }

    private static func run(_ facts: HistoryFacts) -> JSONValue {
        [
            "id": .string(facts.run), "kind": .string(facts.kind.rawValue), "status": .string(facts.status.rawValue),
            "started_at": .string(ReportTime.standard(facts.startedAt)), "host_name": .string(facts.hostName),
            "machine_fingerprint": .string(facts.machineFingerprint), "git_commit": .optional(facts.gitCommit),
            "git_is_dirty": .optional(facts.gitIsDirty), "pawl_version": .string(facts.pawlVersion),
        ]
    }

    private static func series(_ series: TrendSeries, _ positions: [String: Int]) -> JSONValue {
        [
            "model": .string(series.cell.model), "variant": .string(series.cell.variant),
            "runtime_label": .string(series.cell.runtimeLabel), "metric": .string(series.measure.rawValue),
            "unit": .string(JSONReport.unit(of: series.measure.dimension)),
            "size_is_relative": .bool(series.measure.changesByRatio), "is_exact": .bool(series.measure.isExact),
            "is_anchor": .bool(series.isAnchor), "minimum_change": .number(series.minimumChange),
            "noise": .optional(series.noise), "finding": .string(series.finding.rawValue),
            "drifts": .array(series.drifts.map(drift)),
            "season": series.season.map {
                ["period": .integer($0.period), "reach": .number($0.reach)]
            } ?? .null,
            "machine": [
                "host_name": .string(series.machine.hostName), "fingerprint": .optional(series.machine.fingerprint),
                "device": .optional(series.machine.device),
            ],
            "points": [
                "runs": .array(series.points.map { .integer(positions[$0.facts.run] ?? 0) }),
                "values": .array(series.points.map { .number($0.value) }),
            ],
            "levels": .array(
                series.levels.map { level in
                    [
                        "first": .integer(level.range.lowerBound), "last": .integer(level.range.upperBound - 1),
                        "value": .number(level.value), "low": .number(level.low), "high": .number(level.high),
                    ]
                }),
            "changes": .array(series.changes.map(change)), "events": .array(series.events.map(event)),
        ]
    }

    private static func change(_ change: TrendChange) -> JSONValue {
        [
            "verdict": .string(change.verdict.rawValue), "certainty": .string(change.certainty.rawValue),
            "position": .integer(change.position),
            "earliest": .integer(change.earliest), "latest": .integer(change.latest),
            "before": .number(change.before), "after": .number(change.after), "size": .number(change.size),
            "low": .number(change.low), "high": .number(change.high), "confidence": .number(change.confidence),
            "p_value": .number(change.pValue), "delay": .integer(change.delay), "is_new": .bool(change.isNew),
            "is_recovered": .bool(change.isRecovered), "is_anchor_corrected": .bool(change.isAnchorCorrected),
            "accepted_by": .optional(change.acceptedBy),
            "commits": .array(change.commits.map { .string($0) }), "events": .array(change.events.map(event)),
        ]
    }

    private static func drift(_ drift: TrendDrift) -> JSONValue {
        [
            "verdict": .string(drift.verdict.rawValue), "first": .integer(drift.range.lowerBound),
            "last": .integer(drift.range.upperBound - 1), "before": .number(drift.before),
            "after": .number(drift.after), "size": .number(drift.size), "slope_per_day": .number(drift.slope),
            "low_per_day": .number(drift.low), "high_per_day": .number(drift.high), "is_new": .bool(drift.isNew),
        ]
    }

    private static func event(_ event: TrendEvent) -> JSONValue {
        ["position": .integer(event.position), "kind": .string(event.kind.rawValue), "text": .string(event.text)]
    }
}
