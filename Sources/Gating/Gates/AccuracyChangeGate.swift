import Records
import Statistics
import Suites

/// `max_drop`, `max_rise`, `max_increase` and `max_ratio` of a task metric.
struct AccuracyChangeGate: AccuracyGate {
    let judgement: Judgement
    let counterpart: CellRecord

    func find() -> Finding {
        guard case .maximumDrop(let limit) = gate.limit, metric.dimension == .proportion, !restsOnUnits else {
            return estimatedChange()
        }
        return metric == .macroF1 ? macroF1Drop(limit) : drop(limit)
    }

    /// `accuracy max_drop` and `top_k_accuracy max_drop`: Tango's interval over samples that both sides have.
    private func drop(_ limit: Double) -> Finding {
        guard isUsable(cell), isUsable(counterpart) else { return notANumber }
        return withPredictions(counterpart) { change in
            let pair = change.pair
            let low = pair.lowerBound(alpha: rule.failAlpha)
            let high = pair.upperBound(alpha: rule.passAlpha)
            let decision = rule.decide(low: low, high: high, allowed: .atMost, limit: limit)
            var advice = "on the margin: no number of \(goldenUnits) would decide"
            let alpha = pair.drop > limit ? rule.failAlpha : rule.passAlpha
            if let needed = pair.requiredCount(margin: limit, alpha: alpha, power: policy.power) {
                advice = self.advice(needed: needed, count: pair.count)
            }
            let detectable = pair.detectableDrop(margin: limit, alpha: rule.failAlpha, power: policy.power)
            return Finding(
                state: decision.state,
                headline: headline(
                    decision, complaint: "is less accurate",
                    phrase: "\(metric.title) "
                        + VerdictText.change(-pair.drop, low: -high, high: -low, limit: -limit, .points),
                    passNote: low > 0 ? "less accurate, within margin: " : "", advice: advice),
                details: predictionDetails(change, counterpart) + [
                    "\(pair.onlyBaseline) lost and \(pair.onlyCandidate) gained of "
                        + "\(counted(pair.count)); "
                        + "McNemar mid-p \(VerdictText.pValue(pair.mcNemarMidP)); interval by Tango"
                ] + wouldHaveFailed(drop: detectable, limit) + flips(change) + readings(against: counterpart),
                causes: decision == .pass ? [] : flips(change),
                evidence: Verdict.Evidence(
                    baselineValue: change.baseline.share, candidateValue: change.candidate.share, effect: pair.drop,
                    low: low, high: high, confidence: rule.confidence, limit: limit,
                    minimalDetectableEffect: detectable, samples: pair.count))
        }
    }

    /// `macro_f1 max_drop`.
    private func macroF1Drop(_ limit: Double) -> Finding {
        guard isUsable(cell), isUsable(counterpart) else { return notANumber }
        guard let goldenSet = run.goldenSet(of: cell) else { return notEvaluated(cell) }
        let change: MacroF1Change
        do {
            change = try MacroF1Change(baseline: counterpart, candidate: cell, goldenSet: goldenSet)
        } catch {
            return .incomparable(error, subject: metric.title)
        }
        let bounds = bounds(
            of: change, range: -1...1, unseen: 1 - change.agreement.lowerBound(alpha: rule.passAlpha))
        let decision = bounds.decide(rule, atMost: limit)
        // Without a difference to go by, one sample counts as one in n, as it does for accuracy.
        let effect = bounds.detectableValue(
            above: limit, rule: rule, power: policy.power,
            difference: bounds.typicalDifference > 0 ? bounds.typicalDifference : 1)
        let detectable = effect <= 1 ? effect : nil
        return Finding(
            state: decision.state,
            headline: headline(
                decision, complaint: "is less accurate",
                phrase: "\(metric.title) "
                    + VerdictText.change(
                        -bounds.value, low: -bounds.high, high: -bounds.low, limit: -limit, .points),
                passNote: bounds.low > 0 ? "less accurate, within margin: " : "", advice: advice(bounds, limit)),
            details: identity(with: counterpart) + [
                "\(metric.title) \(Quantity.text(change.candidate, .proportion)), the \(role) "
                    + "\(Quantity.text(change.baseline, .proportion)); equal predictions "
                    + Quantity.text(change.agreement.share, .proportion),
                source(bounds, change.agreement, equal: "equal predictions on"),
            ] + wouldHaveFailed(drop: detectable, limit),
            evidence: Verdict.Evidence(
                baselineValue: change.baseline, candidateValue: change.candidate, effect: bounds.value,
                low: bounds.low, high: bounds.high, confidence: confidence(bounds), limit: limit,
                minimalDetectableEffect: detectable, samples: change.drop.count,
                resamples: bounds.resamples),
            secondsSpent: (cell.accuracy?.seconds ?? 0) + (counterpart.accuracy?.seconds ?? 0))
    }

    private func estimatedChange() -> Finding {
        guard let goldenSet = run.goldenSet(of: cell) else { return notEvaluated(cell) }
        guard isUsable(cell), isUsable(counterpart) else { return notANumber }
        let question = ChangeLimit(gate)
        let shortfall: MetricShortfall
        do {
            shortfall = try MetricShortfall(
                from: counterpart, to: cell, metric, on: goldenSet, ratio: question.ratio)
        } catch {
            return .incomparable(error, subject: metric.title)
        }
        let baseline = shortfall.baseline ?? .nan
        let bounds = bounds(of: shortfall, goldenSet, unseen: unseen(in: goldenSet))
        let decision = bounds.decide(rule, atMost: question.allowedShortfall)
        let shown = question.shown(shortfall: bounds.value, bounds.low, bounds.high, baseline: baseline)
        return Finding(
            state: decision.state,
            headline: headline(
                decision, complaint: "is less accurate",
                phrase: "\(metric.title) "
                    + VerdictText.change(
                        shown.value, low: shown.low, high: shown.high, limit: question.shownLimit, question.scale),
                passNote: bounds.low > question.noChange ? "less accurate, within margin: " : "",
                advice: advice(bounds, question.allowedShortfall)),
            details: identity(with: counterpart) + [
                "\(subject) \(Quantity.text(shortfall.candidate, metric.dimension)), the \(role) "
                    + Quantity.text(baseline, metric.dimension),
                source(bounds, nil, equal: "the same value for"),
            ] + mostAffected(shortfall, goldenSet) + readings(against: counterpart),
            causes: decision == .pass ? [] : mostAffected(shortfall, goldenSet),
            evidence: Verdict.Evidence(
                baselineValue: baseline, candidateValue: shortfall.candidate,
                effect: question.evidence(bounds.value, baseline: baseline),
                low: question.evidence(bounds.low, baseline: baseline),
                high: question.evidence(bounds.high, baseline: baseline), confidence: confidence(bounds),
                limit: question.limit, samples: goldenSet.sampleNames.count, resamples: bounds.resamples),
            secondsSpent: (cell.accuracy?.seconds ?? 0) + (counterpart.accuracy?.seconds ?? 0))
    }

    private func predictionDetails(_ change: AccuracyChange, _ counterpart: CellRecord) -> [String] {
        identity(with: counterpart) + [
            "\(subject) \(Quantity.text(change.candidate.share, .proportion)), the \(role) "
                + "\(Quantity.text(change.baseline.share, .proportion)); equal predictions "
                + Quantity.text(change.agreement.share, .proportion)
        ]
    }

    /// "accuracy", "top-k accuracy (top 5)", "recall at k (k = 5)".
    private var subject: String {
        switch metric {
        case .topKAccuracy: "\(metric.title) (top \(cell.accuracy?.topK ?? 0))"
        case .recallAtK: "\(metric.title) (k = \(cell.accuracy?.topK ?? 0))"
        default: metric.title
        }
    }

    /// The units that account for most of a change.
    private func mostAffected(_ shortfall: MetricShortfall, _ goldenSet: GoldenSetRecord) -> [String] {
        guard metric.countsSamples, shortfall.values.count == goldenSet.sampleNames.count else { return [] }
        let worse = shortfall.values.values.enumerated().filter { $0.element > 0 }
            .sorted { ($1.element, $0.offset) < ($0.element, $1.offset) }
        return worse.isEmpty
            ? [] : ["worse most of all: \(VerdictText.names(worse.map { goldenSet.sampleName($0.offset) }))"]
    }

}

extension Metric {
    /// Whether a sample adds about the same to it as any other that is just as wrong.
    var countsSamples: Bool {
        switch self {
        case .accuracy, .topKAccuracy, .exactMatch, .recallAtK, .agreement, .characterErrorRate, .wordErrorRate: true
        default: false
        }
    }
}
