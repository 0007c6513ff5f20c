import Records
import Statistics

/// Peak memory against a counterpart.
struct MemoryChangeGate: GateJudge {
    let judgement: Judgement
    let counterpart: CellRecord
    let purpose: PairRecord.Purpose
    /// What is allowed, candidate over baseline.
    let ratio: Double

    func find() -> Finding {
        let pair = run.pair(of: cell, for: purpose)
        // No failure and no launch: there was no time for one.
        if let pair, pair.launchesMeasured == 0, pair.ending == .budget || pair.ending == .heldUp {
            return .beforeTheFirstLaunch(metric, pair.ending)
        }
        let change: MemoryChange
        do {
            if let pair {
                change = try MemoryChange(pair, baseline: counterpart, candidate: cell)
            } else if comparesWithStoredRun {
                change = try MemoryChange(stored: counterpart, candidate: cell)
            } else {
                return .error("no value: \(cell.name) was not measured side by side with the \(role)")
            }
        } catch {
            return .incomparable(error, subject: metric.title)
        }
        // The change is one of means: medians beside it would not agree with it.
        let base = change.baselineMean
        guard base > 0 else { return .error("no value: the \(role) has no measurable memory above its floor") }
        let asked = (ratio - 1) * base
        // The floor widens an allowance; it never excuses a gate that asks for less memory than before.
        let margin = ratio >= 1 ? max(asked, policy.memoryFloorBytes) : asked
        let low = change.test.lowerBound(alpha: rule.failAlpha)
        let high = change.test.upperBound(alpha: rule.passAlpha)
        let decision = rule.decide(low: low, high: high, allowed: .atMost, limit: margin)
        let origin = gate.limitsRatio ? 1.0 : 0
        func scaled(_ difference: Double) -> Double { difference / base + origin }
        var details = identity(with: counterpart)
        details.append(
            "\(words(change.candidateMean, change.candidate)), the \(role) "
                + "\(words(change.baselineMean, change.baseline)): means and ranges over launches")
        if margin > asked {
            details.append(
                "the allowance is the floor of \(Quantity.text(margin, .bytes)): "
                    + "smaller differences are the grain of pages and allocators")
        }
        return Finding(
            state: decision.state,
            headline: headline(
                decision, complaint: change.test.mean > 0 ? "needs more memory" : "does not save enough memory",
                phrase: "\(metric.title) "
                    + VerdictText.change(
                        scaled(change.test.mean), low: scaled(low), high: scaled(high), limit: scaled(margin),
                        gate.limitsRatio ? .ratio : .relativeChange),
                passNote: low > 0 ? "more, within margin: " : "", advice: "more launches would narrow the interval"),
            details: details,
            evidence: Verdict.Evidence(
                baselineValue: base, candidateValue: change.candidateMean, effect: scaled(change.test.mean),
                low: scaled(low), high: scaled(high), confidence: rule.confidence,
                limit: margin > asked ? scaled(margin) : gate.limitValue,
                launches: change.launches),
            secondsSpent: pair?.secondsSpent ?? cell.secondsSpent)
    }

    /// "188 MB (187 MB .. 190 MB)".
    private func words(_ mean: Double, _ memory: SortedSample) -> String {
        let ends = [memory.minimum, memory.maximum].map { Quantity.text($0, .bytes) }
        return "\(Quantity.text(mean, .bytes)) (\(ends[0]) .. \(ends[1]))"
    }
}

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
