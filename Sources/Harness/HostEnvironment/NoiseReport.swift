import Foundation

/// What the spread of equal blocks says about this machine.
public struct NoiseReport: Sendable, Codable, Equatable {
    public var blocks: Int
    /// Median wall time of a block.
    public var medianBlockNanoseconds: Double
    /// Standard deviation of ln(wall time) over the blocks, divisor n - 1; 0.01 is 1 %.
    public var logStandardDeviation: Double
    /// Share of the blocks that took over 3 % longer than the median.
    public var disturbedShare: Double
    /// Share of the blocks whose thread was off the CPU for over 1 % of the wall time: something else ran.
    public var descheduledShare: Double
    /// The longest block's excess over the median.
    public var worstStallNanoseconds: Double

    public init(
        blocks: Int, medianBlockNanoseconds: Double, logStandardDeviation: Double, disturbedShare: Double,
        descheduledShare: Double, worstStallNanoseconds: Double
    ) {
        self.blocks = blocks
        self.medianBlockNanoseconds = medianBlockNanoseconds
        self.logStandardDeviation = logStandardDeviation
        self.disturbedShare = disturbedShare
        self.descheduledShare = descheduledShare
        self.worstStallNanoseconds = worstStallNanoseconds
    }

    /// Summarises wall and CPU times of blocks of equal work; blocks of 0 ns count as 1 ns. The median of an even
    /// number of blocks is the mean of the middle two.
    ///
    /// - Complexity: O(n log n).
    public init(blockNanoseconds wall: [UInt64], blockCPUNanoseconds cpu: [UInt64]) {
        let times = wall.map { Double(max($0, 1)) }
        let sorted = times.sorted()
        let count = times.count
        let median = count == 0 ? 0 : (sorted[(count - 1) / 2] + sorted[count / 2]) / 2
        let logs = times.map { log($0) }
        let mean = logs.reduce(0, +) / Double(max(count, 1))
        let squares = logs.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        func share(_ matching: Int) -> Double { count == 0 ? 0 : Double(matching) / Double(count) }
        self.init(
            blocks: count, medianBlockNanoseconds: median,
            logStandardDeviation: count > 1 ? (squares / Double(count - 1)).squareRoot() : 0,
            disturbedShare: share(times.count { $0 > median * 1.03 }),
            descheduledShare: share(zip(times, cpu).count { wall, cpu in wall - Double(cpu) > wall * 0.01 }),
            worstStallNanoseconds: max(0, (sorted.last ?? 0) - median))
    }

    /// Standard deviation of the effects of launches of two quads, were this noise all there is. Real launches differ by more
    /// than blocks do, so it is a lower bound.
    ///
    /// The effect of one launch is the mean of 4 blocks less the mean of 4 others, with standard deviation s / √2 for blocks
    /// of s.
    public var launchDeviation: Double { logStandardDeviation / 2.0.squareRoot() }
}
