import Records
import Statistics

/// Peak memory against a fixed budget: every launch within it passes, most launches above it fail.
struct MemoryBudgetGate: GateJudge {
    let judgement: Judgement
    let limit: Double

    func find() -> Finding {
        guard !cell.launches.isEmpty else { return .beforeTheFirstLaunch(metric) }
        guard let memory = summary(of: cell).memoryBytes else {
            return .error("no value: \(metric.title) of \(cell.name) was not measured")
        }
        guard memory.count >= MemoryChange.minimumLaunches else {
            return .incomparable(
                .tooFewLaunches(usable: memory.count, needed: MemoryChange.minimumLaunches), subject: metric.title)
        }
        let decision: DecisionRule.Decision =
            memory.maximum <= limit ? .pass : memory.median > limit ? .fail : .undecided
        let above = memory.values.count { $0 > limit }
        return Finding(
            state: decision.state,
            headline: headline(
                decision, complaint: "needs too much memory",
                phrase: phrase(
                    memory.median, memory.minimum, memory.maximum, limit, words: VerdictText.Words(range: "range")),
                advice: "\(above) of \(memory.count) launches are above"),
            details: [
                "median and range over \(memory.count) fresh processes, above the worker's own floor; "
                    + "passes when every launch is within the budget, fails when the median is not"
            ],
            evidence: Verdict.Evidence(
                candidateValue: memory.median, effect: memory.median, low: memory.minimum, high: memory.maximum,
                confidence: 1, limit: limit, launches: memory.count),
            secondsSpent: cell.secondsSpent)
    }
}
