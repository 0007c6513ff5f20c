/// Goes through a series from its beginning and asks at each known event, at the places that the search found, and at the end,
/// whether the level changed.
///
/// - **Known events.** The level so far against the values up to the next event, and up to the next change that the search found; one value
///   will do. Half of `falseShare` belongs to all events together.
/// - **The end.** The last two values against the level so far, where nothing is known: both must lie beyond half of the way. Its share
///   is 0.25 / n² of n values, so that somebody who looks every night errs in at most 0.25 Σ 1/n² = 5.5 % of series in all their time.
/// - The last value alone makes a change "probable", never "found". So do one or two values after eight or more that were all the same,
///   however coarsely they were written down.
struct LevelShiftSweep {
    struct Boundary {
        var position: Int
        /// Nil where a segment ends though the levels do not differ.
        var certainty: LevelShift.Certainty?
        var isKnown: Bool
        var pValue: Double
    }

    let test: LevelTest
    /// Where a segment ends whatever the values.
    let breaks: [Int]
    /// Breaks and all other places where something known happened, in order.
    let known: [Int]
    let minimumSize: Double
    let falseShare: Double

    private var count: Int { test.values.count }

    /// Of the false share, what belongs to all events together.
    private static let eventShare = 0.5

    /// How much weaker than "found" the evidence of "probable" may be, as a factor of the share.
    static let probableShare = 2.0
    /// A change is probable only while there are so few values of the new level that time will tell.
    static let recentValues = 5

    /// - Parameter changes: that the search found and confirmed, in order.
    func boundaries(_ changes: [Int]) -> [Boundary] {
        var accepted: [Boundary] = []
        let fixed = Set(changes + breaks)
        let finest = fixed.union(known).sorted()
        for (index, position) in finest.enumerated() {
            let isChange = changes.contains(position)
            guard known.contains(position) else {
                accepted.append(Boundary(position: position, certainty: .found, isKnown: false, pValue: 0))
                continue
            }
            let next = index + 1 < finest.count ? finest[index + 1] : count
            let nextFixed = finest[(index + 1)...].first { fixed.contains($0) } ?? count
            let looks = nextFixed > next ? 2 : 1
            var verdict = certainty(at: position, upTo: next, of: count, accepted, finest, looks: looks)
            if nextFixed > next {
                let wider = certainty(at: position, upTo: nextFixed, of: count, accepted, finest, looks: 2)
                if wider.rank > verdict.rank { verdict = wider }
            }
            if verdict.certainty != nil || isChange || fixed.contains(position) {
                accepted.append(
                    Boundary(
                        position: position, certainty: isChange ? .found : verdict.certainty, isKnown: true,
                        pValue: verdict.pValue))
            }
        }
        return withEnd(accepted)
    }

    // MARK: - Known events

    private struct Verdict {
        var certainty: LevelShift.Certainty?
        var pValue: Double
        var rank: Int { certainty == .found ? 2 : certainty == .probable ? 1 : 0 }
    }

    private func certainty(
        at position: Int, upTo end: Int, of known: Int, _ accepted: [Boundary], _ finest: [Int], looks: Int
    ) -> Verdict {
        let start = accepted.last?.position ?? 0
        let starts = [0] + accepted.map(\.position) + [position] + finest.filter { $0 >= end && $0 < known }
        let before = start..<position, after = position..<end
        let size = test.level(after) - test.level(before)
        let p = test.pValue(before, after, starts: starts, end: known)
        guard size.magnitude > 0, size.magnitude >= minimumSize, isSeparate(before, after) else {
            return Verdict(certainty: nil, pValue: p)
        }
        let events = max(1, self.known.count { $0 < known })
        let share = falseShare * Self.eventShare / Double(events * looks)
        if p <= share, known - starts.count >= 2 { return Verdict(certainty: .found, pValue: p) }
        let isRecent = count - after.lowerBound <= Self.recentValues
        let isProbable = p <= share * Self.probableShare || leavesAConstant(before, after)
        return Verdict(certainty: isRecent && isProbable ? .probable : nil, pValue: p)
    }

    /// Ranks must agree, as far as so few values allow: a single outlier far off is no level.
    func isSeparate(_ before: Range<Int>, _ after: Range<Int>) -> Bool {
        let first = test.values[before], second = test.values[after]
        if let low = first.min(), let high = first.max(), let floor = second.min(), let ceiling = second.max(),
            floor > high || ceiling < low
        {
            return true
        }
        return RankSum(first, second).map { $0.pValue <= LevelShiftEvidence.rankLevel } ?? false
    }

    /// Whether values that were all the same are followed by others.
    ///
    /// Values written down coarsely say nothing of how much they vary below their last digit: a tenth more may be one step of it. But where the first
    /// k were equal, another one follows by chance with 1 / (k + 2), by Laplace's rule of succession.
    private func leavesAConstant(_ before: Range<Int>, _ after: Range<Int>) -> Bool {
        let first = test.values[before.lowerBound]
        guard 1 / Double(before.count + 2) <= falseShare * Self.probableShare,
            test.values[before].allSatisfy({ $0 == first })
        else { return false }
        return test.values[after].allSatisfy { $0 > first } || test.values[after].allSatisfy { $0 < first }
    }

    // MARK: - The end

    private func endShare(of known: Int) -> Double { 0.25 / Double(known * known) * (falseShare / 0.05) }

    private func withEnd(_ boundaries: [Boundary]) -> [Boundary] {
        for length in [2, 1] where count - length >= 3 {
            let position = count - length
            // The search may have drawn the last old value into a level of three.
            var kept = boundaries
            while let last = kept.last, last.position > position - 3, !last.isKnown { kept.removeLast() }
            let start = kept.last?.position ?? 0
            if kept.count < boundaries.count,
                squares(start..<position) + squares(position..<count)
                    >= squares(start..<boundaries[kept.count].position)
                    + squares(boundaries[kept.count].position..<count)
            {
                return boundaries
            }
            guard start <= position - 3, !known.contains(where: { $0 >= position }) else { continue }
            guard let verdict = end(from: start, position, of: count, kept) else { continue }
            return kept + [
                Boundary(position: position, certainty: verdict.certainty, isKnown: false, pValue: verdict.pValue)
            ]
        }
        return boundaries
    }

    /// About the mean.
    private func squares(_ range: Range<Int>) -> Double {
        let level = LevelShiftEvidence.level(test.values[range])
        return test.values[range].reduce(0) { $0 + ($1 - level) * ($1 - level) }
    }

    private func end(from start: Int, _ position: Int, of known: Int, _ boundaries: [Boundary]) -> Verdict? {
        let before = start..<position, after = position..<known
        let outcome = test.compare(
            before, after, starts: [0] + boundaries.map(\.position) + [position], end: known)
        let level = test.level(before)
        guard outcome.size.magnitude > 0, outcome.size.magnitude >= minimumSize,
            test.values[after].allSatisfy({ ($0 - level) / outcome.size >= 0.5 }), isSeparate(before, after),
            outcome.degreesOfFreedom >= 2
        else { return nil }
        guard outcome.pValue <= endShare(of: known) else {
            return leavesAConstant(before, after) ? Verdict(certainty: .probable, pValue: outcome.pValue) : nil
        }
        return Verdict(certainty: after.count > 1 ? .found : .probable, pValue: outcome.pValue)
    }
}

extension LevelShiftSweep {
    /// How many values of the new level it took, had somebody looked after each.
    ///
    /// - Parameters:
    ///   - boundary: one of `boundaries`, at a known event or at the end.
    ///   - all: those boundaries.
    func delay(_ boundary: Boundary, among all: [Boundary]) -> Int {
        let position = boundary.position
        let before = all.filter { $0.position < position }
        let end = all.first { $0.position > position }?.position ?? count
        guard boundary.isKnown else {
            let start = before.last?.position ?? 0
            let isFoundByTwo =
                position + 2 < end && position - start >= 3
                && self.end(from: start, position, of: position + 2, before)?.certainty == .found
            return isFoundByTwo ? 2 : end - position
        }
        for known in (position + 1)..<(end + 1) where known - position <= 60 || known == end {
            if certainty(at: position, upTo: known, of: known, before, [], looks: 1).certainty == .found {
                return known - position
            }
        }
        return end - position
    }
}
