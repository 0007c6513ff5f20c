import Records

/// What a change of an inference's time comes from, by the profiles of both sides.
extension TimeComparison {
    /// "ConvInteger 11.2 ms, 68 % of the inference; the reference spends 2.1 ms in Conv".
    ///
    /// Empty for times that are not an inference's, and for one model file run alike: what differs between equal things is no cause.
    ///
    /// - Parameter figures: that the verdict states, of `metric`.
    func operators(_ figures: ChangeFigures) -> [String] {
        guard metric != .loadTime, metric != .firstInferenceTime, !runsTheSame else { return [] }
        let isTypical = metric == .latencyP50
        let change = OperatorChange(
            baseline: counterpart, candidate: cell,
            typicalNanoseconds: (
                isTypical ? figures.baseline : summary(of: counterpart).value(.latencyP50),
                isTypical ? figures.candidate : summary(of: cell).value(.latencyP50)
            ))
        guard let change else { return [] }
        let causes = change.grown.prefix(3).map { growth in
            let own =
                "\(growth.type) \(Quantity.text(growth.candidateNanoseconds, .time)), "
                + "\(VerdictText.fixed(growth.share * 100, 0)) % of the inference; "
            if growth.baselineNanoseconds > 0 {
                return own + "the \(role) spends \(Quantity.text(growth.baselineNanoseconds, .time)) in it"
            }
            guard let former = change.mostShrunk else { return own + "the \(role) has none" }
            return own
                + "the \(role) has none, it spends \(Quantity.text(former.baselineNanoseconds, .time)) in \(former.type)"
        }
        guard !causes.isEmpty, change.candidateScale < 1 || change.baselineScale < 1 else { return causes }
        let sums = [("its operators", change.candidateScale), ("the operators of the \(role)", change.baselineScale)]
            .filter { $0.1 < 1 }
            .map { "\($0.0) add up to \(VerdictText.fixed(1 / $0.1, 1)) times the latency p50" }
        return causes + [
            "profiling slows an inference down: \(sums.joined(separator: ", ")), and were scaled to it"
        ]
    }

    /// Whether the two sides run the same files in the same way.
    private var runsTheSame: Bool {
        cell.modelFile.digest == counterpart.modelFile.digest && cell.runtime == counterpart.runtime
    }
}
