import CSystem
import InferenceCore

/// The timed path: bound inferences in rotation, chained clock stamps, nothing else.
///
/// Everything it touches is allocated before the first stamp. The end of one value is the start of the next, so that
/// no time falls between them.
public struct LatencyLoop {
    let rotation: [any BoundInference]

    /// - Precondition: `rotation` is not empty when the loop runs.
    public init(rotation: [any BoundInference]) {
        self.rotation = rotation
    }

    /// Runs one inference that is not timed, then `stamps.count` values of `inferencesPerValue` inferences each.
    ///
    /// - Parameter stamps: receives the nanoseconds of each value.
    /// - Returns: wall and CPU time of all values, in nanoseconds.
    public func run(
        inferencesPerValue: Int, firstSample: Int, into stamps: UnsafeMutableBufferPointer<UInt64>
    ) throws(InferenceError) -> (wall: UInt64, cpu: UInt64) {
        let count = rotation.count
        var sample = firstSample % count
        try rotation[(sample + count - 1) % count].run()

        let cpuStart = pawl_process_cpu_nanoseconds()
        let start = pawl_monotonic_raw_nanoseconds()
        var previous = start
        for index in stamps.indices {
            for _ in 0..<inferencesPerValue {
                try rotation[sample].run()
                sample += 1
                if sample == count { sample = 0 }
            }
            let now = pawl_monotonic_raw_nanoseconds()
            stamps[index] = now - previous
            previous = now
        }
        let cpu = pawl_process_cpu_nanoseconds() - cpuStart
        return (previous - start, cpu)
    }

    /// Median cost of one clock stamp, in nanoseconds, over 1,001 chained stamps.
    static func stampCost() -> Double {
        var costs = [UInt64](repeating: 0, count: 1001)
        var previous = pawl_monotonic_raw_nanoseconds()
        for index in costs.indices {
            let now = pawl_monotonic_raw_nanoseconds()
            costs[index] = now - previous
            previous = now
        }
        costs.sort()
        return Double(costs[costs.count / 2])
    }
}
