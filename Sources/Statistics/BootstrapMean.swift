/// The mean of a sample, to be drawn again: standard error s / √n with divisor n - 1 in s.
public struct BootstrapMean: BootstrapStatistic, Sendable {
    private let mean: Double
    /// Differences from the mean: sums of them cancel little.
    private let centred: [Double]
    /// What a variance must exceed to be more than rounding.
    private let grain: Double

    public init(_ sample: Sample) {
        let mean = sample.mean
        self.mean = mean
        centred = sample.values.map { $0 - mean }
        grain = 1e-13 * centred.reduce(0) { max($0, $1 * $1) }
    }

    public var count: Int { centred.count }

    public func estimate(_ drawn: UnsafeBufferPointer<UInt32>) -> (value: Double, standardError: Double) {
        var sum = 0.0
        var squares = 0.0
        for index in drawn {
            let value = centred[Int(index)]
            sum += value
            squares += value * value
        }
        let n = Double(drawn.count)
        let variance = squares / n - sum / n * (sum / n)
        return (mean + sum / n, variance > grain ? (variance / (n - 1)).squareRoot() : 0)
    }
}
