/// Two graphs laid beside each other in the order in which they run.
struct OperatorAlignment {
    /// What makes two operators alike: that they were matched already, or their type and shape.
    enum Likeness: Hashable {
        case joined(Int)
        case like(type: String, shape: String)
    }

    /// Differences of longer graphs take too long: they are matched by name alone, and by the order within a type.
    private static let longest = 4_000

    private let baseline: [ProfiledOperator]
    private let candidate: [ProfiledOperator]

    init(_ baseline: [ProfiledOperator], _ candidate: [ProfiledOperator]) {
        self.baseline = baseline
        self.candidate = candidate
    }

    /// Joins what is alike and in the same order on both sides: a longest common subsequence, in which those that were joined before
    /// hold the others in place.
    ///
    /// - Source: Myers, "An O(ND) difference algorithm and its variations", Algorithmica 1 (1986), as the standard library has it.
    func link(_ links: inout OperatorLinks, by likeness: (ProfiledOperator) -> Likeness) {
        for (before, after) in pairs(links, by: likeness)
        where links.isFree(baseline: before) && links.isFree(candidate: after) {
            links.join(baseline: before, candidate: after)
        }
    }

    /// Joins what both sides have left between two operators that stand for each other.
    func linkGaps(_ links: inout OperatorLinks) {
        let anchors = pairs(links) { .like(type: $0.type, shape: "") } + [(baseline.count, candidate.count)]
        var (before, after) = (0, 0)
        for (nextBefore, nextAfter) in anchors {
            let left = (before..<nextBefore).filter { links.isFree(baseline: $0) }
            let right = (after..<nextAfter).filter { links.isFree(candidate: $0) }
            if let first = left.first, let other = right.first {
                for index in right { links.join(baseline: first, candidate: index) }
                for index in left { links.join(baseline: index, candidate: other) }
            }
            (before, after) = (nextBefore + 1, nextAfter + 1)
        }
    }

    private func pairs(
        _ links: OperatorLinks, by likeness: (ProfiledOperator) -> Likeness
    ) -> [(baseline: Int, candidate: Int)] {
        let before = baseline.enumerated().map { index, node in
            links.isFree(baseline: index) ? likeness(node) : .joined(links.root(baseline: index))
        }
        let after = candidate.enumerated().map { index, node in
            links.isFree(candidate: index) ? likeness(node) : .joined(links.root(candidate: index))
        }
        guard before.count + after.count <= Self.longest else { return orderedPairs(before, after) }
        let difference = after.difference(from: before)
        var (removed, inserted) = (Set<Int>(), Set<Int>())
        for change in difference {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): inserted.insert(offset)
            }
        }
        let kept = (before.indices.filter { !removed.contains($0) }, after.indices.filter { !inserted.contains($0) })
        return zip(kept.0, kept.1).map { ($0, $1) }
    }

    /// The first of a kind with the first of the same kind, and so on, as long as the order of both is kept.
    private func orderedPairs(_ before: [Likeness], _ after: [Likeness]) -> [(baseline: Int, candidate: Int)] {
        let places = Dictionary(grouping: after.indices, by: { after[$0] })
        var next = 0
        return before.indices.compactMap { index in
            guard let place = places[before[index]]?.first(where: { $0 >= next }) else { return nil }
            next = place + 1
            return (index, place)
        }
    }
}
