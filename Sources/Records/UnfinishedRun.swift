import Foundation

/// How far a run had come that has not ended, and what must be known before it is carried on.
public struct UnfinishedRun: Sendable, Equatable {
    /// SHA-256 over everything that decides what is measured and how: another plan is another run.
    public var planDigest: String
    /// When something of it was kept last, by both of the machine's clocks.
    public var keptAt: ClockReading
    /// What the run has taken so far of the time allowed for it, over all processes.
    public var secondsSpent: Double

    public init(planDigest: String, keptAt: ClockReading, secondsSpent: Double) {
        self.planDigest = planDigest
        self.keptAt = keptAt
        self.secondsSpent = secondsSpent
    }
}
