import Records

/// Model size, planned arena and device memory are known exactly: no interval, no indecision.
struct ExactGate: GateJudge {
    let judgement: Judgement
    /// Nil for a limit on the value itself.
    let counterpart: CellRecord?
    let limit: Double

    func find() -> Finding {
        guard let value = exactValue(of: cell) else { return missing(cell) }
        guard let counterpart else {
            return finding(value, nil, shown: value, limit, .absolute(.bytes), details: [])
        }
        guard let base = exactValue(of: counterpart) else { return missing(counterpart) }
        guard base > 0 else { return .error("no value: \(metric.title) of the \(role) is 0") }
        let details =
            identity(with: counterpart) + [
                "\(Quantity.text(value, .bytes)), the \(role) \(Quantity.text(base, .bytes))"
            ]
        return gate.limitsRatio
            ? finding(value, base, shown: value / base, limit, .ratio, details: details)
            : finding(value, base, shown: value / base - 1, limit, .relativeChange, details: details)
    }

    private var complaint: String {
        switch metric {
        case .modelSize: "is too large"
        case .deviceMemory: "needs too much device memory"
        default: "plans too much memory"
        }
    }

    private func exactValue(of cell: CellRecord) -> Double? {
        summary(of: cell).value(metric)
    }

    private func missing(_ cell: CellRecord) -> Finding {
        let isPerLaunch = metric == .plannedArena || metric == .deviceMemory
        guard !isPerLaunch || !cell.launches.isEmpty else { return .beforeTheFirstLaunch(metric) }
        return .error(
            isPerLaunch
                ? "no value: the runtime does not report it (\(cell.name), \(metric.title))"
                : "no value: \(metric.title) of \(cell.name) is unknown")
    }

    private func finding(
        _ value: Double, _ base: Double?, shown: Double, _ limit: Double, _ scale: Quantity.Scale,
        details: [String]
    ) -> Finding {
        let decision = DecisionRule.decide(exactly: shown, allowed: .atMost, limit: limit)
        return Finding(
            state: decision.state,
            headline: headline(
                decision, complaint: complaint,
                phrase: "\(metric.title) "
                    + VerdictText.change(shown, low: shown, high: shown, limit: limit, scale), advice: ""),
            details: details,
            evidence: Verdict.Evidence(
                baselineValue: base, candidateValue: value, effect: shown, low: shown, high: shown, confidence: 1,
                limit: limit))
    }
}
