/// Numbers observed under the same conditions: at least one, all finite, in the order in which they were observed.
///
/// The invariant is checked here and nowhere else; what takes a `Sample` needs no NaN policy of its own.
public struct Sample: Sendable, Equatable {
    public let values: [Double]

    /// Nil when `values` is empty or holds a NaN or an infinity.
    public init?(_ values: [Double]) {
        guard !values.isEmpty, values.allSatisfy(\.isFinite) else { return nil }
        self.values = values
    }

    public var count: Int { values.count }

    /// Arithmetic mean. Summed as differences from the first value, so that equal values give exactly that value.
    public var mean: Double {
        let origin = values[0]
        return origin + values.reduce(0) { $0 + ($1 - origin) } / Double(count)
    }

    /// Standard deviation with divisor n - 1, two passes; nil for a single value.
    public var standardDeviation: Double? {
        guard count > 1 else { return nil }
        let mean = mean
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return (squares / Double(count - 1)).squareRoot()
    }

    /// The order statistics. O(n log n); keep the result when several are asked for.
    public var sorted: SortedSample { SortedSample(self) }

    /// Type 7 median; see `SortedSample.quantile(_:)`.
    public var median: Double { sorted.median }
}
