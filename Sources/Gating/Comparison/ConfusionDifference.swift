import Records

/// How often a cell predicts which class for which label, less how often its baseline does: the difference of two confusion matrices.
public struct ConfusionDifference: Sendable, Equatable {
    /// A place of the matrix that differs.
    public struct Entry: Sendable, Equatable {
        /// Indices into `ConfusionDifference.classes`.
        public var label: Int
        public var prediction: Int
        /// Candidate less baseline, in samples; not 0.
        public var count: Int

        /// More wrong predictions, or fewer right ones.
        public var isWorse: Bool { (label == prediction) == (count < 0) }
    }

    /// Names of the classes that differ most, in the order of the golden set; at most `mostClasses`.
    public let classes: [String]
    /// Those among `classes`, row by row.
    public let entries: [Entry]
    /// Classes that differ, and were left out.
    public let leftOut: Int

    /// More rows and columns cannot be read on a phone.
    public static let mostClasses = 12

    /// - Returns: nil where nothing differs, and for cells whose predictions are no classes, are not there one by one any more, or are
    ///   on other golden sets.
    public init?(baseline: CellRecord, candidate: CellRecord, on goldenSet: GoldenSetRecord) {
        let labels = goldenSet.labels, names = goldenSet.classNames
        guard baseline.goldenSetDigest == candidate.goldenSetDigest, goldenSet.task != "embedding",
            let before = baseline.accuracy?.predictions, let after = candidate.accuracy?.predictions,
            !labels.isEmpty, labels.count == before.count, labels.count == after.count
        else { return nil }
        var counts: [[Int32]: Int] = [:]
        for sample in labels.indices where before[sample] != after[sample] {
            counts[[labels[sample], before[sample]], default: 0] -= 1
            counts[[labels[sample], after[sample]], default: 0] += 1
        }
        counts = counts.filter { $0.value != 0 && $0.key.allSatisfy { names.indices.contains(Int($0)) } }
        var weights: [Int32: Int] = [:]
        for (place, count) in counts {
            for index in Set(place) { weights[index, default: 0] += abs(count) }
        }
        guard !weights.isEmpty else { return nil }
        let ranked = weights.sorted { (-$0.value, $0.key) < (-$1.value, $1.key) }.map(\.key)
        let shown = ranked.prefix(Self.mostClasses).sorted()
        let position = Dictionary(uniqueKeysWithValues: shown.enumerated().map { ($1, $0) })
        classes = shown.map { names[Int($0)] }
        leftOut = ranked.count - shown.count
        entries = counts.compactMap { place, count in
            guard let label = position[place[0]], let prediction = position[place[1]] else { return nil }
            return Entry(label: label, prediction: prediction, count: count)
        }.sorted { ($0.label, $0.prediction) < ($1.label, $1.prediction) }
    }
}
