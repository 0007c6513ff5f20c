import Records

/// A gate that a new suite begins with.
struct DefaultGate {
    var metric: Metric
    /// `max_drop: 1 point`
    var limit: String
    /// In one line.
    var reason: String

    /// Gates that compare predictions and costs with a reference or a baseline.
    ///
    /// - Parameter task: as a golden set's manifest names it.
    static func fitting(task: String) -> [DefaultGate] { accuracyGates(task) + costs }

    /// The few that a pull request is compared with: what matters most of the predictions, and time.
    static func leading(task: String) -> [DefaultGate] { Array(accuracyGates(task).prefix(1) + costs.prefix(1)) }

    private static func accuracyGates(_ task: String) -> [DefaultGate] {
        (gatesByTask[task] ?? []).map { DefaultGate(metric: $0.metric, limit: $0.limit, reason: $0.reason) }
    }

    /// The first is the one that matters most.
    private static let gatesByTask: [String: [(metric: Metric, limit: String, reason: String)]] = [
        "classification": [
            (.accuracy, "max_drop: 1 point", "one more wrong of 100; wants about 300 samples"),
            (.agreement, "min: 97%", "right or wrong, the predictions are the same"),
        ],
        "binary": [
            (.accuracy, "max_drop: 1 point", "one more wrong of 100; wants about 300 samples"),
            (.areaUnderCurve, "max_drop: 1 point", "at any threshold, positives still come before negatives"),
        ],
        "sequence": [
            (.exactMatch, "max_drop: 1 point", "one more text of 100 has a mistake in it"),
            (.characterErrorRate, "max_rise: 1 point", "one more character of 100 is wrong"),
        ],
        "embedding": [(.cosineSimilarity, "min: 0.99", "the vectors still point the same way")],
        "regression": [(.meanAbsoluteError, "max_increase: 3%", "the typical error grows no further")],
        "detection": [(.meanAveragePrecision, "max_drop: 1 point", "boxes are found and placed as well as before")],
        "segmentation": [(.meanIntersectionOverUnion, "max_drop: 1 point", "areas overlap with the right ones")],
        "anomaly": [(.areaUnderCurve, "max_drop: 1 point", "anomalies still score above what is normal")],
        "fidelity": [(.cosineSimilarity, "min: 0.99", "the output still points the same way")],
    ]

    private static let costs = [
        DefaultGate(metric: .latencyP50, limit: "max_increase: 3%", reason: "the typical inference takes no longer"),
        DefaultGate(metric: .peakMemory, limit: "max_increase: 10%", reason: "the process needs no more memory"),
        DefaultGate(metric: .modelSize, limit: "max_ratio: 1.1", reason: "the file does not grow unnoticed"),
    ]
}
