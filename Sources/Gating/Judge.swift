import Comparison
import Diagnostics
import Measures
import Records
import Statistics
import SuiteModel

/// Turns what was measured into verdicts: pure, and repeatable from a stored run alone.
public enum Judge {
    /// Judges every candidate-side cell by every gate that takes it in.
    ///
    /// A gate against the reference does not take in the reference itself. Missing data never passes: a cell without
    /// a value is an `.error`, a gate whose baseline was not given is `.notJudged`.
    /// - Returns: in the order of the gates, then of the cells; a gate that takes in no cell gives one verdict
    ///   without a cell.
    /// - Complexity: O(N log N) in the number of recorded latencies.
    public static func judge(
        run: RunRecord, gates: [Gate], policy: JudgementPolicy = JudgementPolicy()
    ) -> [Verdict] {
        let candidates = run.cells.filter { $0.side == .candidate }
        let summaries = Dictionary(run.cells.map { ($0.id, $0.summary) }, uniquingKeysWith: { first, _ in first })
        let applications = gates.map { gate in
            candidates.filter {
                gate.applies(toModel: $0.model, variant: $0.variant) && !(gate.against == .reference && $0.isReference)
            }
        }
        // How many judgements of each family this run could fail wrongly.
        var familySizes: [Family: Int] = [:]
        for (gate, cells) in zip(gates, applications) where gate.against != .baseline || run.hasBaseline {
            familySizes[Family(gate), default: 0] += cells.count
        }
        return zip(gates, applications).flatMap { gate, cells -> [Verdict] in
            guard !cells.isEmpty else {
                let finding = Finding(state: .notJudged, headline: "not judged: no measured variant fits this gate")
                return [verdict(gate, nil, finding)]
            }
            let rule = DecisionRule(
                failAlpha: policy.failAlpha / Double(max(familySizes[Family(gate)] ?? 1, 1)),
                passAlpha: policy.passAlpha)
            return cells.map { cell in
                let judgement = Judgement(
                    run: run, gate: gate, cell: cell, rule: rule, policy: policy, summaries: summaries)
                return verdict(gate, cell.id, judgement.find())
            }
        }
    }

    /// Judgements that share one allowance of wrong failures.
    private enum Family: Hashable {
        case absoluteTime, relativeTime, absoluteMemory, relativeMemory, answers, exact

        init(_ gate: Gate) {
            switch gate.metric.dimension {
            case .time, .rate: self = gate.against == .nothing ? .absoluteTime : .relativeTime
            case .bytes where gate.metric == .peakMemory:
                self = gate.against == .nothing ? .absoluteMemory : .relativeMemory
            case .bytes: self = .exact
            case .proportion where gate.metric != .macroF1: self = .answers
            case .proportion, .information: self = .exact
            }
        }
    }

    private static func verdict(_ gate: Gate, _ cell: Int?, _ finding: Finding) -> Verdict {
        Verdict(
            gate: gate.index, metric: gate.metric, against: gate.against, rule: gate.ruleText, file: gate.location.file,
            line: gate.location.line, column: gate.location.column, cell: cell, state: finding.state,
            headline: finding.headline, details: finding.details, evidence: finding.evidence,
            secondsSpent: finding.secondsSpent)
    }
}
