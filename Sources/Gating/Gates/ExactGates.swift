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

/// Operators that left the accelerated path, counted in the profile: exact.
struct PlacementGate: GateJudge {
    let judgement: Judgement
    let limit: Double

    func find() -> Finding {
        guard let placement = OperatorPlacement(cell) else {
            return .error(
                cell.operators.isEmpty
                    ? "no value: \(cell.name) has no operator profile, so it is unknown where its operators ran"
                    : "no value: the runtime does not tell where the operators of \(cell.name) ran")
        }
        let count = Double(placement.fallbacks.count)
        let decision = DecisionRule.decide(exactly: count, allowed: .atMost, limit: limit)
        let placesWords = placement.fallbacks.isEmpty ? "" : ": \(Self.words(placement))"
        var finding = Finding(
            state: decision.state,
            headline: headline(
                decision, complaint: "leaves the accelerated path",
                phrase: "\(metric.title) "
                    + VerdictText.change(count, low: count, high: count, limit: limit, .absolute(.count)) + placesWords,
                advice: ""),
            details: Self.details(placement),
            evidence: Verdict.Evidence(
                candidateValue: count, effect: count, low: count, high: count, confidence: 1, limit: limit))
        finding.measured = VerdictText.number(count, .absolute(.count)) + placesWords
        return finding
    }

    /// "Gather x2 and TopK ran in CPUExecutionProvider, 12 % of the inference".
    private static func words(_ placement: OperatorPlacement) -> String {
        var providers: [String] = []
        for group in placement.groups where !providers.contains(group.provider) { providers.append(group.provider) }
        let parts = providers.prefix(3).map { provider in
            let types = placement.groups.filter { $0.provider == provider }.map { group in
                group.nodes.count == 1 ? group.type : "\(group.type) x\(group.nodes.count)"
            }
            return "\(listed(types)) ran in \(provider)"
        }
        let rest = providers.count > 3 ? "; others elsewhere" : ""
        let share = placement.share.map { ", \(shareText($0)) of the inference" } ?? ""
        return parts.joined(separator: ", ") + rest + share
    }

    /// A line for each type, slowest first: type, count, time, share and nodes.
    private static func details(_ placement: OperatorPlacement) -> [String] {
        guard !placement.fallbacks.isEmpty else {
            return ["every operator of the profile (\(placement.operatorCount)) ran on the accelerated path"]
        }
        let lines = placement.groups.prefix(10).map { group in
            "\(group.type) in \(group.provider): "
                + "\(VerdictText.count(group.nodes.count, "operator", "operators")), "
                + "\(Quantity.text(group.nanoseconds, .time)) a profiled inference: "
                + VerdictText.names(group.nodes.map { $0.isEmpty ? "(no name)" : $0 })
        }
        return [
            "\(placement.fallbacks.count) of \(placement.operatorCount) operators"
                + (placement.share.map { ", \(shareText($0)) of the profiled time" } ?? "")
        ] + lines
    }

    private static func shareText(_ share: Double) -> String {
        share > 0 && share < 0.01 ? "below 1 %" : "\(VerdictText.fixed(share * 100, 0)) %"
    }

    /// "A, B and C"; the first four, then how many more.
    private static func listed(_ names: [String]) -> String {
        guard names.count > 1 else { return names.first ?? "" }
        if names.count > 5 { return names.prefix(4).joined(separator: ", ") + " and \(names.count - 4) more types" }
        return names.dropLast().joined(separator: ", ") + " and " + names[names.count - 1]
    }
}
