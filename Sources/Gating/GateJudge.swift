import Records
import Suites

/// One kind of gate about one cell.
protocol GateJudge {
    /// Gate, cell and all that is known of them.
    var judgement: Judgement { get }
    func find() -> Finding
}

extension GateJudge {
    var run: RunRecord { judgement.run }
    var gate: Gate { judgement.gate }
    var cell: CellRecord { judgement.cell }
    var rule: DecisionRule { judgement.rule }
    var policy: JudgementPolicy { judgement.policy }
    var metric: Metric { judgement.metric }
    var role: String { judgement.role }
    var judgedWord: String { judgement.judgedWord }
    var comparesWithStoredRun: Bool { judgement.comparesWithStoredRun }

    func summary(of cell: CellRecord) -> CellSummary { judgement.summary(of: cell) }
    func counted(_ count: Int) -> String { judgement.counted(count) }
    func identity(with counterpart: CellRecord) -> [String] { judgement.identity(with: counterpart) }

    // MARK: - Words

    /// The headline of a decision about `phrase`, such as "latency p50 +2.6 % (...), allowed +3 %".
    func headline(
        _ decision: DecisionRule.Decision, complaint: String, phrase: String, passNote: String = "", advice: String
    ) -> Finding.Headline {
        switch decision {
        case .fail: Finding.Headline(text: "\(cell.variant) \(complaint): \(phrase)", complaint: complaint)
        case .pass: Finding.Headline(text: "passes: \(passNote)\(phrase)")
        case .undecided:
            Finding.Headline(
                text: "undecided: \(phrase)\(advice.isEmpty ? "" : "; \(advice)")", advice: advice)
        }
    }

    /// The value itself: "latency p50 2.1 ms (interval 2.0 ms .. 2.2 ms), allowed 3 ms".
    func phrase(
        _ value: Double, _ low: Double, _ high: Double, _ limit: Double,
        words: VerdictText.Words = VerdictText.Words()
    ) -> String {
        let change = VerdictText.change(
            value, low: low, high: high, limit: limit, .absolute(metric.dimension), words: words)
        return "\(metric.title) \(change)"
    }

    /// What the evidence could see, beside what it saw.
    func wouldHaveFailed(_ effect: String) -> String {
        "would have failed a true \(effect) with \(VerdictText.fixed(policy.power * 100, 0)) % power"
    }
}
