import Records

/// The golden samples, or groups of samples, that have one value in one column.
public struct SampleSlice: Sendable, Equatable {
    public let column: String
    public let value: String
    /// Ascending; at least one.
    public let samples: [Int]

    /// `camera=front`
    public var name: String { "\(column)=\(value)" }
}

extension GoldenSetRecord {
    /// One a value that some sample has, in the order of the values: of labels that of the classes.
    ///
    /// - Returns: nil where the set has no such column.
    public func slices(by column: String) -> [SampleSlice]? {
        if column == SampleColumn.labelName {
            guard !labels.isEmpty else { return nil }
            return slices(by: column, labels) { classNames.indices.contains($0) ? classNames[$0] : "\($0)" }
        }
        return columns?.first { $0.name == column }.map { found in
            slices(by: column, found.indices) { found.values.indices.contains($0) ? found.values[$0] : "\($0)" }
        }
    }

    private func slices(by column: String, _ indices: [Int32], _ name: (Int) -> String) -> [SampleSlice] {
        Dictionary(grouping: indices.indices) { indices[$0] }.sorted { $0.key < $1.key }
            .map { SampleSlice(column: column, value: name(Int($0.key)), samples: $0.value) }
    }
}
