import Records
import Statistics
import Suites

/// `max_drop` of a metric that is counted sample by sample, for every slice of the samples.
///
/// One slice that falls fails the gate, and only slices that all pass let it pass. The probability of failing any slice wrongly is
/// that of one gate: Bonferroni's share of it for each slice that is large enough to fail at all (`DiscreteBonferroni`).
/// That of passing a slice wrongly is not divided, since all must pass (intersection-union test).
struct SliceDropGate: AccuracyGate {
    let judgement: Judgement
    let limit: Double
    let counterpart: CellRecord

    /// A slice and what was found of it.
    private struct Judged {
        var change: SliceChange
        var decision: DecisionRule.Decision
        /// Of the drop.
        var low: Double
        var high: Double
        var needed: Int?

        var count: Int { change.pair.count }
        var name: String { change.slice.name }
    }

    func find() -> Finding {
        guard let goldenSet = run.goldenSet(of: cell) else { return notEvaluated(cell) }
        guard isUsable(cell), isUsable(counterpart) else { return notANumber }
        let all: [SliceChange]
        do {
            all = try AccuracyChange.slices(
                by: gate.slices, baseline: counterpart, candidate: cell, goldenSet: goldenSet, metric: metric)
        } catch {
            return .incomparable(error, subject: metric.title)
        }
        let changes = all.filter { $0.pair.count >= gate.minimumSamples }
        let leftOut = all.filter { $0.pair.count < gate.minimumSamples }
        guard !changes.isEmpty else {
            let columns = gate.slices.joined(separator: " or ")
            return Finding(
                state: .inconclusive,
                headline: "undecided: no slice by \(columns) has \(counted(gate.minimumSamples))",
                details: Self.listed(leftOut))
        }
        let divisor = DiscreteBonferroni.divisor(
            smallestPValues: changes.map { SliceChange.smallestPValue(samples: $0.pair.count, margin: limit) },
            alpha: rule.failAlpha)
        let share = DecisionRule(failAlpha: rule.failAlpha / Double(divisor), passAlpha: rule.passAlpha)
        let slices = changes.map { judge($0, share) }.sorted(by: isWorse)
        return finding(slices, leftOut, share, divisor: divisor, goldenSet)
    }

    private func judge(_ change: SliceChange, _ share: DecisionRule) -> Judged {
        let low = change.pair.lowerBound(alpha: share.failAlpha)
        let high = change.pair.upperBound(alpha: share.passAlpha)
        let decision = share.decide(low: low, high: high, allowed: .atMost, limit: limit)
        let needed = change.pair.requiredCount(
            margin: limit, alpha: change.pair.drop > limit ? share.failAlpha : share.passAlpha, power: policy.power)
        return Judged(
            change: change, decision: decision, low: low, high: high,
            needed: decision == .undecided ? needed.map { max($0, change.pair.count + 1) } : nil)
    }

    /// What failed first, then what is undecided; among these what fell furthest, then what may have.
    private func isWorse(_ one: Judged, _ other: Judged) -> Bool {
        let order: [DecisionRule.Decision] = [.fail, .undecided, .pass]
        let ranks = [one, other].map { order.firstIndex(of: $0.decision) ?? 0 }
        if ranks[0] != ranks[1] { return ranks[0] < ranks[1] }
        return (one.change.pair.drop, one.high) > (other.change.pair.drop, other.high)
    }

    private func finding(
        _ slices: [Judged], _ leftOut: [SliceChange], _ share: DecisionRule, divisor: Int, _ goldenSet: GoldenSetRecord
    ) -> Finding {
        let worst = slices[0]
        let evidence = sliceEvidence(slices, leftOut, share)
        let number = VerdictText.count(slices.count, "slice", "slices")
        let told = self.told(slices)
        let complaint = "is less accurate in \(evidence.failed) of \(number)"
        let limitText = "allowed \(VerdictText.limit(-limit, .points))"
        let advice =
            worst.needed.map { "about \($0) \(judgedWord)s of \(worst.name) would decide" }
            ?? "on the margin: no number of \(judgedWord)s would decide"
        let headline: Finding.Headline
        let measured: String
        switch worst.decision {
        case .fail:
            measured = "of \(told)"
            headline = Finding.Headline(
                text: "\(cell.variant) \(complaint): \(metric.title) \(measured), \(limitText)", complaint: complaint)
        case .undecided:
            measured = "undecided in \(evidence.undecided) of \(number): \(told)"
            headline = Finding.Headline(text: "\(metric.title) \(measured), \(limitText); \(advice)", advice: advice)
        case .pass:
            measured = "worst of \(number): \(told)"
            headline = Finding.Headline(text: "passes: \(metric.title), \(measured), \(limitText)")
        }
        let lost = lostNames(worst, goldenSet)
        var finding = Finding(
            state: worst.decision.state, headline: headline,
            details: identity(with: counterpart) + lost + lines(slices) + [
                "\(number) by \(gate.slices.joined(separator: " and ")): "
                    + "\(evidence.failed) failed, \(evidence.undecided) undecided, \(evidence.passed) passed"
            ] + Self.listed(leftOut) + [errorShare(share, divisor, slices.count)],
            causes: lost, evidence: self.evidence(worst, evidence, share),
            secondsSpent: (cell.accuracy?.seconds ?? 0) + (counterpart.accuracy?.seconds ?? 0))
        finding.measured = measured
        return finding
    }

    // MARK: - Words

    private static let namedSlices = 3
    private static let listedSlices = 20

    /// Those with the result of the first, of which a few are named; of those that passed the first alone.
    private func told(_ slices: [Judged]) -> String {
        guard slices[0].decision != .pass else { return fall(slices[0]) }
        let alike = slices.prefix { $0.decision == slices[0].decision }
        let named = alike.prefix(Self.namedSlices).map(fall).joined(separator: ", ")
        return alike.count > Self.namedSlices ? "\(named) and \(alike.count - Self.namedSlices) more" : named
    }

    /// "label=cat fell by 60 points (80 % -> 20 %, n = 25)"
    private func fall(_ slice: Judged) -> String {
        let drop = slice.change.pair.drop
        let ends = "n = \(slice.count)"
        guard drop != 0 else { return "\(slice.name) did not change (\(percent(slice.change.baseline)), \(ends))" }
        return "\(slice.name) \(drop > 0 ? "fell" : "rose") by \(points(drop.magnitude)) "
            + "(\(percent(slice.change.baseline)) -> \(percent(slice.change.candidate)), \(ends))"
    }

    /// What did not pass.
    private func lines(_ slices: [Judged]) -> [String] {
        let open = slices.prefix { $0.decision != .pass }
        let lines = open.prefix(Self.listedSlices).map { slice in
            let interval =
                "interval \(VerdictText.number(-slice.high, .points)) .. \(VerdictText.number(-slice.low, .points))"
            let needed = slice.needed.map { "; about \($0) would decide" } ?? ""
            return "\(slice.decision == .fail ? "failed" : "undecided"): \(fall(slice)), \(interval)\(needed)"
        }
        return lines + (open.count > lines.count ? ["and \(open.count - lines.count) more slices"] : [])
    }

    private func lostNames(_ slice: Judged, _ goldenSet: GoldenSetRecord) -> [String] {
        let names = slice.decision == .fail ? slice.change.lost.map(goldenSet.sampleName) : []
        return names.isEmpty ? [] : ["lost in \(slice.name): \(VerdictText.names(names))"]
    }

    private static func listed(_ leftOut: [SliceChange]) -> [String] {
        guard !leftOut.isEmpty else { return [] }
        let names = leftOut.map { "\($0.slice.name) (\($0.pair.count))" }
        return ["too small by 'min_samples', and not judged: \(VerdictText.names(names))"]
    }

    private func errorShare(_ share: DecisionRule, _ divisor: Int, _ count: Int) -> String {
        let sharing =
            divisor < count
            ? "\(divisor) of \(count) slices are large enough to fail and share it" : "all \(count) slices share it"
        return "any slice fails wrongly with a probability of at most \(VerdictText.alpha(rule.failAlpha)): \(sharing) "
            + "(Bonferroni, \(VerdictText.alpha(share.failAlpha)) each); intervals by Tango"
    }

    private func points(_ difference: Double) -> String {
        let text = percentage(difference)
        return text + (text == "1" ? " point" : " points")
    }

    private func percent(_ share: Double) -> String { percentage(share) + " %" }

    /// A decimal where there is something to say: "80", "33.3".
    private func percentage(_ share: Double) -> String {
        let text = VerdictText.fixed(share * 100, 1)
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    // MARK: - Evidence

    private func sliceEvidence(
        _ slices: [Judged], _ leftOut: [SliceChange], _ share: DecisionRule
    ) -> SliceEvidence {
        SliceEvidence(
            columns: gate.slices, failed: slices.count { $0.decision == .fail },
            undecided: slices.count { $0.decision == .undecided }, passed: slices.count { $0.decision == .pass },
            leftOut: leftOut.count, failAlpha: share.failAlpha,
            worst: slices.prefix(SliceEvidence.mostListed).map { slice in
                SliceEvidence.Slice(
                    column: slice.change.slice.column, value: slice.change.slice.value, state: slice.decision.state,
                    samples: slice.count, baselineValue: slice.change.baseline, candidateValue: slice.change.candidate,
                    effect: slice.change.pair.drop, low: slice.low, high: slice.high, neededSamples: slice.needed)
            })
    }

    /// The numbers of the worst slice, and all slices beside them.
    private func evidence(_ worst: Judged, _ slices: SliceEvidence, _ share: DecisionRule) -> Verdict.Evidence {
        Verdict.Evidence(
            baselineValue: worst.change.baseline, candidateValue: worst.change.candidate,
            effect: worst.change.pair.drop, low: worst.low, high: worst.high, confidence: share.confidence,
            limit: limit, samples: worst.count, slices: slices)
    }
}
