import Foundation

/// One moment by two clocks: the calendar's, which people and time servers set, and the one that runs from the machine's start.
public struct ClockReading: Sendable, Equatable {
    public var date: Date
    /// Which start of the machine `uptimeSeconds` counts from; empty when it is not known.
    public var bootID: String
    /// Time since the machine started, sleep included.
    public var uptimeSeconds: Double

    public init(date: Date, bootID: String, uptimeSeconds: Double) {
        self.date = date
        self.bootID = bootID
        self.uptimeSeconds = uptimeSeconds
    }

    /// Seconds from this reading to a later one; nil when the clocks do not tell.
    ///
    /// Within one start of the machine the clock that nobody sets decides. After a restart only the calendar is left: a time that
    /// lies ahead of `now` says nothing, and what lies behind is at least as old as the machine is up.
    public func age(at now: ClockReading) -> Double? {
        if !bootID.isEmpty, bootID == now.bootID {
            return now.uptimeSeconds >= uptimeSeconds ? now.uptimeSeconds - uptimeSeconds : nil
        }
        let age = now.date.timeIntervalSince(date)
        return age >= 0 ? max(age, bootID.isEmpty || now.bootID.isEmpty ? 0 : now.uptimeSeconds) : nil
    }
}
