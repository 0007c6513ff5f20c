/// When and how long a run waits for a busy machine to calm down.
///
/// After a launch during which others used more than half of the cores open to the run, the next launch waits until they use
/// less than a quarter. How long depends on the policy: see `Patience`. Waiting changes nothing about what is kept: a machine that
/// does not calm down is measured as it is.
struct PauseRule {
    static let longestSeconds = 5.0
    static let largestBudgetShare = 0.1
    /// Of a budget, for a run that was told to wait: it must leave time to measure.
    static let largestWaitingShare = 0.5

    var cores: AllowedCores
    var budgetSeconds: Double?
    var patience = BusyWaitLimit.brief

    /// How long the next pause may last.
    func allowance(pausedSeconds: Double, measuredSeconds: Double) -> Double {
        switch patience {
        case .brief:
            let total = Self.largestBudgetShare * (budgetSeconds ?? measuredSeconds)
            return max(0, min(Self.longestSeconds, total - pausedSeconds))
        case .upTo(let seconds):
            let total = min(seconds, budgetSeconds.map { $0 * Self.largestWaitingShare } ?? .infinity)
            return max(0, total - pausedSeconds)
        }
    }
}
