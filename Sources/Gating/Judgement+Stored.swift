import Foundation
import Records
import Suites

extension Judgement {
    /// Whether the other side was measured in an earlier run.
    var comparesWithStoredRun: Bool { gate.against == .baseline && run.storedBaseline(of: cell) != nil }

    /// A gate whose baseline is the record of an earlier run: judged as beside a live one as far as that can be, and told apart in
    /// every verdict.
    func storedComparison(with counterpart: CellRecord, _ stored: StoredBaselineRecord) -> Finding {
        let place = "run \(stored.shortRun) of \(stored.startedAt.formatted(.iso8601))"
        // The model file's size alone has nothing to do with the inputs.
        guard metric == .modelSize || counterpart.goldenSetDigest == cell.goldenSetDigest else {
            return .error(
                "no value: \(place) used another golden set: its inputs and predictions cannot be compared",
                details: [
                    "golden set now: \(cell.goldenSetDigest.prefix(12)), then: \(counterpart.goldenSetDigest.prefix(12))",
                    "hint: choose a run with this golden set, or compare with --against SUITE2",
                ])
        }
        var finding = relative(to: counterpart, .baseline)
        let commit = stored.gitCommit.map {
            ", commit \($0.prefix(12))\(stored.gitIsDirty == true ? " (modified)" : "")"
        }
        if kind.restsOnLaunches {
            finding.headline += " (stored baseline: drift not cancelled)"
            finding.details.insert("stored baseline: drift not cancelled; \(place)\(commit ?? "")", at: 0)
        } else {
            finding.details.insert("stored baseline: \(place)\(commit ?? "")", at: 0)
        }
        if let named = run.namedBaseline, let fallback = named.fallback(model: cell.model, variant: cell.variant) {
            finding.details.insert("baseline \(named.label) was not measured again: \(fallback.reason)", at: 1)
        }
        return finding
    }

    /// Nothing to compare with: which baseline lacks the variant, or why it cannot be had.
    var withoutBaseline: Finding {
        guard let named = run.namedBaseline else {
            let source = run.storedBaseline.map { "run \($0.shortRun)" } ?? "the baseline suite"
            return .error("no value: \(source) has no \(cell.model)/\(cell.variant)")
        }
        guard let fallback = named.fallback(model: cell.model, variant: cell.variant) else {
            return .error("no value: baseline \(named.label) has no \(cell.model)/\(cell.variant)")
        }
        return .error(
            "no value: \(cell.model)/\(cell.variant) of baseline \(named.label) can neither be measured again nor "
                + "compared by its record",
            details: ["not measured again: \(fallback.reason)"]
                + (fallback.recordProblem.map { ["its record: \($0)"] } ?? []))
    }
}
