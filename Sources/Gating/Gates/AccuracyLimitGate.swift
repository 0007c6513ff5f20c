import Records
import Statistics

/// `min` and `max` of a quality metric: what is reached on these samples passes, and only failing asks for more than their luck.
struct AccuracyLimitGate: AccuracyGate {
    let judgement: Judgement
    let limit: Double
    /// Of a metric that holds the cell's predictions against another's.
    var counterpart: CellRecord?
    var purpose: PairRecord.Purpose?

    func find() -> Finding {
        counterpart == nil && metric.direction == .higherIsBetter && !restsOnUnits ? minimumShare() : estimatedLevel()
    }

    /// `accuracy min`, `top_k_accuracy min` and `macro_f1 min`.
    private func minimumShare() -> Finding {
        guard let accuracy = cell.accuracy, let goldenSet = run.goldenSet(of: cell) else { return notEvaluated(cell) }
        guard isUsable(cell) else { return notANumber }
        let complaint = "is not accurate enough"
        var finding: Finding
        do {
            if metric == .macroF1 {
                finding = macroF1Minimum(try MacroF1Change(of: cell, goldenSet: goldenSet), limit, complaint: complaint)
            } else {
                let right = try AccuracyChange.countCorrect(of: cell, goldenSet, metric: metric)
                finding = share(right, limit, complaint: complaint)
            }
        } catch {
            return .incomparable(error, subject: metric.title)
        }
        if metric == .topKAccuracy { finding.details.append("top \(accuracy.topK)") }
        finding.secondsSpent = accuracy.seconds
        return finding
    }

    /// `macro_f1 min`: as for a minimum share, what is reached on these samples passes.
    private func macroF1Minimum(_ change: MacroF1Change, _ limit: Double, complaint: String) -> Finding {
        let lack = bounds(of: change, range: 0...1)
        let (value, low, high) = (1 - lack.value, 1 - lack.high, 1 - lack.low)
        let decision = decideFact(value, high: high, limit: limit)
        let count = change.drop.count
        var details = [source(lack, change.agreement, equal: "correct predictions on")]
        if decision == .pass, low < limit { details.append(reached(low)) }
        let needed = lack.requiredCount(limit: 1 - limit, rule: rule, power: policy.power)
        return Finding(
            state: decision.state,
            headline: headline(
                decision, complaint: complaint,
                phrase: phrase(value, low, high, limit, words: VerdictText.Words(limit: "needed")),
                advice: needed.map { samplingNoise(needed: $0, count: count) } ?? advice(lack, 1 - limit)),
            details: details,
            evidence: Verdict.Evidence(
                candidateValue: value, effect: value, low: low, high: high, confidence: confidence(lack), limit: limit,
                samples: count, resamples: lack.resamples))
    }

    private func estimatedLevel() -> Finding {
        guard let goldenSet = run.goldenSet(of: cell) else { return notEvaluated(cell) }
        guard purpose == nil || !lacksStoredOutputs else { return outputsNotStored }
        let shortfall: MetricShortfall
        do {
            shortfall = try MetricShortfall(of: cell, metric, on: goldenSet, against: purpose)
        } catch {
            return .incomparable(error, subject: metric.title)
        }
        let isFloor = metric.direction == .higherIsBetter
        // A shortfall is counted from the best value; here the value itself is told.
        let best = isFloor ? shortfall.candidate + shortfall.value : shortfall.candidate - shortfall.value
        func told(_ shortfall: Double) -> Double { isFloor ? best - shortfall : best + shortfall }
        let bounds = bounds(of: shortfall, goldenSet)
        let (nearest, farthest) = (told(bounds.low), told(bounds.high))
        let reaches = isFloor ? shortfall.candidate >= limit : shortfall.candidate <= limit
        let isBeyondLuck = isFloor ? nearest < limit : nearest > limit
        let decision: DecisionRule.Decision = reaches ? .pass : isBeyondLuck ? .fail : .undecided
        var details = counterpart.map(identity) ?? []
        details.append(source(bounds, nil, equal: "the same value for"))
        if decision == .pass, isFloor ? farthest < limit : farthest > limit {
            details.append(
                "reached on these \(judgedWord)s; other \(judgedWord)s of the same kind could give "
                    + (isFloor ? "as little as " : "as much as ") + Quantity.text(farthest, metric.dimension))
        }
        if counterpart == nil { details += readings(against: nil) }
        let complaint =
            counterpart == nil
            ? isFloor ? "is not accurate enough" : "errs too much" : "differs from the \(role)"
        return Finding(
            state: decision.state,
            headline: headline(
                decision, complaint: complaint,
                phrase: phrase(
                    shortfall.candidate, min(nearest, farthest), max(nearest, farthest), limit,
                    words: VerdictText.Words(limit: isFloor ? "needed" : "allowed")),
                advice: decision == .undecided
                    ? "\(isFloor ? "below" : "above") the limit, but within the luck of \(unitCount(bounds.count))" : ""
            ),
            details: details,
            evidence: Verdict.Evidence(
                candidateValue: shortfall.candidate, effect: shortfall.candidate, low: min(nearest, farthest),
                high: max(nearest, farthest), confidence: confidence(bounds), limit: limit,
                samples: goldenSet.sampleNames.count, resamples: bounds.resamples),
            secondsSpent: (cell.accuracy?.seconds ?? 0) + (counterpart?.accuracy?.seconds ?? 0))
    }
}
