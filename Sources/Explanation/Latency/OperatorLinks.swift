/// Sets of operators of two graphs, joined step by step.
///
/// - Source: Tarjan, "Efficiency of a good but not linear set union algorithm", JACM 22 (1975), by path halving.
struct OperatorLinks {
    struct Group {
        /// Of the set, as long as nothing more is joined.
        var root: Int
        var baseline: [Int]
        var candidate: [Int]
    }

    private var parents: [Int]
    private var isJoined: [Bool]
    private let baselineCount: Int

    init(baselineCount: Int, candidateCount: Int) {
        parents = Array(0..<(baselineCount + candidateCount))
        isJoined = Array(repeating: false, count: parents.count)
        self.baselineCount = baselineCount
    }

    func isFree(baseline index: Int) -> Bool { !isJoined[index] }
    func isFree(candidate index: Int) -> Bool { !isJoined[baselineCount + index] }

    func root(baseline index: Int) -> Int { root(index) }
    func root(candidate index: Int) -> Int { root(baselineCount + index) }

    mutating func join(baseline: Int, candidate: Int) { join(baseline, baselineCount + candidate) }
    mutating func join(baseline: Int, root: Int) { join(baseline, root) }
    mutating func join(candidate: Int, root: Int) { join(baselineCount + candidate, root) }

    private func root(_ element: Int) -> Int {
        var element = element
        while parents[element] != element { element = parents[element] }
        return element
    }

    private mutating func join(_ one: Int, _ other: Int) {
        (isJoined[one], isJoined[other]) = (true, true)
        let (first, second) = (root(one), root(other))
        if first != second { parents[max(first, second)] = min(first, second) }
    }

    /// Every set, those of one operator too: in the order of the baseline, then what only the candidate has.
    var groups: [Group] {
        var places: [Int: Int] = [:]
        var groups: [Group] = []
        for element in parents.indices {
            let root = root(element)
            let place = places[root] ?? groups.count
            if place == groups.count {
                places[root] = place
                groups.append(Group(root: root, baseline: [], candidate: []))
            }
            if element < baselineCount {
                groups[place].baseline.append(element)
            } else {
                groups[place].candidate.append(element - baselineCount)
            }
        }
        return groups
    }
}
