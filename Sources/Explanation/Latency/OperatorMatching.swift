/// Which operators of two graphs stand for each other.
///
/// By name first; then by names that one side made of the other's (`Conv_7` became `Conv_7_quant` and `Conv_7_quant_scales`);
/// then by type and output shape, and by type alone, in the order in which they run; then by place: what is left of both sides
/// between two operators that were matched. What is left of one side alone belongs to a neighbour that became another type, which it
/// was fused into or split from, or it was added or removed.
public struct OperatorMatching: Sendable {
    /// Operators that stand for each other, by position; either side may be empty.
    public struct Group: Sendable, Equatable {
        public var baseline: [Int]
        public var candidate: [Int]
    }

    /// In the order of the baseline, then what only the candidate has.
    public let groups: [Group]

    /// - Parameters: the operators of both sides in the order in which they ran.
    public init(_ baseline: [ProfiledOperator], _ candidate: [ProfiledOperator]) {
        var links = OperatorLinks(baselineCount: baseline.count, candidateCount: candidate.count)
        Self.linkNames(baseline, candidate, &links)
        Self.linkDerivedNames(baseline, candidate, &links)
        let alignment = OperatorAlignment(baseline, candidate)
        alignment.link(&links) { .like(type: $0.type, shape: $0.shape ?? "") }
        alignment.link(&links) { .like(type: $0.type, shape: "") }
        alignment.linkGaps(&links)
        Self.linkNeighbours(baseline, candidate, &links)
        groups = links.groups.map { Group(baseline: $0.baseline, candidate: $0.candidate) }
    }

    // MARK: - Names

    /// Names that one operator of each side has.
    private static func linkNames(
        _ baseline: [ProfiledOperator], _ candidate: [ProfiledOperator], _ links: inout OperatorLinks
    ) {
        let (before, after) = (uniqueNames(baseline), uniqueNames(candidate))
        for (name, index) in before {
            guard let other = after[name] else { continue }
            links.join(baseline: index, candidate: other)
        }
    }

    private static func uniqueNames(_ nodes: [ProfiledOperator]) -> [String: Int] {
        var places: [String: Int?] = [:]
        for (index, node) in nodes.enumerated() where !node.isNamedByPlace {
            places[node.name] = places.keys.contains(node.name) ? .some(nil) : index
        }
        return places.compactMapValues { $0 }
    }

    /// Names that begin with the whole name of an operator of the other side: quantisers and fusions name what they make after what
    /// it was made of.
    private static func linkDerivedNames(
        _ baseline: [ProfiledOperator], _ candidate: [ProfiledOperator], _ links: inout OperatorLinks
    ) {
        let before = uniqueNames(baseline).filter { links.isFree(baseline: $0.value) }
        let after = uniqueNames(candidate).filter { links.isFree(candidate: $0.value) }
        for (name, index) in after {
            guard let stem = DerivedName.stem(of: name, among: before) else { continue }
            links.join(baseline: stem, candidate: index)
        }
        for (name, index) in before where links.isFree(baseline: index) {
            guard let stem = DerivedName.stem(of: name, among: after) else { continue }
            links.join(baseline: index, candidate: stem)
        }
    }

    // MARK: - Neighbours

    /// What one side has left joins the operator before it, or else the one behind it, if that became another type.
    private static func linkNeighbours(
        _ baseline: [ProfiledOperator], _ candidate: [ProfiledOperator], _ links: inout OperatorLinks
    ) {
        let changed = Set(
            links.groups.filter { group in
                guard !group.baseline.isEmpty, !group.candidate.isEmpty else { return false }
                return group.baseline.map { baseline[$0].type }.sorted()
                    != group.candidate.map { candidate[$0].type }.sorted()
            }.map(\.root))
        func neighbour(_ index: Int, count: Int, _ root: (Int) -> Int?) -> Int? {
            for step in [-1, 1] {
                var other = index + step
                while other >= 0, other < count {
                    if let found = root(other) {
                        if changed.contains(found) { return found }
                        break
                    }
                    other += step
                }
            }
            return nil
        }
        let leftBefore = baseline.indices.filter { links.isFree(baseline: $0) }
        let leftAfter = candidate.indices.filter { links.isFree(candidate: $0) }
        let before = leftBefore.map { index in
            neighbour(index, count: baseline.count) { links.isFree(baseline: $0) ? nil : links.root(baseline: $0) }
        }
        let after = leftAfter.map { index in
            neighbour(index, count: candidate.count) { links.isFree(candidate: $0) ? nil : links.root(candidate: $0) }
        }
        for (index, root) in zip(leftBefore, before) { if let root { links.join(baseline: index, root: root) } }
        for (index, root) in zip(leftAfter, after) { if let root { links.join(candidate: index, root: root) } }
    }
}

/// Names that tools make of others.
enum DerivedName {
    private static let separators: Set<Character> = ["_", "/", ".", ":", "-", " "]

    /// The operator whose name the whole of this one begins with, the longest of them.
    ///
    /// `Conv_7_quant` comes from `Conv_7` and `fused Conv_7` does too; `Add_1` does not come from `Add`.
    static func stem(of name: String, among names: [String: Int]) -> Int? {
        var stem = Substring(name)
        if name.lowercased().hasPrefix("fused ") {
            stem = stem.dropFirst("fused ".count)
            if let index = names[String(stem)] { return index }
        }
        while let end = stem.lastIndex(where: separators.contains) {
            let suffix = name[name.index(after: end)...]
            stem = stem[..<end]
            guard !stem.isEmpty else { return nil }
            if suffix.contains(where: \.isLetter), let index = names[String(stem)] { return index }
        }
        return nil
    }
}
