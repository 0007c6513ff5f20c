import Measures

/// A gate that a new suite begins with.
struct DefaultGate {
    var metric: Metric
    /// `max_drop: 1 point`
    var limit: String
    /// In one line.
    var reason: String

    /// Gates that compare answers and costs with a reference or a baseline.
    ///
    /// - Parameter task: as a golden set's manifest names it.
    static func fitting(task: String) -> [DefaultGate] { answers(task) + costs }

    /// The few that a pull request is held against: what matters most of the answers, and time.
    static func leading(task: String) -> [DefaultGate] { Array(answers(task).prefix(1) + costs.prefix(1)) }

    private static func answers(_ task: String) -> [DefaultGate] {
        switch task {
        case "classification":
            [
                DefaultGate(
                    metric: .accuracy, limit: "max_drop: 1 point",
                    reason: "one more wrong of 100; wants about 300 samples"),
                DefaultGate(metric: .agreement, limit: "min: 97%", reason: "right or wrong, the answers are the same"),
            ]
        default: []
        }
    }

    private static let costs = [
        DefaultGate(metric: .latencyP50, limit: "max_increase: 3%", reason: "the typical inference takes no longer"),
        DefaultGate(metric: .peakMemory, limit: "max_increase: 10%", reason: "the process needs no more memory"),
        DefaultGate(metric: .modelSize, limit: "max_ratio: 1.1", reason: "the file does not grow unnoticed"),
    ]
}
