import Records
import Statistics
import Suites

/// Metrics of any kind, judged by what each unit of the golden set (a sample, or a sequence of samples) tells of them.
extension Judgement {
    /// `max_drop`, `max_rise`, `max_increase` and `max_ratio` of a metric of the answers.
    func estimatedChange(from counterpart: CellRecord) -> Finding {
        guard let goldenSet = run.goldenSet(of: cell) else { return notEvaluated(cell) }
        guard isUsable(cell), isUsable(counterpart) else { return notANumber }
        let question = ChangeQuestion(gate)
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
            evidence: Verdict.Evidence(
                baselineValue: baseline, candidateValue: shortfall.candidate,
                effect: question.evidence(bounds.value, baseline: baseline),
                low: question.evidence(bounds.low, baseline: baseline),
                high: question.evidence(bounds.high, baseline: baseline), confidence: confidence(bounds),
                limit: question.limit, samples: goldenSet.sampleNames.count, resamples: bounds.resamples),
            secondsSpent: (cell.accuracy?.seconds ?? 0) + (counterpart.accuracy?.seconds ?? 0))
    }

    /// `min` and `max`: what is reached on these samples passes, and only failing asks for more than their luck.
    ///
    /// - Parameter counterpart: of a metric that holds the cell's answers against another's.
    func estimatedLevel(
        _ limit: Double, against counterpart: CellRecord? = nil, _ purpose: PairRecord.Purpose? = nil
    ) -> Finding {
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
                "reached on these samples; other samples of the same kind could give "
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

    /// `max_abs_error max`: a maximum over these samples, of which nothing can be said for others.
    func largestError(against counterpart: CellRecord, _ purpose: PairRecord.Purpose, _ limit: Double) -> Finding {
        guard let accuracy = cell.accuracy, let goldenSet = run.goldenSet(of: cell) else { return notEvaluated(cell) }
        guard !lacksStoredOutputs else { return outputsNotStored }
        let metrics = purpose == .reference ? accuracy.metrics : accuracy.metricsAgainstBaseline
        guard let value = metrics[metric], value.isFinite else { return notANumber }
        let decision = DecisionRule.decide(exactly: value, allowed: .atMost, limit: limit)
        return Finding(
            state: decision.state,
            headline: headline(
                decision, complaint: "differs from the \(role)", phrase: phrase(value, value, value, limit), advice: ""),
            details: identity(with: counterpart) + ["of these samples; the largest of others is not bounded by it"],
            evidence: Verdict.Evidence(
                candidateValue: value, effect: value, low: value, high: value, confidence: 1, limit: limit,
                samples: goldenSet.sampleNames.count),
            secondsSpent: accuracy.seconds + (counterpart.accuracy?.seconds ?? 0))
    }

    // MARK: - Parts

    /// Whether the interval comes from unit values: always, but where samples stand alone and counting is exact.
    var restsOnUnits: Bool {
        switch metric {
        case .accuracy, .topKAccuracy, .macroF1, .exactMatch: answersAreClustered
        default: true
        }
    }

    /// Whether samples come in sequences, in which one answer goes with the other.
    var answersAreClustered: Bool { !(run.goldenSet(of: cell)?.sequences.isEmpty ?? true) }

    /// Outputs are not stored, only what was once computed of them.
    var lacksStoredOutputs: Bool {
        comparesWithStoredRun && cell.accuracy?.metricsAgainstBaseline[metric] == nil
    }

    var outputsNotStored: Finding {
        .error(
            "no value: the scores are not those of the stored run, which keeps answers, not scores; "
                + "measure \(metric.title) with --against SUITE2")
    }

    func bounds(of shortfall: MetricShortfall, _ goldenSet: GoldenSetRecord, unseen: Double = 0) -> ResampledBounds {
        ResampledBounds(
            BootstrapMean(shortfall.values), value: shortfall.value, contributions: shortfall.contributions,
            isCountable: metric.countsSamples && shortfall.baseline != nil, range: shortfall.range, unseen: unseen,
            // Sequences are few: from a quarter of them on there is something to draw from.
            rareShare: goldenSet.sequences.isEmpty ? ResampledBounds.rareShare : 0.25, rule: rule, seed: resamplingSeed)
    }

    /// How much of a share others of so many samples could change, when none of these did.
    private func unseen(in goldenSet: GoldenSetRecord) -> Double {
        guard metric.dimension == .proportion else { return 0 }
        let count = goldenSet.sampleNames.count
        return Proportion(successes: count, trials: count).map { 1 - $0.lowerBound(alpha: rule.passAlpha) } ?? 1
    }

    /// What the golden set's interval is taken over, such as "golden sequences".
    var goldenUnits: String { answersAreClustered ? "golden sequences" : "golden samples" }

    /// "1086 samples", "15 sequences".
    func unitCount(_ count: Int) -> String {
        let goldenSet = run.goldenSet(of: cell)
        if answersAreClustered { return VerdictText.count(count, "sequence", "sequences") }
        let isGrouped = count < goldenSet?.sampleNames.count ?? 0
        return isGrouped
            ? VerdictText.count(count, "group of samples", "groups of samples")
            : VerdictText.count(count, "sample", "samples")
    }

    private var subject: String {
        switch metric {
        case .topKAccuracy, .recallAtK: "\(metric.title) (k = \(cell.accuracy?.topK ?? 0))"
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
}

extension Metric {
    /// Whether a sample adds about the same to it as any other that is answered as wrongly.
    fileprivate var countsSamples: Bool {
        switch self {
        case .accuracy, .topKAccuracy, .exactMatch, .recallAtK, .agreement, .characterErrorRate, .wordErrorRate: true
        default: false
        }
    }
}
