import Statistics

/// What one rule said of all traces of one group and true change.
struct RuleOutcome: Codable, Equatable, Sendable {
    var rule: String
    var group: String
    /// True change in percent.
    var change: Double
    var traces: Int
    var failed: Int
    var faster: Int
    var passed: Int
    var undecided: Int
    var meanSeconds: Double

    init(rule: String, origin: Trace.Origin, rulings: [Ruling]) {
        self.rule = rule
        group = origin.group
        change = origin.changePercent
        traces = rulings.count
        failed = rulings.count { $0.decision == .fail }
        faster = rulings.count { $0.decision == .faster }
        passed = rulings.count { $0.decision == .pass }
        undecided = rulings.count { $0.decision == .undecided }
        meanSeconds = rulings.reduce(0) { $0 + $1.seconds } / Double(max(rulings.count, 1))
    }

    /// Clopper and Pearson's 95 % interval of the share that failed.
    var failedShare: (share: Double, low: Double, high: Double)? {
        guard let proportion = Proportion(successes: failed, trials: traces) else { return nil }
        let interval = proportion.interval(confidence: 0.95)
        return (proportion.share, interval.low, interval.high)
    }
}
