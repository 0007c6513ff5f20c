import CSystem

/// The time that a run may take from its start to its report, over all processes that carried it on.
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

    private func secondsLeft(reserving share: Double) -> Double {
        totalSeconds.map { max($0 * (1 - share) - spentSeconds, 0) } ?? .infinity
    }
}
