import CSystem
import Foundation

/// Measures the clocks that Pawl measures with.
public enum TimerProbe {
    public struct Result: Sendable, Codable, Equatable {
        /// Resolution of CLOCK_MONOTONIC_RAW, as the kernel states it.
        public var resolutionNanoseconds: Double
        /// Smallest difference seen between two readings in a row that differ; the cost of a call is part of it.
        public var smallestStepNanoseconds: Double
        /// Mean cost of one reading of CLOCK_MONOTONIC_RAW.
        public var wallClockNanosecondsPerCall: Double
        /// Mean cost of one reading of CLOCK_THREAD_CPUTIME_ID.
        public var threadClockNanosecondsPerCall: Double
        /// Mean cost of one reading of CLOCK_PROCESS_CPUTIME_ID.
        public var processClockNanosecondsPerCall: Double

        public init(
            resolutionNanoseconds: Double, smallestStepNanoseconds: Double, wallClockNanosecondsPerCall: Double,
            threadClockNanosecondsPerCall: Double, processClockNanosecondsPerCall: Double
        ) {
            self.resolutionNanoseconds = resolutionNanoseconds
            self.smallestStepNanoseconds = smallestStepNanoseconds
            self.wallClockNanosecondsPerCall = wallClockNanosecondsPerCall
            self.threadClockNanosecondsPerCall = threadClockNanosecondsPerCall
            self.processClockNanosecondsPerCall = processClockNanosecondsPerCall
        }

        /// The shortest inference of which one reading takes at most 1 %; shorter ones are timed in batches.
        public var shortestSingleInferenceNanoseconds: Double { wallClockNanosecondsPerCall * 100 }
    }

    /// Takes some tens of milliseconds.
    public static func measure() -> Result {
        Result(
            resolutionNanoseconds: statedResolution(), smallestStepNanoseconds: smallestStep(readings: 20_000),
            wallClockNanosecondsPerCall: cost(calls: 50_000, of: pawl_monotonic_raw_nanoseconds),
            threadClockNanosecondsPerCall: cost(calls: 10_000, of: pawl_thread_cpu_nanoseconds),
            processClockNanosecondsPerCall: cost(calls: 10_000, of: pawl_process_cpu_nanoseconds))
    }

    private static func statedResolution() -> Double {
        var stated = timespec()
        return clock_getres(CLOCK_MONOTONIC_RAW, &stated) == 0
            ? Double(stated.tv_sec) * 1e9 + Double(stated.tv_nsec) : 0
    }

    private static func smallestStep(readings: Int) -> Double {
        var smallest = UInt64.max
        var previous = pawl_monotonic_raw_nanoseconds()
        for _ in 0..<readings {
            let now = pawl_monotonic_raw_nanoseconds()
            if now > previous { smallest = min(smallest, now - previous) }
            previous = now
        }
        return Double(smallest)
    }

    /// The least of a few means, so that one disturbance does not count.
    private static func cost(calls: Int, of clock: () -> UInt64) -> Double {
        var least = Double.infinity
        for _ in 0..<5 {
            let start = pawl_monotonic_raw_nanoseconds()
            for _ in 0..<calls / 5 { _ = clock() }
            least = min(least, Double(pawl_monotonic_raw_nanoseconds() - start) / Double(calls / 5))
        }
        return least
    }
}
