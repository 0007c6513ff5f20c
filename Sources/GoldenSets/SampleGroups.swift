import TaskMetrics

/// Samples that are judged together: the windows of a recording, the slices of a patient, the crops of a picture.
///
/// What a model says of the samples of a group is averaged, and the average is judged by the one label of the group. Groups
/// are numbered from 0 in the order in which their first samples stand; their samples need not stand together.
public struct SampleGroups: Sendable, Equatable {
    /// Unique, one a group.
    public let names: [String]
    /// Samples of each group, ascending, one group after another.
    private let order: [Int]
    /// Where each group begins in `order`, and the number of samples at the end.
    private let starts: [Int]

    /// - Parameter groups: the name of each sample's group.
    /// - Precondition: at least one sample.
    public init(_ groups: [String]) {
        precondition(!groups.isEmpty, "there is nothing to judge")
        var numbers: [String: Int] = [:]
        var names: [String] = []
        var members: [[Int]] = []
        for (sample, name) in groups.enumerated() {
            if let number = numbers[name] {
                members[number].append(sample)
            } else {
                numbers[name] = names.count
                names.append(name)
                members.append([sample])
            }
        }
        self.names = names
        order = members.flatMap { $0 }
        starts = members.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.count) }
    }

    public var count: Int { names.count }

    /// Of all groups together.
    public var sampleCount: Int { order.count }

    /// The samples of a group, ascending; at least one.
    ///
    /// - Precondition: 0 <= group < count.
    public func members(of group: Int) -> ArraySlice<Int> { order[starts[group]..<starts[group + 1]] }

    /// The mean over the samples of each group, summed in the order of the samples.
    ///
    /// - Parameters:
    ///   - values: row by row, `columns` numbers a sample.
    /// - Returns: row by row, as many numbers a group.
    /// - Complexity: O(values).
    func means(_ values: [Double], columns: Int = 1) -> [Double] {
        precondition(values.count == sampleCount * columns, "a row a sample")
        var means: [Double] = []
        means.reserveCapacity(count * columns)
        for group in 0..<count {
            let members = members(of: group)
            for column in 0..<columns {
                let sum = members.reduce(0.0) { $0 + values[$1 * columns + column] }
                means.append(sum / Double(members.count))
            }
        }
        return means
    }
}

extension OutputTable {
    /// A row for each of some groups of rows: their mean, element by element, summed in 64 bits and rounded to Float32.
    ///
    /// Minus infinity stays what it is: a class that is ruled out for one window is ruled out for the recording.
    ///
    /// - Parameters:
    ///   - groups: rows of this table, at least one a group.
    ///   - names: of the groups, for errors.
    /// - Throws: `GoldenSetError.unusableScores` where the rows of a group have other numbers of values.
    public func averaged(over groups: [ArraySlice<Int>], named names: [String]) throws(GoldenSetError) -> OutputTable {
        var rows: [(shape: [Int], values: [Float])] = []
        rows.reserveCapacity(groups.count)
        for (group, name) in zip(groups, names) {
            let first = group[group.startIndex]
            var sums = withRow(first) { $0.map(Double.init) }
            for row in group.dropFirst() {
                let fits = withRow(row) { values in
                    guard values.count == sums.count else { return false }
                    for index in sums.indices { sums[index] += Double(values[index]) }
                    return true
                }
                guard fits else {
                    throw .unusableScores(
                        reason:
                            "the model's outputs for the samples of group '\(name)' differ in size, so they have no average",
                        hint: "leave 'groups' out of golden.yaml, or judge an output of one size")
                }
            }
            let count = Double(group.count)
            rows.append((shape(ofRow: first), sums.map { Float($0 / count) }))
        }
        return OutputTable(rows: rows)
    }
}

extension GoldenSet {
    /// What is judged has this name: a sample, or a group of them.
    public var judgedNames: [String] { groups?.names ?? sampleNames }

    /// How many are judged: samples, or groups of them.
    public var judgedCount: Int { groups?.count ?? sampleCount }

    /// The samples of what is judged.
    public func samples(ofJudged index: Int) -> ArraySlice<Int> {
        groups?.members(of: index) ?? [index]
    }

    /// A table with a row for each that is judged: of groups, the average of their samples' rows.
    ///
    /// - Precondition: a row a sample.
    /// - Throws: `GoldenSetError.unusableScores` where the rows of a group have other numbers of values.
    func judged(_ table: OutputTable) throws(GoldenSetError) -> OutputTable {
        guard let groups else { return table }
        return try table.averaged(over: (0..<groups.count).map { groups.members(of: $0) }, named: groups.names)
    }
}

extension TensorFidelity {
    /// One for each that is judged; as it is where samples are, or where some samples were not taken in.
    func judged(on set: GoldenSet) -> TensorFidelity {
        guard let groups = set.groups, samples == groups.sampleCount else { return self }
        return grouped((0..<groups.count).map(groups.members))
    }
}
