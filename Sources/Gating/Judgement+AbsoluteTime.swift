import Comparison
import Foundation
import Measures
import Records
import Statistics

extension Judgement {
    /// A time or rate against a fixed budget.
    func absoluteTime(_ allowed: DecisionRule.Allowed, _ limit: Double) -> Finding {
        guard !cell.launches.isEmpty else { return .beforeTheFirstLaunch(metric) }
        let summary = summary(of: cell)
        guard let value = summary.value(metric) else {
            return .error("no value: \(metric.title) of \(cell.name) was not measured, or is not a number")
        }
        var finding: Finding
        switch metric {
        case .latencyP50: finding = quantile(0.50, of: summary.latencies, "inferences", allowed, limit)
        case .latencyP90: finding = quantile(0.90, of: summary.latencies, "inferences", allowed, limit)
        case .latencyP99: finding = quantile(0.99, of: summary.latencies, "inferences", allowed, limit)
        case .loadTime: finding = quantile(0.5, of: summary.loadNanoseconds, "launches", allowed, limit)
        case .firstInferenceTime:
            finding = quantile(0.5, of: summary.firstInferenceNanoseconds, "launches", allowed, limit)
        case .latencyMax: finding = observed(value, summary, limit)
        default: finding = meanOverLaunches(value, allowed, limit)
        }
        finding.evidence?.launches = summary.launchCount
        finding.secondsSpent = cell.secondsSpent
        if metric.title.hasPrefix("latency"), summary.inferencesPerValue > 1 {
            finding.details.append(
                "inferences are so short that they were timed in batches of \(summary.inferencesPerValue): "
                    + "these are figures of batch means")
        }
        let disturbance = Disturbance(cell.launches)
        if disturbance.disturbedBlocks > 0 {
            finding.details.append(
                "disturbed: \(disturbance.disturbedBlocks) of \(disturbance.blocks) blocks waited for the processor")
        }
        finding.details += disturbances(MachineDisturbance(cell.launches), launches: cell.launches.count)
        return finding
    }

    /// A quantile, by bounds that hold for every distribution.
    private func quantile(
        _ p: Double, of sample: SortedSample?, _ unit: String, _ allowed: DecisionRule.Allowed, _ limit: Double
    ) -> Finding {
        guard let sample else { return .error("no value: \(metric.title) of \(cell.name) was not measured") }
        let value = sample.quantile(p)
        let lower = sample.lowerBound(ofQuantile: p, alpha: rule.lowAlpha(allowed))
        let upper = sample.upperBound(ofQuantile: p, alpha: rule.highAlpha(allowed))
        let decision = rule.decide(
            low: lower ?? -.infinity, high: upper ?? .infinity, allowed: allowed, limit: limit)
        // Without a bound the extreme stands in, and the interval covers less, as its confidence says.
        let missed =
            (lower == nil ? pow(1 - p, Double(sample.count)) : rule.lowAlpha(allowed))
            + (upper == nil ? pow(p, Double(sample.count)) : rule.highAlpha(allowed))
        let low = lower ?? sample.minimum
        let high = upper ?? sample.maximum
        var advice = ""
        if decision == .undecided {
            let needed = Int(saturating: (log(rule.passAlpha) / log(max(p, 1 - p))).rounded(.up))
            advice =
                sample.count < needed
                ? "\(sample.count) \(unit), at least \(needed) needed to bound it"
                : "more \(unit) would narrow the interval"
        }
        return Finding(
            state: decision.state,
            headline: headline(
                decision, complaint: "is over its budget",
                phrase: phrase(value, low, high, limit), advice: advice),
            details: [
                "distribution-free bounds from \(sample.count) \(unit)"
                    + (unit == "launches"
                        ? "" : "; inferences of one launch resemble each other, so the interval is a little too narrow")
            ],
            evidence: Verdict.Evidence(
                candidateValue: value, effect: value, low: low, high: high, confidence: max(0, 1 - missed),
                limit: limit, samples: sample.count))
    }

    /// The largest latency is a fact about the inferences that were run, and is compared as such.
    private func observed(_ value: Double, _ summary: CellSummary, _ limit: Double) -> Finding {
        let decision = DecisionRule.decide(exactly: value, allowed: .atMost, limit: limit)
        let count = summary.latencies?.count ?? 0
        return Finding(
            state: decision.state,
            headline: headline(
                decision, complaint: "is over its budget", phrase: phrase(value, value, value, limit), advice: ""),
            details: ["the largest of \(VerdictText.count(count, "inference", "inferences")), compared as observed"],
            evidence: Verdict.Evidence(
                candidateValue: value, effect: value, low: value, high: value, confidence: 1, limit: limit,
                samples: count))
    }

    private func meanOverLaunches(_ value: Double, _ allowed: DecisionRule.Allowed, _ limit: Double) -> Finding {
        let perLaunch = cell.launches.map { LaunchSummary($0).value(metric) ?? .nan }
        guard let sample = Sample(perLaunch) else {
            return .error("no value: \(metric.title) of \(cell.name) is not a number in every launch")
        }
        guard let test = OneSampleTTest(sample, effectiveCount: SerialCorrelation(sample).effectiveCount) else {
            return .incomparable(.tooFewLaunches(usable: sample.count, needed: 2), subject: metric.title)
        }
        let low = test.lowerBound(alpha: rule.lowAlpha(allowed))
        let high = test.upperBound(alpha: rule.highAlpha(allowed))
        let decision = rule.decide(low: low, high: high, allowed: allowed, limit: limit)
        let words = VerdictText.Words(limit: allowed == .atMost ? "allowed" : "needed")
        return Finding(
            state: decision.state,
            headline: headline(
                decision, complaint: allowed == .atMost ? "is over its budget" : "is too slow",
                phrase: phrase(test.mean, low, high, limit, words: words),
                advice: "more launches would narrow the interval"),
            details: [
                "Student's bounds from the \(metric.title) of \(VerdictText.count(sample.count, "launch", "launches"))"
            ],
            evidence: Verdict.Evidence(
                candidateValue: value, effect: test.mean, low: low, high: high, confidence: rule.confidence,
                limit: limit))
    }

    func phrase(
        _ value: Double, _ low: Double, _ high: Double, _ limit: Double,
        words: VerdictText.Words = VerdictText.Words()
    ) -> String {
        let change = VerdictText.change(
            value, low: low, high: high, limit: limit, .absolute(metric.dimension), words: words)
        return "\(metric.title) \(change)"
    }
}
