import Records
import Statistics

/// What all gates on a model's predictions share.
protocol AccuracyGate: GateJudge {}

extension AccuracyGate {
    // MARK: - What is there

    /// Whether the interval comes from unit values: always, but where samples stand alone and counting is exact.
    var restsOnUnits: Bool {
        switch metric {
        case .accuracy, .topKAccuracy, .macroF1, .exactMatch: samplesAreClustered
        default: true
        }
    }

    /// Whether samples come in sequences, in which one prediction goes with the other.
    var samplesAreClustered: Bool { !(run.goldenSet(of: cell)?.sequences.isEmpty ?? true) }

    /// Outputs are not stored, only what was once computed of them.
    var lacksStoredOutputs: Bool {
        comparesWithStoredRun && cell.accuracy?.metricsAgainstBaseline[metric] == nil
    }

    var outputsNotStored: Finding {
        .error(
            "no value: the scores are not those of the stored run, which keeps predictions, not scores; "
                + "measure \(metric.title) with --against SUITE2")
    }

    func notEvaluated(_ cell: CellRecord) -> Finding {
        .error("no value: \(cell.name) was not evaluated on its golden set")
    }

    /// Whether the evaluation, if there was one, gave a number.
    func isUsable(_ cell: CellRecord) -> Bool {
        cell.accuracy.map { $0.metrics[metric]?.isFinite ?? false } ?? true
    }

    var notANumber: Finding {
        .error("no value: \(metric.title) of \(cell.name) is missing or not a number")
    }

    // MARK: - Intervals

    func bounds(of shortfall: MetricShortfall, _ goldenSet: GoldenSetRecord, unseen: Double = 0) -> ResampledBounds {
        ResampledBounds(
            BootstrapMean(shortfall.values), value: shortfall.value, contributions: shortfall.contributions,
            isCountable: metric.countsSamples && shortfall.baseline != nil, range: shortfall.range, unseen: unseen,
            // Sequences are few: from a quarter of them on there is something to draw from.
            rareShare: goldenSet.sequences.isEmpty ? ResampledBounds.rareShare : 0.25, rule: rule, seed: resamplingSeed)
    }

    /// How much of a share others of so many samples could change, when none of these did.
    func unseen(in goldenSet: GoldenSetRecord) -> Double {
        guard metric.dimension == .proportion else { return 0 }
        let count = goldenSet.sampleNames.count
        return Proportion(successes: count, trials: count).map { 1 - $0.lowerBound(alpha: rule.passAlpha) } ?? 1
    }

    func bounds(
        of change: MacroF1Change, range: ClosedRange<Double>, unseen: Double = 0
    ) -> ResampledBounds {
        ResampledBounds(
            change.drop, value: change.baseline - change.candidate, contributions: change.contributions,
            isCountable: true, range: range, unseen: unseen, rule: rule, seed: resamplingSeed)
    }

    /// Drawn from the golden set's digest: the same predictions get the same verdict in every run.
    var resamplingSeed: UInt64 {
        cell.goldenSetDigest.utf8.reduce(0) { $0 &* 31 &+ UInt64($1) }
    }

    /// Where the interval comes from, or why there is none.
    func source(_ bounds: ResampledBounds, _ equal: Proportion?, equal words: String) -> String {
        let samples = unitCount(bounds.count)
        switch bounds.source {
        case .identical:
            let found = "\(words) all \(samples)\(bounds.isPoint ? ": nothing varies, so the interval is a point" : "")"
            // Equal answers are counted; of equal values nobody knows how many others would have.
            return equal.map { equal in
                let others = Quantity.text(1 - equal.lowerBound(alpha: rule.passAlpha), .proportion)
                let word = samplesAreClustered ? "sequence" : judgedWord
                return "\(found); of other \(word)s of the same kind up to \(others) could differ"
            } ?? found
        case .singleSample: return "a single \(judgedWord) shows no spread: it bounds nothing"
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

    // MARK: - Shares

    /// The rule for a share of a fixed golden set that must reach a limit.
    ///
    /// The predictions are deterministic: on these samples the share is a fact, and a share that reaches the limit
    /// passes, with its interval beside it. To fail, a share must lie below the limit by more than the luck of the
    /// samples explains; below it, but within luck, is undecided, and never a pass.
    func share(_ proportion: Proportion, _ limit: Double, complaint: String) -> Finding {
        let low = proportion.lowerBound(alpha: rule.passAlpha)
        let high = proportion.upperBound(alpha: rule.failAlpha)
        let decision = decideFact(proportion.share, high: high, limit: limit)
        let count = proportion.trials
        var details = [
            "\(proportion.successes) of \(counted(count)); exact bounds by Clopper and Pearson"
        ]
        var advice = ""
        if let needed = proportion.requiredTrials(
            limit: limit, alpha: decision == .undecided ? rule.failAlpha : rule.passAlpha, power: policy.power)
        {
            advice = samplingNoise(needed: needed, count: count)
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

    // MARK: - Words

    func samplingNoise(needed: Int, count: Int) -> String {
        "below the limit, but within the luck of \(counted(count)); about \(max(needed, count + 1)) would decide"
    }

    func reached(_ low: Double) -> String {
        "reached on these \(judgedWord)s; other \(judgedWord)s of the same kind could give as little as "
            + Quantity.text(low, .proportion)
    }

    func advice(needed: Int, count: Int) -> String {
        "about \(max(needed, count + 1)) \(goldenUnits) would decide, there are \(count)"
    }

    /// - Parameter drop: nil where no drop is large enough.
    func wouldHaveFailed(drop: Double?, _ limit: Double) -> [String] {
        drop.map { [wouldHaveFailed(VerdictText.number(-$0, .points, unlike: -limit))] }
            ?? ["would have failed no drop: there are too few \(judgedWord)s"]
    }

    func advice(_ bounds: ResampledBounds, _ limit: Double) -> String {
        if case .singleSample = bounds.source { return "a single golden \(judgedWord) shows no spread" }
        return bounds.requiredCount(limit: limit, rule: rule, power: policy.power).map {
            advice(needed: $0, count: bounds.count)
        } ?? "on the margin: no number of \(goldenUnits) would decide"
    }

    /// What the golden set's interval is taken over, such as "golden sequences".
    var goldenUnits: String { samplesAreClustered ? "golden sequences" : "golden \(judgedWord)s" }

    /// "1086 samples", "15 sequences".
    func unitCount(_ count: Int) -> String {
        let goldenSet = run.goldenSet(of: cell)
        if samplesAreClustered { return VerdictText.count(count, "sequence", "sequences") }
        let isGrouped = count < goldenSet?.sampleNames.count ?? 0
        return isGrouped
            ? VerdictText.count(
                count, judgedWord == "group" ? "block of groups" : "group of samples",
                judgedWord == "group" ? "blocks of groups" : "groups of samples")
            : counted(count)
    }

    /// What was read instead of the right text, for the first few samples.
    func readings(against counterpart: CellRecord?) -> [String] {
        guard let goldenSet = run.goldenSet(of: cell), let texts = cell.accuracy?.texts,
            texts.count == goldenSet.texts.count, !texts.isEmpty
        else { return [] }
        let before = counterpart?.accuracy?.texts ?? []
        let wrong = texts.indices.filter { sample in
            texts[sample] != goldenSet.texts[sample]
                && (before.count != texts.count || before[sample] != texts[sample])
        }
        return wrong.prefix(3).map { sample in
            "\(goldenSet.sampleName(sample)): \"\(goldenSet.texts[sample])\" was read as \"\(texts[sample])\""
        }
    }

    func withPredictions(_ counterpart: CellRecord, _ judge: (AccuracyChange) -> Finding) -> Finding {
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

    func flips(_ change: AccuracyChange) -> [String] {
        [("lost", change.lost), ("gained", change.gained)].filter { !$0.1.isEmpty }
            .map { "\($0.0): \(VerdictText.names($0.1))" }
    }
}
