import CSystem
import Suites

/// The time limit of a run from its start to its report, over all processes that worked on it.
public struct RunDeadline: Sendable {
    /// Kept free of launches: profiles and the report come after them.
    public static let reservedShare = 0.1
    /// Kept free of profiles as well: the report comes last.
    static let reportShare = 0.05

    /// Nil: no limit.
    public var totalSeconds: Double?
    /// What processes before this one took of it.
    public var formerSeconds: Double
    private let start: UInt64

    public init(totalSeconds: Double? = nil, formerSeconds: Double = 0) {
        self.totalSeconds = totalSeconds
        self.formerSeconds = max(formerSeconds, 0)
        start = pawl_monotonic_raw_nanoseconds()
    }

    /// Seconds so far.
    public var spentSeconds: Double { formerSeconds + Double(pawl_monotonic_raw_nanoseconds() - start) / 1e9 }

    /// For golden sets and launches.
    var measuringSecondsLeft: Double { secondsLeft(reserving: Self.reservedShare) }

    /// For operator profiles.
    var profilingSecondsLeft: Double { secondsLeft(reserving: Self.reportShare) }

    /// For what is measured after the run's own launches and profiles; nil without a limit.
    public var secondsForExplanations: Double? { totalSeconds == nil ? nil : profilingSecondsLeft }

    private func secondsLeft(reserving share: Double) -> Double {
        totalSeconds.map { max($0 * (1 - share) - spentSeconds, 0) } ?? .infinity
    }
}

/// The least time in which a plan's launches can decide anything on any machine.
///
/// A pair needs the launches of its first look, a cell alone as many as its history is made of, or one. A launch takes the blocks that
/// the suite asks for and the start of its workers; loading, warming up and evaluating come on top.
public struct MinimumDuration: Sendable, Equatable {
    /// A process and its connection; far less than any that loads a runtime.
    private static let startSeconds = 0.005

    public var seconds = 0.0
    public var pairs = 0
    public var launchesOfPair = 0
    public var cellsAlone = 0
    public var launchesAlone = 0

    public init(_ plan: Plan) {
        let policy = plan.measurement
        let blocks = Double(policy.quads * 4) * Double(policy.minimumBlockNanoseconds) / 1e9
        for comparison in LatencyComparison.all(of: plan) {
            let isHistory = comparison.pair == nil && comparison.cells.allSatisfy { plan.cellsAlone.contains($0.id) }
            let launches = comparison.pair != nil ? policy.looks[0] : isHistory ? policy.launchesAlone : 1
            seconds += Double(launches) * (blocks + Double(comparison.cells.count) * Self.startSeconds)
            if comparison.pair != nil {
                pairs += 1
                launchesOfPair = launches
            } else {
                cellsAlone += 1
                launchesAlone = max(launchesAlone, launches)
            }
        }
    }
}
