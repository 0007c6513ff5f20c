/// When and how long a run waits for a crowded machine to calm down.
///
/// After a launch during which others used more than half of the cores open to the run, the next launch waits until they use
/// less than a quarter, at most 5 s at once and at most a tenth of the budget altogether (without a budget: of the time
/// measured so far). Waiting changes nothing about what is kept: a machine that does not calm down is measured as it is.
struct PauseRule {
    static let heavyShare = 0.5
    static let calmShare = 0.25
    static let longestSeconds = 5.0
    static let largestBudgetShare = 0.1

    var cores: Int
    var budgetSeconds: Double?

    func isHeavy(_ foreignCores: Double) -> Bool { foreignCores > Self.heavyShare * Double(max(cores, 1)) }

    func isCalm(_ foreignCores: Double) -> Bool { foreignCores < Self.calmShare * Double(max(cores, 1)) }

    /// How long the next pause may last.
    func allowance(pausedSeconds: Double, measuredSeconds: Double) -> Double {
        let total = Self.largestBudgetShare * (budgetSeconds ?? measuredSeconds)
        return max(0, min(Self.longestSeconds, total - pausedSeconds))
    }
}
