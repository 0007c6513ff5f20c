import Foundation
import Records
import Statistics

/// A time or rate against the record of an earlier run, the spread between runs being estimated from others.
struct StoredTimeChangeGate: TimeComparison {
    let judgement: Judgement
    let counterpart: CellRecord
    let scale: LogRatioScale

    func find() -> Finding {
        let change: StoredLatencyChange
        do {
            change = try StoredLatencyChange(
                metric, baseline: counterpart, candidate: cell, history: history.map(\.level))
        } catch {
            return unknown(error)
        }
        let test = change.test
        let (low, high) = bounds(test)
        guard low.isFinite, high.isFinite else { return .error("no value: \(metric.title): the test gave no number") }
        var decision = rule.decide(low: low, high: high, allowed: scale.allowed, limit: scale.limit)
        let load = LoadedLaunches(cell.launches, of: cell, cores: run.environment.allowedCores)
        let isHeldBack = decision == .fail && !standsWithoutLoad(load)
        if isHeldBack { decision = .undecided }
        let phrase =
            "\(metric.title) "
            + VerdictText.change(
                scale.shown(test.mean), low: scale.shown(low), high: scale.shown(high),
                limit: scale.shown(scale.limit), scale.words)
        let isWorse = scale.allowed == .atMost ? low > 0 : high < 0
        let ends = [low, high].map(scale.evidence).sorted()
        let causes = decision == .pass ? [] : operators(change.figures)
        return Finding(
            state: decision.state,
            headline: headline(
                decision, complaint: complaint(test.mean), phrase: phrase,
                passNote: isWorse ? "slower, within margin: " : "",
                advice: isHeldBack ? load.advice : advice(change)),
            details: details(change) + causes, causes: causes,
            evidence: Verdict.Evidence(
                baselineValue: change.figures.baseline, candidateValue: change.figures.candidate,
                effect: scale.evidence(test.mean), low: ends[0], high: ends[1], confidence: rule.confidence,
                limit: gate.limitValue, minimalDetectableEffect: scale.evidence(detectable(change)),
                launches: change.difference.candidate.count),
            secondsSpent: cell.secondsSpent)
    }

    /// Whether the launches that nothing disturbed fail by themselves: the stored baseline had no part in the load of today.
    private func standsWithoutLoad(_ load: LoadedLaunches) -> Bool {
        guard !load.disturbed.isEmpty else { return true }
        var calm = cell
        calm.launches = load.undisturbed
        guard
            let change = try? StoredLatencyChange(
                metric, baseline: counterpart, candidate: calm, history: history.map(\.level))
        else { return false }
        let (low, high) = bounds(change.test)
        return rule.decide(low: low, high: high, allowed: scale.allowed, limit: scale.limit) == .fail
    }

    /// Other runs of the baseline's variant, as the record keeps them.
    private var history: [EarlierLevel] {
        (run.storedBaseline?.history ?? []).filter {
            $0.model == cell.model && $0.variant == cell.variant && $0.metric == metric
        }
    }

    private func bounds(_ test: SatterthwaiteTest) -> (low: Double, high: Double) {
        (
            test.lowerBound(alpha: rule.lowAlpha(scale.allowed)), test.upperBound(alpha: rule.highAlpha(scale.allowed))
        )
    }

    /// Too little is known to decide, and what would change that.
    private func unknown(_ error: ComparisonError) -> Finding {
        let command = "pawl run SUITE"
        switch error {
        case .tooFewRuns(let usable, let needed):
            let missing = VerdictText.count(needed - usable, "more run", "more runs")
            return Finding(
                state: .inconclusive,
                headline: "undecided: \(metric.title): how much runs differ is not known: \(error)",
                details: [
                    "hint: \(missing) of the baseline's suite (the unchanged model and runtime, on this machine, with this "
                        + "database) would tell: '\(command)', at times as far apart as baseline and candidate are",
                    "where the baseline can still be measured, --against SUITE2 needs no history",
                ],
                secondsSpent: cell.secondsSpent)
        case .notMeasuredAlone:
            return Finding(
                state: .inconclusive, headline: "undecided: \(metric.title): \(error)",
                details: [
                    "hint: '\(command)' measures each variant alone: compare with such a run, or with --against SUITE2"
                ],
                secondsSpent: cell.secondsSpent)
        default: return .incomparable(error, subject: metric.title)
        }
    }

    private func advice(_ change: StoredLatencyChange) -> String {
        let count = change.difference.history.count
        let needed = change.historyNeeded { test in
            let (low, high) = bounds(test)
            return rule.decide(low: low, high: high, allowed: scale.allowed, limit: scale.limit) != .undecided
        }
        return needed.map { "a history of about \($0) runs would decide, there are \(count)" }
            ?? "runs differ too much from one another for this margin: measure beside the baseline with --against SUITE2"
    }

    /// The smallest true change that would have been failed with the policy's power, as a logarithm.
    private func detectable(_ change: StoredLatencyChange) -> Double {
        let count = change.test.degreesOfFreedom + 1
        let distance = TTestPower(alpha: rule.failAlpha, power: policy.power).detectableDistance(
            standardDeviation: change.test.standardError * count.squareRoot(), count: count)
        return scale.allowed == .atMost ? scale.limit + distance : scale.limit - distance
    }

    private func details(_ change: StoredLatencyChange) -> [String] {
        let difference = change.difference
        let test = change.test
        var details = identity(with: counterpart)
        details.append(words(change.figures))
        details.append(
            "\(VerdictText.count(difference.candidate.count, "launch", "launches")) measured alone, the \(role) "
                + "\(difference.baseline.count); interval at \(VerdictText.fixed(rule.confidence * 100, 1)) % confidence"
        )
        details.append(
            "spread from run to run \(VerdictText.fixed(difference.betweenRunStandardDeviation * 100, 2)) %, from "
                + "\(difference.history.count) other runs\(span); it counts for both sides, with "
                + "\(VerdictText.fixed(test.degreesOfFreedom, 1)) degrees of freedom")
        let atMost = scale.allowed == .atMost
        let above = test.pValue(meanAbove: scale.limit)
        let below = test.pValue(meanBelow: scale.limit)
        details.append(
            "t tests against the margin: of failing, p "
                + "\(VerdictText.pValue(atMost ? above : below, needed: rule.failAlpha)); of passing, p "
                + VerdictText.pValue(atMost ? below : above, needed: rule.passAlpha))
        details.append(
            "would have failed a true "
                + VerdictText.number(
                    scale.shown(detectable(change)), scale.words, unlike: scale.shown(scale.limit))
                + " with \(VerdictText.fixed(policy.power * 100, 0)) % power")
        if let remark = shortHistory { details.append(remark) }
        return details
    }

    /// " between 2026-11-01 and 2026-11-20".
    private var span: String {
        let times = history.map(\.startedAt)
        guard let first = times.min(), let last = times.max() else { return "" }
        let days = [first, last].map { $0.formatted(.iso8601.year().month().day()) }
        return days[0] == days[1] ? " of \(days[0])" : " between \(days[0]) and \(days[1])"
    }

    /// Runs made one after the other share the machine's state: they say nothing about drift over months.
    private var shortHistory: String? {
        guard let baseline = run.storedBaseline?.startedAt, let first = history.map(\.startedAt).min(),
            let last = history.map(\.startedAt).max()
        else { return nil }
        let apart = abs(run.startedAt.timeIntervalSince(baseline))
        guard apart > 2 * last.timeIntervalSince(first) else { return nil }
        return
            "the history spans \(Quantity.duration(seconds: last.timeIntervalSince(first))), baseline and candidate lie "
            + "\(Quantity.duration(seconds: apart)) apart: slower drift than the history saw is not in the interval"
    }
}

extension EarlierLevel {
    fileprivate var level: RunMean {
        RunMean(mean: mean, standardError: standardError, degreesOfFreedom: degreesOfFreedom, count: launches)
    }
}
