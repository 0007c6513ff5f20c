import Comparison
import Foundation
import Measures
import Records
import Statistics
import SuiteModel

extension Judgement {
    /// A time or rate against a counterpart that was measured interleaved with the cell.
    ///
    /// Everything is decided on the scale of logarithms and worded on the gate's.
    func relativeTime(to counterpart: CellRecord, _ purpose: PairRecord.Purpose) -> Finding {
        guard let pair = run.pair(of: cell, for: purpose) else {
            return .error("no value: \(cell.name) was not measured side by side with the \(role)")
        }
        guard let scale = LogarithmicScale(gate.limit) else {
            return .error("no verdict: the gate's limit is out of range")
        }
        let change: LatencyChange
        do {
            change = try LatencyChange(metric, of: pair, baseline: counterpart, candidate: cell)
        } catch {
            return .incomparable(error, subject: metric.title)
        }
        let low = change.test.lowerBound(alpha: rule.lowAlpha(scale.allowed))
        let high = change.test.upperBound(alpha: rule.highAlpha(scale.allowed))
        guard low.isFinite, high.isFinite else { return .error("no value: \(metric.title): the test gave no number") }
        let decision = rule.decide(low: low, high: high, allowed: scale.allowed, limit: scale.limit)
        let phrase =
            "\(metric.title) "
            + VerdictText.change(
                scale.shown(change.test.mean), low: scale.shown(low), high: scale.shown(high),
                limit: scale.shown(scale.limit), scale.words)
        let isWorse = scale.allowed == .atMost ? low > 0 : high < 0
        let ends = [low, high].map(scale.evidence).sorted()
        return Finding(
            state: decision.state,
            headline: headline(
                decision, complaint: complaint(change.test.mean), phrase: phrase,
                passNote: isWorse ? "slower, within margin: " : "", advice: advice(change, scale)),
            details: details(change, scale, decision, counterpart),
            evidence: Verdict.Evidence(
                baselineValue: summary(of: counterpart).value(metric), candidateValue: summary(of: cell).value(metric),
                effect: scale.evidence(change.test.mean), low: ends[0], high: ends[1], confidence: rule.confidence,
                limit: gate.limitValue, minimalDetectableEffect: scale.evidence(detectable(change, scale)),
                launches: change.launchesUsed),
            secondsSpent: change.secondsSpent)
    }

    /// What a failing variant is told. From twice the time on, a factor says more than a percentage.
    private func complaint(_ logarithm: Double) -> String {
        let factor = metric == .throughput ? exp(-logarithm) : exp(logarithm)
        let amount = factor >= 2 ? "\(VerdictText.fixed(factor, 1))x " : ""
        if factor <= 1 { return "is not fast enough" }
        return switch metric {
        case .loadTime: "loads \(amount)slower"
        case .firstInferenceTime: "answers first \(amount)slower"
        default: "is \(amount)slower"
        }
    }

    /// The smallest true change that this evidence would have failed with the policy's power, as a logarithm.
    private func detectable(_ change: LatencyChange, _ scale: LogarithmicScale) -> Double {
        let distance = TTestPower(alpha: rule.failAlpha, power: policy.power).detectableDistance(
            standardDeviation: change.test.standardDeviation, count: change.test.effectiveCount)
        return scale.allowed == .atMost ? scale.limit + distance : scale.limit - distance
    }

    /// How many more launches would decide, were the effect and the spread to stay what they are.
    private func advice(_ change: LatencyChange, _ scale: LogarithmicScale) -> String {
        let distance = change.test.mean - scale.limit
        let isForbidden = scale.allowed == .atMost ? distance > 0 : distance < 0
        let power = TTestPower(alpha: isForbidden ? rule.failAlpha : rule.passAlpha, power: policy.power)
        guard
            let needed = power.requiredCount(
                distance: distance.magnitude, standardDeviation: change.test.standardDeviation)
        else { return "the effect lies on the margin: no practical number of launches would decide" }
        // Correlated launches are worth less than one each.
        let worth = change.test.effectiveCount / Double(change.launchesUsed)
        let more = max(Int((Double(needed) / worth).rounded(.up)) - change.launchesUsed, 1)
        let time = change.secondsPerLaunch.map { " (\(Quantity.duration(seconds: $0 * Double(more))))" } ?? ""
        return "about \(VerdictText.count(more, "more launch", "more launches"))\(time) would decide"
    }

    private func details(
        _ change: LatencyChange, _ scale: LogarithmicScale, _ decision: DecisionRule.Decision, _ counterpart: CellRecord
    ) -> [String] {
        var details = identity(with: counterpart)
        if let candidate = summary(of: cell).value(metric), let baseline = summary(of: counterpart).value(metric) {
            let dimension = metric.dimension
            details.append(
                "\(metric.title): \(Quantity.text(candidate, dimension)), the \(role) \(Quantity.text(baseline, dimension))"
            )
        }
        details.append(
            "\(change.launchesUsed) of \(VerdictText.count(change.launchesPlanned, "launch", "launches")), "
                + "\(Quantity.duration(seconds: change.secondsSpent)) of measuring, "
                + "interval at \(VerdictText.fixed(rule.confidence * 100, 1)) % confidence")
        details.append(contentsOf: tests(change, scale))
        details.append(
            "would have failed a true "
                + VerdictText.number(
                    scale.shown(detectable(change, scale)), scale.words, unlike: scale.shown(scale.limit))
                + " with "
                + "\(VerdictText.fixed(policy.power * 100, 0)) % power "
                + "(spread between launches \(VerdictText.fixed(change.test.standardDeviation * 100, 2)) %)")
        if change.correlation.isPresent {
            details.append(
                "launches resemble their neighbours (lag-1 correlation "
                    + "\(VerdictText.fixed(change.correlation.coefficient, 2))): counted as "
                    + "\(VerdictText.fixed(change.test.effectiveCount, 1)) independent launches")
        }
        details.append(contentsOf: disturbances(change))
        if decision != .pass { details.append(contentsOf: operators(counterpart)) }
        return details
    }

    private func tests(_ change: LatencyChange, _ scale: LogarithmicScale) -> [String] {
        let atMost = scale.allowed == .atMost
        let above = change.test.pValue(meanAbove: scale.limit)
        let below = change.test.pValue(meanBelow: scale.limit)
        let ranks = change.ranks
        let rankAbove = ranks.pValue(locationAbove: scale.limit)
        let rankBelow = ranks.pValue(locationBelow: scale.limit)
        return [
            "t tests against the margin: of failing, p \(VerdictText.pValue(atMost ? above : below)) "
                + "(needs below \(VerdictText.alpha(rule.failAlpha))); "
                + "of passing, p \(VerdictText.pValue(atMost ? below : above)) "
                + "(needs below \(VerdictText.alpha(rule.passAlpha)))",
            "robust: Hodges-Lehmann \(VerdictText.number(scale.shown(ranks.location), scale.words)), signed ranks "
                + "of failing, p \(VerdictText.pValue(atMost ? rankAbove : rankBelow)); of passing, p "
                + "\(VerdictText.pValue(atMost ? rankBelow : rankAbove))",
        ]
    }

    private func disturbances(_ change: LatencyChange) -> [String] {
        let sides = [("candidate", change.candidateDisturbance), (role, change.baselineDisturbance)]
        var details = sides.filter { $0.1.disturbedBlocks > 0 }.map { side, disturbance in
            "disturbed: \(disturbance.disturbedBlocks) of \(disturbance.blocks) blocks of the \(side) waited for the "
                + "processor (wall over CPU time up to \(VerdictText.fixed(disturbance.worst, 1)) times the usual)"
        }
        if change.unsteadyWarmUps > 0 {
            details.append(
                "warm-up ended at its cap, not steady, in \(VerdictText.count(change.unsteadyWarmUps, "worker", "workers"))"
            )
        }
        return details
    }

    /// "ConvInteger 11.2 ms, 68 % of the inference; the reference spends 2.1 ms in Conv".
    private func operators(_ counterpart: CellRecord) -> [String] {
        guard let change = OperatorChange(baseline: counterpart, candidate: cell) else { return [] }
        return change.grown.prefix(3).map { growth in
            let own =
                "\(growth.type) \(Quantity.text(growth.candidateNanoseconds, .time)), "
                + "\(VerdictText.fixed(growth.share * 100, 0)) % of the inference; "
            if growth.baselineNanoseconds > 0 {
                return own + "the \(role) spends \(Quantity.text(growth.baselineNanoseconds, .time)) in it"
            }
            guard let former = change.mostShrunk else { return own + "the \(role) has none" }
            return own
                + "the \(role) has none, it spends \(Quantity.text(former.baselineNanoseconds, .time)) in \(former.type)"
        }
    }
}

/// A relative limit as a bound on logarithms of ratios, and the way back to words and evidence.
private struct LogarithmicScale {
    let allowed: DecisionRule.Allowed
    let limit: Double
    let words: Quantity.Scale
    /// Evidence of a drop counts downwards: 0.01 is 1 % less.
    private let isDrop: Bool

    init?(_ gateLimit: Gate.Limit) {
        switch gateLimit {
        case .maximumIncrease(let increase):
            (allowed, limit, words, isDrop) = (.atMost, log1p(increase), .relativeChange, false)
        case .maximumRatio(let ratio): (allowed, limit, words, isDrop) = (.atMost, log(ratio), .ratio, false)
        case .maximumDrop(let drop): (allowed, limit, words, isDrop) = (.atLeast, log1p(-drop), .relativeChange, true)
        case .maximum, .minimum: return nil
        }
        guard limit.isFinite else { return nil }
    }

    func shown(_ logarithm: Double) -> Double { words == .ratio ? exp(logarithm) : expm1(logarithm) }

    func evidence(_ logarithm: Double) -> Double { isDrop ? -expm1(logarithm) : shown(logarithm) }
}
