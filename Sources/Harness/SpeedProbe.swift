import CSystem

/// Times a fixed piece of work, to see the processor's clock rate change between launches.
enum SpeedProbe {
    /// About 0.3 ms on a processor of 2026.
    private static let steps = 250_000

    /// The fastest of three: an interruption lengthens one, a lower clock rate all.
    static func measure() -> UInt64 {
        var fastest = UInt64.max
        var state: UInt64 = 1
        for _ in 0..<3 {
            let start = pawl_monotonic_raw_nanoseconds()
            state = work(state)
            // The state takes part in the result: work that nobody uses may be removed by the compiler.
            let elapsed = pawl_monotonic_raw_nanoseconds() - start + (state == 0 ? 1 : 0)
            fastest = min(fastest, max(elapsed, 1))
        }
        return fastest
    }

    /// A chain of one multiplication and one addition a step (Knuth's MMIX constants), each waiting for the one before: neither
    /// memory nor the number of execution units matters.
    @inline(never)
    private static func work(_ start: UInt64) -> UInt64 {
        var state = start
        for _ in 0..<steps { state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407 }
        return state
    }
}
