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
