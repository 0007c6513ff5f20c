/// An output's tensors, whole, of all golden samples or of some.
public struct SampledOutput: Sendable {
    public var table: OutputTable
    /// Which sample each row of the table is of, ascending.
    public var samples: [Int]

    /// - Precondition: a sample for each row.
    public init(_ table: OutputTable, samples: [Int]) {
        precondition(table.rows == samples.count, "a sample for each row")
        self.table = table
        self.samples = samples
    }

    /// Of every sample.
    public init(_ table: OutputTable) { self.init(table, samples: Array(0..<table.rows)) }
}
