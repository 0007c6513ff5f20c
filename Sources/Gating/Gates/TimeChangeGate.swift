import Foundation
import Records
import Statistics

/// A time or rate against a counterpart that was measured interleaved with the cell.
///
/// Everything is decided on the scale of logarithms and worded on the gate's.
struct TimeChangeGate: TimeComparison {
    let judgement: Judgement
    let counterpart: CellRecord
    let purpose: PairRecord.Purpose
    let scale: LogRatioScale

    func find() -> Finding {
        guard let pair = run.pair(of: cell, for: purpose) else {
            return .error("no value: \(cell.name) was not measured side by side with the \(role)")
        }
        guard let sequence = judgement.sequences.rule(looks: pair.looks, rule) else {
            return .error("no verdict: the looks that were planned are no schedule: \(pair.looks)")
        }
        let stop: SequentialRule.Stop
        do {
            let change = try LatencyChange(
                metric, of: pair, baseline: counterpart, candidate: cell, cores: run.environment.allowedCores)
            let reached = sequence.stop(change, allowed: scale.allowed, limit: scale.limit)
            guard let reached else { return beforeTheFirstLook(change.launchesUsed, pair, sequence) }
            stop = reached
        } catch {
            if case .tooFewLaunches(let usable, _) = error,
                usable > 0 || pair.ending == .budget || pair.ending == .heldUp
            {
                return beforeTheFirstLook(usable, pair, sequence)
            }
            return .incomparable(error, subject: metric.title)
        }
        let evidence = RelativeEvidence(stop: stop, sequence: sequence, pair: pair)
        let change = stop.change
        guard stop.low.isFinite, stop.high.isFinite else {
            return .error("no value: \(metric.title): the test gave no number")
        }
        let phrase =
            "\(metric.title) "
            + VerdictText.change(
                scale.shown(change.test.mean), low: scale.shown(stop.low), high: scale.shown(stop.high),
                limit: scale.shown(scale.limit), scale.words)
        let isWorse = scale.allowed == .atMost ? stop.low > 0 : stop.high < 0
        let ends = [stop.low, stop.high].map(scale.evidence).sorted()
        let explained = metric.isOfInference ? judgement.explained[pair.id] : nil
        let causes = stop.decision == .pass ? [] : explained ?? operators(change.figures)
        return Finding(
            state: stop.decision.state,
            headline: headline(
                stop.decision, complaint: complaint(change.test.mean), phrase: phrase,
                passNote: isWorse ? "slower, within margin: " : "", advice: advice(evidence)),
            // What was measured to explain it comes before the statistics.
            details: explained == nil ? details(evidence) + causes : causes + details(evidence), causes: causes,
            evidence: Verdict.Evidence(
                baselineValue: change.figures.baseline, candidateValue: change.figures.candidate,
                effect: scale.evidence(change.test.mean), low: ends[0], high: ends[1], confidence: rule.confidence,
                limit: gate.limitValue, minimalDetectableEffect: scale.evidence(detectable(evidence)),
                launches: change.launchesUsed),
            secondsSpent: change.secondsSpent)
    }

    /// What the words about one relative verdict draw on.
    private struct RelativeEvidence {
        let stop: SequentialRule.Stop
        let sequence: SequentialRule
        let pair: PairRecord

        var change: LatencyChange { stop.change }
        /// Independent launches that each launch is worth.
        var effectiveShare: Double { change.test.effectiveCount / Double(change.launchesUsed) }
    }

    /// Launches were planned and too few of them measured to look at even once.
    private func beforeTheFirstLook(_ usable: Int, _ pair: PairRecord, _ sequence: SequentialRule) -> Finding {
        let missing = sequence.launchesToFirstLook(after: usable)
        let perLaunch = pair.launchesMeasured > 0 ? pair.secondsSpent / Double(pair.launchesMeasured) : 0
        let time = perLaunch > 0 ? " (\(Quantity.duration(seconds: perLaunch * Double(missing))))" : ""
        let needs = "the first look needs \(sequence.firstLook)"
        let launches = usable == 0 ? "no launch" : VerdictText.count(usable, "launch", "launches")
        let measured =
            switch pair.ending {
            case .budget: "the time allowed had room for \(launches)"
            case .heldUp: "another pawl kept the machine after \(launches)"
            default: "only \(launches)"
            }
        return Finding(
            state: .inconclusive,
            headline:
                "undecided: \(metric.title): \(measured), \(needs); "
                + "about \(VerdictText.count(missing, "more launch", "more launches"))\(time) would reach it",
            secondsSpent: pair.secondsSpent)
    }

    /// The smallest true change that the whole schedule would have failed with the policy's power, were the launches to vary
    /// as they do, as a logarithm.
    private func detectable(_ evidence: RelativeEvidence) -> Double {
        let distance = evidence.sequence.detectableDistance(
            standardDeviation: evidence.change.test.standardDeviation, effectiveShare: evidence.effectiveShare,
            power: policy.power)
        return scale.allowed == .atMost ? scale.limit + distance : scale.limit - distance
    }

    /// How many more launches would decide, were the effect and the spread to stay what they are.
    private func advice(_ evidence: RelativeEvidence) -> String {
        let change = evidence.change
        if evidence.stop.isHeldBack {
            return "but other programs disturbed \(change.disturbedLaunches) of "
                + "\(VerdictText.count(change.launchesUsed, "launch", "launches")), and \(Self.loadAdvice)"
        }
        guard let more = evidence.sequence.moreLaunches(after: evidence.stop, scale, power: policy.power)
        else {
            return "the effect lies on the margin: no practical number of launches would decide"
        }
        let time = change.secondsPerLaunch.map { " (\(Quantity.duration(seconds: $0 * Double(more))))" } ?? ""
        let cause =
            switch evidence.pair.ending {
            case .budget: "the time allowed had no room for the next look: "
            case .heldUp: "another pawl kept the machine: "
            default: ""
            }
        return cause + "about \(VerdictText.count(more, "more launch", "more launches"))\(time) would decide"
    }

    private func details(_ evidence: RelativeEvidence) -> [String] {
        let change = evidence.change
        var details = identity(with: counterpart)
        details.append(words(change.figures))
        details.append(measuring(evidence))
        details.append(contentsOf: tests(evidence))
        details.append(
            wouldHaveFailed(
                VerdictText.number(
                    scale.shown(detectable(evidence)), scale.words, unlike: scale.shown(scale.limit)))
                + (evidence.sequence.looks.count > 1 ? " by \(evidence.sequence.lastLook) launches" : "")
                + " (spread between launches \(VerdictText.fixed(change.test.standardDeviation * 100, 2)) %)")
        if change.correlation.isPresent {
            details.append(
                "launches resemble their neighbours (lag-1 correlation "
                    + "\(VerdictText.fixed(change.correlation.coefficient, 2))): counted as "
                    + "\(VerdictText.fixed(change.test.effectiveCount, 1)) independent launches")
        }
        if change.unsteadyWarmUps > 0 {
            details.append(
                "warm-up ended at its cap, not steady, in \(VerdictText.count(change.unsteadyWarmUps, "worker", "workers"))"
            )
        }
        return details
    }

    /// "8 of at most 32 launches, 4.1 s of measuring, interval at 94.0 % confidence over looks at 8, 12, 16, 24 and 32".
    private func measuring(_ evidence: RelativeEvidence) -> String {
        let change = evidence.change
        let looks = evidence.sequence.looks
        let confidence = "interval at \(VerdictText.fixed(rule.confidence * 100, 1)) % confidence"
        let planned = VerdictText.count(change.launchesPlanned, "launch", "launches")
        var text =
            "\(change.launchesUsed) of \(looks.count > 1 ? "at most " : "")\(planned), "
            + "\(Quantity.duration(seconds: change.secondsSpent)) of measuring, \(confidence)"
        if looks.count > 1 { text += " over looks at \(looks.map(String.init).joined(separator: ", "))" }
        if change.launchesMeasured > change.launchesUsed {
            text += "; \(change.launchesMeasured) were measured, the rest after this look"
        }
        return text
    }

    private func tests(_ evidence: RelativeEvidence) -> [String] {
        let change = evidence.change
        let rule = evidence.stop.rule
        let atMost = scale.allowed == .atMost
        let above = change.test.pValue(meanAbove: scale.limit)
        let below = change.test.pValue(meanBelow: scale.limit)
        let ranks = change.ranks
        let rankAbove = ranks.pValue(locationAbove: scale.limit)
        let rankBelow = ranks.pValue(locationBelow: scale.limit)
        let trimmed = change.test.trimmedPerSide > 0 ? ", lowest and highest launch trimmed" : ""
        return [
            "t tests against the margin\(trimmed): of failing, p "
                + "\(VerdictText.pValue(atMost ? above : below, needed: rule.failAlpha)); of passing, p "
                + VerdictText.pValue(atMost ? below : above, needed: rule.passAlpha),
            "robust: Hodges-Lehmann \(VerdictText.number(scale.shown(ranks.location), scale.words)), signed ranks "
                + "of failing, p \(VerdictText.pValue(atMost ? rankAbove : rankBelow)); of passing, p "
                + "\(VerdictText.pValue(atMost ? rankBelow : rankAbove))",
        ]
    }

    /// What makes a verdict of one that only load from outside fails.
    static let loadAdvice =
        "neither CPU time nor calm launches show it as surely: measure again on a calm machine (--on-busy wait)"
}
