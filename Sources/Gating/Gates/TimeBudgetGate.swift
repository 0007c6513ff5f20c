import Foundation
import Records
import Statistics

/// A time or rate against a fixed budget.
///
/// Load from outside only makes slower. So a budget that is kept under load is kept, and one that is exceeded is judged by the
/// launches that nothing disturbed, where they suffice. Whether they do depends on how many there are, never on what they say.
struct TimeBudgetGate: GateJudge {
    let judgement: Judgement
    let allowed: DecisionRule.Allowed
    let limit: Double

    /// How many values bound a quantile from the side where values are rarer: before that no decision is possible.
    static func valuesNeeded(forQuantile p: Double, alpha: Double) -> Int {
        Int(saturating: (log(alpha) / log(max(p, 1 - p))).rounded(.up))
    }

    func find() -> Finding {
        guard !cell.launches.isEmpty else { return .beforeTheFirstLaunch(metric) }
        let launches = cell.describingLaunches
        let load = LoadedLaunches(launches, of: cell, cores: run.environment.allowedCores)
        guard !load.disturbed.isEmpty else { return fixedBudget(summary(of: cell), launches) }
        if suffices(load.undisturbed) {
            var calm = cell
            calm.launches = load.undisturbed
            var finding = fixedBudget(calm.summary, load.undisturbed)
            finding.details.append(
                "judged by the \(load.undisturbed.count) of \(VerdictText.count(launches.count, "launch", "launches")) that no "
                    + "other program disturbed")
            return finding
        }
        let finding = fixedBudget(summary(of: cell), launches)
        guard finding.state == .failed else { return finding }
        return exceededUnderLoad(finding, launches, load)
    }

    /// A budget that is exceeded, mostly in disturbed launches. CPU time does not grow by waiting; a sibling thread of the same core,
    /// or shared caches, may double it at most. What takes more than twice the budget of CPU time alone is over it without any load.
    /// Load multiplies CPU time, so it is bounded over logarithms: one launch that takes ten times as long does not hide the others.
    /// The launches count as independent: each is a process of its own, and load, which makes neighbours alike, has its share in
    /// that factor.
    private func exceededUnderLoad(
        _ finding: Finding, _ launches: [LaunchRecord], _ load: LoadedLaunches
    ) -> Finding {
        var finding = finding
        let budget = metric.dimension == .rate ? 1e9 / limit : limit
        if metric.isOfInferences, let times = cell.cpuNanosecondsPerInference(launches),
            let logarithms = Sample(times.values.map { log($0) }),
            let test = OneSampleTTest(logarithms),
            exp(test.lowerBound(alpha: rule.failAlpha)) > Self.largestLoadedCPUTime * budget
        {
            finding.details.append(
                "other programs disturbed \(load.disturbed.count) of \(VerdictText.count(launches.count, "launch", "launches")); "
                    + "the CPU time of an inference alone is \(Quantity.text(exp(test.mean), .time)), far over the budget"
            )
            return finding
        }
        finding.state = .inconclusive
        let subject = finding.evidence.map { evidence in
            phrase(evidence.effect, evidence.low, evidence.high, limit)
        }
        finding.headline = "undecided: \(subject ?? metric.title); \(load.advice)"
        (finding.complaint, finding.advice) = (nil, load.advice)
        return finding
    }

    /// How much longer the CPU time of an inference can get by what else runs.
    private static let largestLoadedCPUTime = 2.0

    /// Whether so many launches can decide the metric's budget: two at least, for each has its own layout of memory, and as many values
    /// as a bound takes.
    private func suffices(_ launches: [LaunchRecord]) -> Bool {
        guard launches.count >= 2 else { return false }
        let values = launches.reduce(0) { $0 + $1.blocks.reduce(0) { $0 + $1.valuesNanoseconds.count } }
        func needed(_ quantile: Double) -> Int { Self.valuesNeeded(forQuantile: quantile, alpha: rule.passAlpha) }
        if let quantile = metric.latencyQuantile { return values >= needed(quantile) }
        // Of what happens once a launch the median is judged.
        return metric.isOfInferences || launches.count >= needed(0.5)
    }

    private func fixedBudget(_ summary: CellSummary, _ launches: [LaunchRecord]) -> Finding {
        guard let value = summary.value(metric) else {
            return .error("no value: \(metric.title) of \(cell.name) was not measured, or is not a number")
        }
        var finding: Finding
        switch metric {
        case .loadTime: finding = quantile(0.5, of: summary.loadNanoseconds, "launches")
        case .firstInferenceTime:
            finding = quantile(0.5, of: summary.firstInferenceNanoseconds, "launches")
        case .latencyMax: finding = observed(value, summary)
        default:
            finding =
                metric.latencyQuantile.map { quantile($0, of: summary.latencies, "inferences") }
                ?? meanOverLaunches(value, launches)
        }
        finding.evidence?.launches = summary.launchCount
        finding.secondsSpent = cell.secondsSpent
        if metric.isLatency, summary.inferencesPerValue > 1 {
            finding.details.append(
                "inferences are so short that they were timed in batches of \(summary.inferencesPerValue): "
                    + "these are figures of batch means")
        }
        return finding
    }

    /// A quantile, by bounds that hold for every distribution.
    private func quantile(_ p: Double, of sample: SortedSample?, _ unit: String) -> Finding {
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
            let needed = Self.valuesNeeded(forQuantile: p, alpha: rule.passAlpha)
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
    private func observed(_ value: Double, _ summary: CellSummary) -> Finding {
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

    private func meanOverLaunches(_ value: Double, _ launches: [LaunchRecord]) -> Finding {
        let perLaunch = launches.map { LaunchSummary($0).value(metric) ?? .nan }
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
}

extension LoadedLaunches {
    /// "other programs took 1.4 cores during 14 of 16 launches: measure again on a calm machine (--on-busy wait)".
    var advice: String {
        let all = disturbed.count + undisturbed.count
        let launches = "\(disturbed.count) of \(VerdictText.count(all, "launch", "launches"))"
        let cause =
            foreignCores.map { "other programs took \(VerdictText.fixed($0, 1)) cores during \(launches)" }
            ?? "its worker had to wait for the processor in \(launches)"
        return cause + ": measure again on a calm machine (--on-busy wait)"
    }
}

extension Metric {
    /// Whether it is a figure of inferences, which CPU time has a say about; loading is not.
    fileprivate var isOfInferences: Bool { self != .loadTime && self != .firstInferenceTime }
}
