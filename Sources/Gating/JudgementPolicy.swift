/// How much evidence a verdict needs.
public struct JudgementPolicy: Sendable, Equatable {
    /// The probability that a run fails anything of one family wrongly: divided by the number of judgements of the
    /// family (Bonferroni), up front, because a verdict must not depend on how others turn out.
    public var failAlpha: Double
    /// The probability of passing one cell that exceeds its limit. Not divided: a run passes only when all its
    /// judgements pass (intersection-union test).
    public var passAlpha: Double
    /// Of the minimal detectable effect and of "this many more would decide".
    public var power: Double
    /// Differences of memory below this are the grain of pages and allocators, whatever the percentage allows.
    public var memoryFloorBytes: Double

    public init(
        failAlpha: Double = 0.01, passAlpha: Double = 0.05, power: Double = 0.8, memoryFloorBytes: Double = 262_144
    ) {
        self.failAlpha = failAlpha
        self.passAlpha = passAlpha
        self.power = power
        self.memoryFloorBytes = memoryFloorBytes
    }
}
