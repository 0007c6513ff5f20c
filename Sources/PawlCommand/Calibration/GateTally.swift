/// How gates between equal sides ended; those that were cut off are not among them.
public struct GateTally: Sendable, Codable, Equatable {
    public var gates: Int
    public var passed: Int
    /// False alarms.
    public var failed: Int
    public var undecided: Int
    /// Of `gates`, with Clopper and Pearson's interval; nil without a gate.
    public var falseAlarmRate: Estimate?
    public var undecidedShare: Estimate?
}

extension GateTally {
    init(_ outcomes: [GateOutcome]) {
        let decisions = outcomes.compactMap(\.decision)
        gates = decisions.count
        passed = decisions.count { $0 == .passed }
        failed = decisions.count { $0 == .failed }
        undecided = decisions.count { $0 == .undecided }
        falseAlarmRate = Estimate(successes: failed, trials: gates)
        undecidedShare = Estimate(successes: undecided, trials: gates)
    }
}
