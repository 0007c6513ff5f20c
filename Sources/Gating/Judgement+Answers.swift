import Records
import Statistics

extension Judgement {
    /// `accuracy max_drop` and `top_k_accuracy max_drop`: Tango's interval over samples that were answered by both sides.
    func drop(from counterpart: CellRecord, _ limit: Double) -> Finding {
        guard metric != .macroF1 else { return macroF1Drop(from: counterpart, limit) }
        guard isUsable(cell), isUsable(counterpart) else { return notANumber }
        return withAnswers(counterpart) { change in
            let pair = change.pair
            let low = pair.lowerBound(alpha: rule.failAlpha)
            let high = pair.upperBound(alpha: rule.passAlpha)
            let decision = rule.decide(low: low, high: high, allowed: .atMost, limit: limit)
            var advice = "on the margin: no number of golden samples would decide"
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
                details: answers(change, counterpart) + [
                    "\(pair.onlyBaseline) lost and \(pair.onlyCandidate) gained of "
                        + "\(VerdictText.count(pair.count, "sample", "samples")); "
                        + "McNemar mid-p \(VerdictText.pValue(pair.mcNemarMidP)); interval by Tango"
                ] + wouldHaveFailed(drop: detectable, limit) + flips(change) + readings(against: counterpart),
                evidence: Verdict.Evidence(
                    baselineValue: change.baseline.share, candidateValue: change.candidate.share, effect: pair.drop,
                    low: low, high: high, confidence: rule.confidence, limit: limit,
                    minimalDetectableEffect: detectable, samples: pair.count))
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

    /// `accuracy min`, `top_k_accuracy min` and `macro_f1 min`.
    func minimumShare(_ limit: Double) -> Finding {
        guard let accuracy = cell.accuracy, let goldenSet = run.goldenSet(of: cell) else { return notEvaluated(cell) }
        guard isUsable(cell) else { return notANumber }
        let complaint = "is not accurate enough"
        var finding: Finding
        do {
            if metric == .macroF1 {
                finding = macroF1Minimum(try MacroF1Change(of: cell, goldenSet: goldenSet), limit, complaint: complaint)
            } else {
                let right = try AccuracyChange.countRightAnswers(of: cell, goldenSet, metric: metric)
                finding = share(right, limit, complaint: complaint)
            }
        } catch {
            return .incomparable(error, subject: metric.title)
        }
        if metric == .topKAccuracy { finding.details.append("top \(accuracy.topK)") }
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
        let decision = decideFact(proportion.share, high: high, limit: limit)
        let count = proportion.trials
        var details = [
            "\(proportion.successes) of \(VerdictText.count(count, "sample", "samples")); exact bounds by Clopper and Pearson"
        ]
        var advice = ""
        if let needed = proportion.requiredTrials(
            limit: limit, alpha: decision == .undecided ? rule.failAlpha : rule.passAlpha, power: policy.power)
        {
            advice = luck(needed: needed, count: count)
        }
        if decision == .pass, low < limit { details.append(reached(low)) }
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

    /// The rule of `share`: what is reached on these samples is a fact, and only failing asks for more than that.
    func decideFact(_ value: Double, high: Double, limit: Double) -> DecisionRule.Decision {
        if high < limit { return .fail }
        return DecisionRule.decide(exactly: value, allowed: .atLeast, limit: limit) == .pass ? .pass : .undecided
    }

    func luck(needed: Int, count: Int) -> String {
        "below the limit, but within the luck of \(count) samples; about \(max(needed, count + 1)) would decide"
    }

    func reached(_ low: Double) -> String {
        "reached on these samples; other samples of the same kind could give as little as "
            + Quantity.text(low, .proportion)
    }

    func advice(needed: Int, count: Int) -> String {
        "about \(max(needed, count + 1)) \(goldenUnits) would decide, there are \(count)"
    }

    /// - Parameter drop: nil where no drop is large enough.
    func wouldHaveFailed(drop: Double?, _ limit: Double) -> [String] {
        drop.map { [wouldHaveFailed(VerdictText.number(-$0, .points, unlike: -limit))] }
            ?? ["would have failed no drop: there are too few samples"]
    }

    private func withAnswers(_ counterpart: CellRecord, _ judge: (AccuracyChange) -> Finding) -> Finding {
        guard let goldenSet = run.goldenSet(of: cell) else { return notEvaluated(cell) }
        do {
            let change = try AccuracyChange(
                baseline: counterpart, candidate: cell, goldenSet: goldenSet, metric: metric)
            var finding = judge(change)
            finding.secondsSpent = (cell.accuracy?.seconds ?? 0) + (counterpart.accuracy?.seconds ?? 0)
            return finding
        } catch {
            return .incomparable(error, subject: metric.title)
        }
    }

    private func answers(_ change: AccuracyChange, _ counterpart: CellRecord) -> [String] {
        identity(with: counterpart) + [
            "\(subject) \(Quantity.text(change.candidate.share, .proportion)), the \(role) "
                + "\(Quantity.text(change.baseline.share, .proportion)); equal answers "
                + Quantity.text(change.agreement.share, .proportion)
        ]
    }

    /// "accuracy", "top-k accuracy (top 5)".
    private var subject: String {
        metric == .topKAccuracy ? "\(metric.title) (top \(cell.accuracy?.topK ?? 0))" : metric.title
    }

    private func flips(_ change: AccuracyChange) -> [String] {
        [("lost", change.lost), ("gained", change.gained)].filter { !$0.1.isEmpty }
            .map { "\($0.0): \(VerdictText.names($0.1))" }
    }

    func notEvaluated(_ cell: CellRecord) -> Finding {
        .error("no value: \(cell.name) was not evaluated on its golden set")
    }

    /// Whether the evaluation, if there was one, came to a number.
    func isUsable(_ cell: CellRecord) -> Bool {
        cell.accuracy.map { $0.metrics[metric]?.isFinite ?? false } ?? true
    }

    var notANumber: Finding {
        .error("no value: \(metric.title) of \(cell.name) is missing or not a number")
    }
}
