import CSystem
import Foundation

/// Times the same work again and again: what varies is the machine.
public enum NoiseProbe {
    /// Runs for about `seconds` in blocks of about `blockNanoseconds`, on the calling thread.
    ///
    /// The work is integer arithmetic in registers, each step waiting for the one before, so that neither memory nor
    /// the number of vector units matters.
    public static func measure(seconds: Double = 2, blockNanoseconds: UInt64 = 5_000_000) -> NoiseReport {
        let steps = stepsPerBlock(of: max(1000, blockNanoseconds))
        let deadline = pawl_monotonic_raw_nanoseconds() + UInt64(max(0, min(seconds, 3600)) * 1e9)
        var wall: [UInt64] = []
        var cpu: [UInt64] = []
        wall.reserveCapacity(1024)
        cpu.reserveCapacity(1024)
        var state: UInt64 = 1
        repeat {
            let cpuStart = pawl_thread_cpu_nanoseconds()
            let start = pawl_monotonic_raw_nanoseconds()
            state = work(state, steps: steps)
            wall.append(pawl_monotonic_raw_nanoseconds() - start)
            cpu.append(pawl_thread_cpu_nanoseconds() - cpuStart)
            // The state takes part in the decision: work whose result nobody uses may be removed by the compiler.
        } while pawl_monotonic_raw_nanoseconds() < deadline || wall.count < 3 || state == 0
        return NoiseReport(blockNanoseconds: wall, blockCPUNanoseconds: cpu)
    }

    /// A linear congruential generator (Knuth's MMIX constants): a chain of one multiplication and one addition a step.
    @inline(never)
    private static func work(_ start: UInt64, steps: Int) -> UInt64 {
        var state = start
        for _ in 0..<steps { state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407 }
        return state
    }

    /// Doubles the work until it fills a fifth of a block, and scales the fastest of a few.
    private static func stepsPerBlock(of nanoseconds: UInt64) -> Int {
        var steps = 1000
        while true {
            var fastest = UInt64.max
            for _ in 0..<3 {
                let start = pawl_monotonic_raw_nanoseconds()
                if work(UInt64(steps), steps: steps) == 0 { steps += 1 }
                fastest = min(fastest, max(1, pawl_monotonic_raw_nanoseconds() - start))
            }
            if fastest * 5 >= nanoseconds || steps >= 1 << 40 {
                return max(1, Int(Double(steps) * Double(nanoseconds) / Double(fastest)))
            }
            steps *= 2
        }
    }
}

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

/// The smallest change that a gate detects, computed by a caller that knows the gates.
public struct DetectableChange: Sendable {
    /// `max_increase` of the gate: 0.03 is 3 %.
    public var margin: Double
    /// At most so many.
    public var launches: Int
    /// The smallest true change that the gate fails with 80 % power, from the standard deviation of the launches' effects on
    /// the logarithm; 0.05 is 5 % slower.
    public var smallestFailedChange: @Sendable (_ launchDeviation: Double) -> Double

    public init(
        margin: Double, launches: Int, smallestFailedChange: @escaping @Sendable (_ launchDeviation: Double) -> Double
    ) {
        self.margin = margin
        self.launches = launches
        self.smallestFailedChange = smallestFailedChange
    }
}
