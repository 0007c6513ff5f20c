import Comparison
import Measures
import Records
import Statistics

extension Judgement {
    /// `accuracy max_drop`: Tango's interval over samples that were answered by both sides.
    func drop(from counterpart: CellRecord, _ limit: Double) -> Finding {
        guard metric == .accuracy else { return pointDrop(from: counterpart, limit) }
        return withAnswers(counterpart) { change in
            let pair = change.pair
            let low = pair.lowerBound(alpha: rule.failAlpha)
            let high = pair.upperBound(alpha: rule.passAlpha)
            let decision = rule.decide(low: low, high: high, allowed: .atMost, limit: limit)
            var advice = "on the margin: no number of golden samples would decide"
            let alpha = pair.drop > limit ? rule.failAlpha : rule.passAlpha
            if let needed = pair.requiredCount(margin: limit, alpha: alpha, power: policy.power) {
                advice = "about \(max(needed, pair.count + 1)) golden samples would decide, there are \(pair.count)"
            }
            return Finding(
                state: decision.state,
                headline: headline(
                    decision, complaint: "is less accurate",
                    phrase: "accuracy "
                        + VerdictText.change(-pair.drop, low: -high, high: -low, limit: -limit, .points),
                    passNote: low > 0 ? "less accurate, within margin: " : "", advice: advice),
                details: answers(change, counterpart) + [
                    "\(pair.onlyBaseline) lost and \(pair.onlyCandidate) gained of "
                        + "\(VerdictText.count(pair.count, "sample", "samples")); "
                        + "McNemar mid-p \(VerdictText.pValue(pair.mcNemarMidP)); interval by Tango"
                ] + flips(change),
                evidence: Verdict.Evidence(
                    baselineValue: change.baseline.share, candidateValue: change.candidate.share, effect: pair.drop,
                    low: low, high: high, confidence: rule.confidence, limit: limit, samples: pair.count))
        }
    }

    /// `agreement min`: the share of equal answers.
    func agreement(with counterpart: CellRecord, _ limit: Double) -> Finding {
        withAnswers(counterpart) { change in
            var finding = share(
                change.agreement, limit, complaint: "answers differently from the \(role)")
            finding.details = identity(with: counterpart) + finding.details + flips(change)
            if !change.changed.isEmpty {
                finding.details.append("answered differently: \(VerdictText.names(change.changed))")
            }
            return finding
        }
    }

    /// `accuracy min` and `top_k_accuracy min`; `macro_f1 min` has no bounds of its own.
    func minimumShare(_ limit: Double) -> Finding {
        guard let accuracy = cell.accuracy, let goldenSet = run.goldenSet(of: cell) else { return notEvaluated(cell) }
        let count = goldenSet.labels.count
        var finding: Finding
        if metric == .accuracy {
            do {
                finding = share(
                    try AccuracyChange.rightAnswers(of: cell, goldenSet), limit, complaint: "is not accurate enough")
            } catch {
                return .incomparable(error, subject: metric.title)
            }
        } else {
            guard count > 0 else { return .error("no value: the golden set has no samples") }
            guard let value = accuracy.metrics[metric], value.isFinite else { return notANumber }
            let right = Int((value * Double(count)).rounded())
            if metric == .topKAccuracy, let proportion = Proportion(successes: right, trials: count) {
                finding = share(proportion, limit, complaint: "is not accurate enough")
                finding.details.append("top \(accuracy.topK)")
            } else {
                finding = point(
                    value, nil, value, limit, .atLeast, .absolute(.proportion), complaint: "is not accurate enough")
            }
        }
        finding.evidence?.samples = count
        finding.secondsSpent = accuracy.seconds
        return finding
    }

    /// `kl_divergence max`. The record keeps the mean alone, so it is compared as it stands.
    func divergence(from counterpart: CellRecord, _ purpose: PairRecord.Purpose, _ limit: Double) -> Finding {
        guard let accuracy = cell.accuracy else { return notEvaluated(cell) }
        guard !comparesWithStoredRun else {
            return .error(
                "no value: the record of a run keeps answers, not probabilities; measure \(metric.title) with --against SUITE2"
            )
        }
        let metrics = purpose == .reference ? accuracy.metrics : accuracy.metricsAgainstBaseline
        guard let value = metrics[metric], value.isFinite else { return notANumber }
        var finding = point(
            value, nil, value, limit, .atMost, .absolute(.information),
            complaint: "answers with other probabilities than the \(role)")
        finding.details = identity(with: counterpart) + finding.details
        finding.secondsSpent = accuracy.seconds
        return finding
    }

    /// The rule for a share of a fixed golden set that must reach a limit.
    ///
    /// The answers are deterministic: on these samples the share is a fact, and a share that reaches the limit
    /// passes, with its interval beside it. To fail, a share must lie below the limit by more than the luck of the
    /// samples explains; below it, but within luck, is undecided, and never a pass.
    private func share(_ proportion: Proportion, _ limit: Double, complaint: String) -> Finding {
        let low = proportion.lowerBound(alpha: rule.passAlpha)
        let high = proportion.upperBound(alpha: rule.failAlpha)
        let decision: DecisionRule.Decision =
            high < limit
            ? .fail
            : DecisionRule.decide(exactly: proportion.share, allowed: .atLeast, limit: limit) == .pass
                ? .pass : .undecided
        let count = proportion.trials
        var details = [
            "\(proportion.successes) of \(VerdictText.count(count, "sample", "samples")); exact bounds by Clopper and Pearson"
        ]
        var advice = ""
        if let needed = proportion.requiredTrials(
            limit: limit, alpha: decision == .undecided ? rule.failAlpha : rule.passAlpha, power: policy.power)
        {
            advice =
                "below the limit, but within the luck of \(count) samples; about \(max(needed, count + 1)) would decide"
        }
        if decision == .pass, low < limit {
            details.append(
                "reached on these samples; other samples of the same kind could give as little as "
                    + Quantity.text(low, .proportion))
        }
        return Finding(
            state: decision.state,
            headline: headline(
                decision, complaint: complaint,
                phrase: phrase(proportion.share, low, high, limit, words: VerdictText.Words(limit: "needed")),
                advice: advice),
            details: details,
            evidence: Verdict.Evidence(
                candidateValue: proportion.share, effect: proportion.share, low: low, high: high,
                confidence: rule.confidence, limit: limit, samples: count))
    }

    /// Metrics of which the record keeps the value alone: top-k accuracy and macro F1.
    private func pointDrop(from counterpart: CellRecord, _ limit: Double) -> Finding {
        guard let after = cell.accuracy else { return notEvaluated(cell) }
        guard let before = counterpart.accuracy else { return notEvaluated(counterpart) }
        guard cell.goldenSetDigest == counterpart.goldenSetDigest else {
            return .error("no value: \(cell.name) and \(counterpart.name) were evaluated on different golden sets")
        }
        guard let value = after.metrics[metric], value.isFinite, let base = before.metrics[metric], base.isFinite
        else { return notANumber }
        var finding = point(
            base - value, base, value, limit, .atMost, .points, complaint: "is less accurate")
        finding.details = identity(with: counterpart) + finding.details
        finding.secondsSpent = after.seconds + before.seconds
        return finding
    }

    private func point(
        _ effect: Double, _ baseline: Double?, _ candidate: Double, _ limit: Double, _ allowed: DecisionRule.Allowed,
        _ scale: Quantity.Scale, complaint: String
    ) -> Finding {
        let decision = DecisionRule.decide(exactly: effect, allowed: allowed, limit: limit)
        // A drop is shown as the change that it is: -1 point.
        let sign = scale == .points ? -1.0 : 1
        let phrase = VerdictText.change(
            sign * effect, low: sign * effect, high: sign * effect, limit: sign * limit, scale,
            words: VerdictText.Words(limit: allowed == .atMost ? "allowed" : "needed"))
        return Finding(
            state: decision.state,
            headline: headline(
                decision, complaint: complaint,
                phrase: "\(metric.title) \(phrase)", advice: ""),
            details: ["point estimate, compared as it stands: the record keeps no values per sample"],
            evidence: Verdict.Evidence(
                baselineValue: baseline, candidateValue: candidate, effect: effect, low: effect, high: effect,
                confidence: 1, limit: limit))
    }

    private func withAnswers(_ counterpart: CellRecord, _ judge: (AccuracyChange) -> Finding) -> Finding {
        guard let goldenSet = run.goldenSet(of: cell) else { return notEvaluated(cell) }
        do {
            let change = try AccuracyChange(baseline: counterpart, candidate: cell, goldenSet: goldenSet)
            var finding = judge(change)
            finding.secondsSpent = (cell.accuracy?.seconds ?? 0) + (counterpart.accuracy?.seconds ?? 0)
            return finding
        } catch {
            return .incomparable(error, subject: metric.title)
        }
    }

    private func answers(_ change: AccuracyChange, _ counterpart: CellRecord) -> [String] {
        identity(with: counterpart) + [
            "accuracy \(Quantity.text(change.candidate.share, .proportion)), the \(role) "
                + "\(Quantity.text(change.baseline.share, .proportion)); equal answers "
                + Quantity.text(change.agreement.share, .proportion)
        ]
    }

    private func flips(_ change: AccuracyChange) -> [String] {
        [("lost", change.lost), ("gained", change.gained)].filter { !$0.1.isEmpty }
            .map { "\($0.0): \(VerdictText.names($0.1))" }
    }

    private func notEvaluated(_ cell: CellRecord) -> Finding {
        .error("no value: \(cell.name) was not evaluated on its golden set")
    }

    private var notANumber: Finding {
        .error("no value: \(metric.title) of \(cell.name) is missing or not a number")
    }
}
