/// Recorded launches of one baseline and one candidate: what any rule needs to judge them, again and again.
///
/// Two views of the same two variants, taken within a minute: `launches`, interleaved as Pawl measures, and `runs`, the
/// baseline whole and then the candidate whole, as most tools measure.
struct Trace: Equatable, Sendable {
    /// What the trace belongs to and what is true of it.
    struct Origin: Hashable, Sendable {
        /// Traces of one group differ in the true change only, such as `stack-4ms`.
        var group: String
        var baseline: String
        var candidate: String
        /// True share of extra work, in millionths: 30,000 is +3 %.
        var changeMillionths: Int

        var isNull: Bool { changeMillionths == 0 }
        var changePercent: Double { Double(changeMillionths) / 10_000 }
    }

    var origin: Origin
    var startedAtUnixMilliseconds: UInt64
    /// Wall time of all launches: processes, loading, warm-up and blocks.
    var launchesNanoseconds: UInt64
    var launches: [TracedLaunch] = []
    /// Empty, or the baseline's and the candidate's.
    var runs: [TracedRun] = []

    /// What a launch cost on average; every launch does the same work.
    var secondsPerLaunch: Double { Double(launchesNanoseconds) / 1e9 / Double(max(launches.count, 1)) }
}

/// A fresh pair of processes, measured in quads.
struct TracedLaunch: Equatable, Sendable {
    /// Of the two sides, how many ended their warm-up at its cap.
    var unsteadyWarmUps: Int
    /// Both sides' blocks in order of time.
    var blocks: [TracedBlock]
}

/// One process of one side, measured in one stretch.
struct TracedRun: Equatable, Sendable {
    var side: TracedSide
    /// From starting the process to the end of its warm-up.
    var startUpNanoseconds: UInt64
    var blocks: [TracedBlock]
}

enum TracedSide: UInt8, Sendable { case baseline, candidate }

/// Consecutive inferences: their median and mean, and each of them where the recording keeps them.
struct TracedBlock: Equatable, Sendable {
    var side: TracedSide
    var quad: Int
    /// Place in the quad, 0 to 3.
    var position: Int
    var startNanoseconds: UInt64
    var wallNanoseconds: UInt64
    var cpuNanoseconds: UInt64
    var inferences: Int
    /// exp(median of ln(latency)), type 7, rounded to a nanosecond.
    var medianNanoseconds: UInt64
    var meanNanoseconds: UInt64
    /// Nanoseconds per inference; empty when only the block's figures were kept.
    var latenciesNanoseconds: [UInt32] = []
}
