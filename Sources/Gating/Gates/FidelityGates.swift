import Records
import Statistics

/// `agreement min`: the share of equal predictions.
struct AgreementGate: AccuracyGate {
    let judgement: Judgement
    let limit: Double
    let counterpart: CellRecord
    let purpose: PairRecord.Purpose

    func find() -> Finding {
        samplesAreClustered
            ? AccuracyLimitGate(judgement: judgement, limit: limit, counterpart: counterpart, purpose: purpose).find()
            : agreement()
    }

    private func agreement() -> Finding {
        withPredictions(counterpart) { change in
            var finding = share(
                change.agreement, limit, complaint: "predicts differently from the \(role)")
            finding.details = identity(with: counterpart) + finding.details + flips(change)
            if !change.changed.isEmpty {
                let changed = "predicted differently: \(VerdictText.names(change.changed))"
                finding.details.append(changed)
                if finding.state != .passed { finding.causes.append(changed) }
            }
            return finding
        }
    }
}

/// A gate on how much outputs differ from a counterpart's.
private protocol OutputDifferenceGate: AccuracyGate {
    var counterpart: CellRecord { get }
    var purpose: PairRecord.Purpose { get }
}

extension OutputDifferenceGate {
    /// Judges the metric's value on the cell's golden set; says why where there is none.
    fileprivate func withValue(
        _ judge: (_ value: Double, GoldenSetRecord) throws(ComparisonError) -> Finding
    ) -> Finding {
        guard let accuracy = cell.accuracy, let goldenSet = run.goldenSet(of: cell) else { return notEvaluated(cell) }
        guard !lacksStoredOutputs else { return outputsNotStored }
        let metrics = purpose == .reference ? accuracy.metrics : accuracy.metricsAgainstBaseline
        guard let value = metrics[metric], value.isFinite else { return notANumber }
        var finding: Finding
        do {
            finding = try judge(value, goldenSet)
        } catch {
            return .incomparable(error, subject: metric.title)
        }
        finding.details.insert(contentsOf: identity(with: counterpart), at: 0)
        finding.secondsSpent = accuracy.seconds + (counterpart.accuracy?.seconds ?? 0)
        return finding
    }
}

/// `kl_divergence max`: the mean over samples.
struct DivergenceGate: OutputDifferenceGate {
    let judgement: Judgement
    let limit: Double
    let counterpart: CellRecord
    let purpose: PairRecord.Purpose

    func find() -> Finding {
        withValue { (_, goldenSet) throws(ComparisonError) in
            judge(try MetricShortfall(of: cell, metric, on: goldenSet, against: purpose), goldenSet)
        }
    }

    private func judge(_ shortfall: MetricShortfall, _ goldenSet: GoldenSetRecord) -> Finding {
        let bounds = bounds(of: shortfall, goldenSet)
        let units = shortfall.values.count
        let decision = bounds.decide(rule, atMost: limit)
        var details = [
            source(
                bounds, Proportion(successes: units - shortfall.contributions.count, trials: units),
                equal: "equal probabilities for")
        ]
        var detectable: Double?
        if bounds.typicalDifference > 0 {
            let effect = bounds.detectableValue(
                above: limit, rule: rule, power: policy.power, difference: bounds.typicalDifference)
            details.append(wouldHaveFailed(VerdictText.number(effect, .absolute(.information), unlike: limit)))
            detectable = effect
        }
        return Finding(
            state: decision.state,
            headline: headline(
                decision, complaint: "predicts other probabilities than the \(role)",
                phrase: phrase(bounds.value, bounds.low, bounds.high, limit), advice: advice(bounds, limit)),
            details: details,
            evidence: Verdict.Evidence(
                candidateValue: bounds.value, effect: bounds.value, low: bounds.low, high: bounds.high,
                confidence: confidence(bounds), limit: limit, minimalDetectableEffect: detectable,
                samples: units, resamples: bounds.resamples))
    }
}

/// `max_abs_error max`: a maximum over these samples, of which nothing can be said for others.
struct LargestErrorGate: OutputDifferenceGate {
    let judgement: Judgement
    let limit: Double
    let counterpart: CellRecord
    let purpose: PairRecord.Purpose

    func find() -> Finding {
        withValue { value, goldenSet in
            let decision = DecisionRule.decide(exactly: value, allowed: .atMost, limit: limit)
            return Finding(
                state: decision.state,
                headline: headline(
                    decision, complaint: "differs from the \(role)", phrase: phrase(value, value, value, limit),
                    advice: ""),
                details: ["of these \(judgedWord)s; the largest of others is not bounded by it"],
                evidence: Verdict.Evidence(
                    candidateValue: value, effect: value, low: value, high: value, confidence: 1, limit: limit,
                    samples: goldenSet.sampleNames.count))
        }
    }
}
