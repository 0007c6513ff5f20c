import CSystem

/// A moment on the monotonic clock by which something must have happened.
public struct Deadline: Sendable {
    /// On `CLOCK_MONOTONIC_RAW`.
    private let nanoseconds: UInt64

    /// - Parameter seconds: from now on; below zero and what is not a number count as zero, more than a century as a century.
    public init(secondsFromNow seconds: Double) {
        let century = 3.2e9
        let bounded = seconds > 0 ? min(seconds, century) : 0
        nanoseconds = pawl_monotonic_raw_nanoseconds() + UInt64(bounded * 1e9)
    }

    public var hasPassed: Bool { pawl_monotonic_raw_nanoseconds() >= nanoseconds }

    /// What `poll` takes: rounded up, at least 1; nil when it has passed.
    public var millisecondsLeft: Int32? {
        let now = pawl_monotonic_raw_nanoseconds()
        return now < nanoseconds ? Int32(clamping: (nanoseconds - now) / 1_000_000 + 1) : nil
    }
}
