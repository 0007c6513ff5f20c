import Foundation
import Measures
import Records
import SuiteModel

extension Judgement {
    /// Whether the other side was measured in an earlier run.
    var comparesWithStoredRun: Bool { gate.against == .baseline && run.storedBaseline != nil }

    /// A gate whose baseline is the record of an earlier run: judged as beside a live one as far as that can be, and told apart in
    /// every verdict.
    func storedComparison(with counterpart: CellRecord, _ stored: StoredBaselineRecord) -> Finding {
        let place = "run \(stored.shortRun) of \(stored.startedAt.formatted(.iso8601))"
        // The model file's size alone has nothing to do with the inputs.
        guard metric == .modelSize || counterpart.goldenSetDigest == cell.goldenSetDigest else {
            return .error(
                "no value: \(place) used another golden set: its inputs and answers cannot be compared",
                details: [
                    "golden set now: \(cell.goldenSetDigest.prefix(12)), then: \(counterpart.goldenSetDigest.prefix(12))",
                    "hint: choose a run with this golden set, or compare with --against SUITE2",
                ])
        }
        var finding = relative(to: counterpart, .baseline)
        let commit = stored.gitCommit.map {
            ", commit \($0.prefix(12))\(stored.gitIsDirty == true ? " (modified)" : "")"
        }
        if drifts {
            finding.headline += " (stored baseline: drift not cancelled)"
            finding.details.insert("stored baseline: drift not cancelled; \(place)\(commit ?? "")", at: 0)
        } else {
            finding.details.insert("stored baseline: \(place)\(commit ?? "")", at: 0)
        }
        return finding
    }

    /// Times and memory follow the machine's state; sizes, plans and answers do not.
    private var drifts: Bool {
        metric.dimension == .time || metric.dimension == .rate || metric == .peakMemory
    }
}
