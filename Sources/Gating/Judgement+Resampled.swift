import Records
import Statistics

/// Metrics that are no proportions: their intervals come from drawing the golden samples again, in pairs.
extension Judgement {
    /// `macro_f1 max_drop`.
    func macroF1Drop(from counterpart: CellRecord, _ limit: Double) -> Finding {
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
                    + "\(Quantity.text(change.baseline, .proportion)); equal answers "
                    + Quantity.text(change.agreement.share, .proportion),
                source(bounds, change.agreement, equal: "equal answers to"),
            ] + wouldHaveFailed(drop: detectable, limit),
            evidence: Verdict.Evidence(
                baselineValue: change.baseline, candidateValue: change.candidate, effect: bounds.value,
                low: bounds.low, high: bounds.high, confidence: confidence(bounds), limit: limit,
                minimalDetectableEffect: detectable, samples: change.drop.count,
                resamples: bounds.resamples),
            secondsSpent: (cell.accuracy?.seconds ?? 0) + (counterpart.accuracy?.seconds ?? 0))
    }

    /// `macro_f1 min`: as for a minimum share, what is reached on these samples passes.
    func macroF1Minimum(_ change: MacroF1Change, _ limit: Double, complaint: String) -> Finding {
        let lack = bounds(of: change, range: 0...1)
        let (value, low, high) = (1 - lack.value, 1 - lack.high, 1 - lack.low)
        let decision = decideFact(value, high: high, limit: limit)
        let count = change.drop.count
        var details = [source(lack, change.agreement, equal: "right answers to")]
        if decision == .pass, low < limit { details.append(reached(low)) }
        let needed = lack.requiredCount(limit: 1 - limit, rule: rule, power: policy.power)
        return Finding(
            state: decision.state,
            headline: headline(
                decision, complaint: complaint,
                phrase: phrase(value, low, high, limit, words: VerdictText.Words(limit: "needed")),
                advice: needed.map { luck(needed: $0, count: count) } ?? advice(lack, 1 - limit)),
            details: details,
            evidence: Verdict.Evidence(
                candidateValue: value, effect: value, low: low, high: high, confidence: confidence(lack), limit: limit,
                samples: count, resamples: lack.resamples))
    }

    /// `kl_divergence max`: the mean over samples.
    func divergence(from counterpart: CellRecord, _ purpose: PairRecord.Purpose, _ limit: Double) -> Finding {
        guard let accuracy = cell.accuracy, let goldenSet = run.goldenSet(of: cell) else { return notEvaluated(cell) }
        guard !lacksStoredOutputs else { return outputsNotStored }
        let metrics = purpose == .reference ? accuracy.metrics : accuracy.metricsAgainstBaseline
        guard metrics[metric]?.isFinite ?? false else { return notANumber }
        let shortfall: MetricShortfall
        do {
            shortfall = try MetricShortfall(of: cell, metric, on: goldenSet, against: purpose)
        } catch {
            return .incomparable(error, subject: metric.title)
        }
        let bounds = bounds(of: shortfall, goldenSet)
        let units = shortfall.values.count
        let decision = bounds.decide(rule, atMost: limit)
        var details = identity(with: counterpart)
        details.append(
            source(
                bounds, Proportion(successes: units - shortfall.contributions.count, trials: units),
                equal: "equal probabilities for"))
        var detectable: Double?
        if bounds.typicalDifference > 0 {
            let effect = bounds.detectableValue(
                above: limit, rule: rule, power: policy.power, difference: bounds.typicalDifference)
            details.append(
                wouldHaveFailed(VerdictText.number(effect, .absolute(.information), unlike: limit)))
            detectable = effect
        }
        return Finding(
            state: decision.state,
            headline: headline(
                decision, complaint: "answers with other probabilities than the \(role)",
                phrase: phrase(bounds.value, bounds.low, bounds.high, limit), advice: advice(bounds, limit)),
            details: details,
            evidence: Verdict.Evidence(
                candidateValue: bounds.value, effect: bounds.value, low: bounds.low, high: bounds.high,
                confidence: confidence(bounds), limit: limit, minimalDetectableEffect: detectable,
                samples: units, resamples: bounds.resamples),
            secondsSpent: accuracy.seconds + (counterpart.accuracy?.seconds ?? 0))
    }

    private func bounds(
        of change: MacroF1Change, range: ClosedRange<Double>, unseen: Double = 0
    ) -> ResampledBounds {
        ResampledBounds(
            change.drop, value: change.baseline - change.candidate, contributions: change.contributions,
            isCountable: true, range: range, unseen: unseen, rule: rule, seed: resamplingSeed)
    }

    /// Drawn from the golden set's digest: the same answers get the same verdict in every run.
    var resamplingSeed: UInt64 {
        cell.goldenSetDigest.utf8.reduce(0) { $0 &* 31 &+ UInt64($1) }
    }

    /// Where the interval comes from, or why there is none.
    func source(_ bounds: ResampledBounds, _ equal: Proportion?, equal words: String) -> String {
        let samples = unitCount(bounds.count)
        switch bounds.source {
        case .identical:
            let others = equal.map { 1 - $0.lowerBound(alpha: rule.passAlpha) } ?? 1
            return
                "\(words) all \(samples)\(bounds.isPoint ? ": nothing varies, so the interval is a point" : ""); "
                + "of other samples of the same kind up to \(Quantity.text(others, .proportion)) could differ"
        case .singleSample: return "a single sample shows no spread: it bounds nothing"
        case .bootstrap(let bootstrap):
            return bounds.isPoint
                ? "all \(samples) have the same value: the interval is a point"
                : "interval by bootstrap-t, \(samples) drawn again \(bootstrap.resamples) times"
        case .rareDifferences(let rare):
            return
                "rests on about \(VerdictText.fixed(rare.effectiveCount, 0)) of \(samples), too few to draw "
                + "again: interval by gamma bounds for rare events"
        }
    }

    func confidence(_ bounds: ResampledBounds) -> Double { bounds.isPoint ? 1 : rule.confidence }

    func advice(_ bounds: ResampledBounds, _ limit: Double) -> String {
        if case .singleSample = bounds.source { return "a single golden sample shows no spread" }
        return bounds.requiredCount(limit: limit, rule: rule, power: policy.power).map {
            advice(needed: $0, count: bounds.count)
        } ?? "on the margin: no number of golden samples would decide"
    }
}
