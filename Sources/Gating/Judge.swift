import Diagnostics
import Records
import Statistics
import Suites

/// Turns what was measured into verdicts: pure, and repeatable from a stored run alone.
public enum Judge {
    /// Judges every candidate-side cell by every gate that takes it in.
    ///
    /// A gate against the reference does not take in the reference itself. Relative times and rates are judged look by look,
    /// at the looks that the record says were planned. Missing data never passes: a cell without
    /// a value is an `.error`, a gate whose baseline was not given is `.notJudged`.
    /// - Parameter explained: by pair id, what the change of an inference's time comes from, where it was measured by operator; it
    ///   stands in for what single profiles show.
    /// - Returns: in the order of the gates, then of the cells; a gate that takes in no cell gives one verdict
    ///   without a cell.
    /// - Complexity: O(N log N) in the number of recorded latencies.
    public static func judge(
        run: RunRecord, gates: [Gate], policy: JudgementPolicy = JudgementPolicy(), explained: [Int: [String]] = [:]
    ) -> [Verdict] {
        let summaries = Dictionary(run.cells.map { ($0.id, $0.summary) }, uniquingKeysWith: { first, _ in first })
        let checks = gates.contains { $0.metric.origin != .measurement } ? groundTruthChecks(run) : [:]
        let applications = GateApplications(run: run, gates: gates)
        let sequences = SequentialRuleCache()
        return applications.gates.flatMap { gate, kind, cells -> [Verdict] in
            guard !cells.isEmpty else {
                let finding = Finding(state: .notJudged, headline: "not judged: no measured variant fits this gate")
                return [verdict(gate, nil, finding)]
            }
            let rule = applications.rule(of: kind, policy: policy)
            return cells.map { cell in
                let judgement = Judgement(
                    run: run, gate: gate, kind: kind, cell: cell, rule: rule, policy: policy, summaries: summaries,
                    sequences: sequences, checks: checks, explained: explained)
                var finding = judgement.find()
                let chance = judgement.chanceDetails(finding)
                finding.details += chance + judgement.comparisonDetails(finding.state) + judgement.evaluationDetails
                finding.causes += chance + judgement.explanations(finding.state)
                let summary = judgement.summary(of: finding)
                finding.evidence?.summary = summary
                finding.evidence?.axis = judgement.axis
                return verdict(gate, cell.id, finding)
            }
        }
    }

    private static func groundTruthChecks(_ run: RunRecord) -> [Int: GroundTruthCheck] {
        var checks: [Int: GroundTruthCheck] = [:]
        for cell in run.cells {
            checks[cell.id] = run.goldenSet(of: cell).flatMap { GroundTruthCheck(of: cell, on: $0) }
        }
        return checks
    }

    private static func verdict(_ gate: Gate, _ cell: Int?, _ finding: Finding) -> Verdict {
        Verdict(
            gate: gate.index, metric: gate.metric, against: gate.against, rule: gate.ruleText, file: gate.location.file,
            line: gate.location.line, column: gate.location.column, cell: cell, state: finding.state,
            headline: finding.headline, details: finding.details, evidence: finding.evidence,
            secondsSpent: finding.secondsSpent)
    }
}
