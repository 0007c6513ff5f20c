import Diagnostics
import Records
import Support

/// Reads `measurement:`; a key that is left out keeps its default.
struct MeasurementSection {
    let reader: YAMLReader

    func policy(_ node: YAMLNode) -> MeasurementPolicy {
        var policy = MeasurementPolicy()
        let mapping = reader.mapping(
            node, "'measurement'",
            optional: [
                "launches", "looks", "budget", "cell_budget", "quads", "block_time", "block_inferences", "warm_up_cap",
                "phase_timeout", "reuse_answers",
            ])
        guard let mapping else { return policy }
        if let looks = looks(mapping) { policy = policy.looking(at: looks) }
        if let time = duration(mapping["budget"], "'budget'") { policy.budgetSeconds = time }
        if let time = duration(mapping["cell_budget"], "'cell_budget'") { policy.cellBudgetSeconds = time }
        if let node = mapping["reuse_answers"] { policy.reuseEvaluationsSeconds = reuse(node) }
        if let quads = mapping["quads"].flatMap({ reader.integer($0, "'quads'", in: 1...64) }) {
            policy.quads = quads
        }
        if let values = mapping["block_inferences"].flatMap({
            reader.integer($0, "'block_inferences'", in: 1...1_000_000)
        }) {
            policy.minimumBlockValues = values
        }
        if let time = nanoseconds(mapping["block_time"], "'block_time'", from: 1e3, to: 60e9) {
            policy.minimumBlockNanoseconds = UInt64(time)
        }
        if let time = nanoseconds(mapping["warm_up_cap"], "'warm_up_cap'", from: 1e3, to: 3600e9) {
            policy.warmUpCapNanoseconds = UInt64(time)
        }
        if let time = nanoseconds(mapping["phase_timeout"], "'phase_timeout'", from: 1e9, to: 86_400e9) {
            policy.phaseTimeoutSeconds = time / 1e9
        }
        return policy
    }

    /// The schedule: as it is written, or the usual one for the number of launches.
    private func looks(_ mapping: YAMLMapping) -> [Int]? {
        // Two launches are the fewest that have a spread.
        let launches = mapping["launches"].flatMap { reader.integer($0, "'launches'", in: 2...1024) }
        guard let node = mapping["looks"] else { return launches.map(MeasurementPolicy.defaultLooks) }
        guard let items = reader.list(node, "'looks'") else { return nil }
        let looks = items.compactMap { reader.integer($0, "an item of 'looks'", in: 2...1024) }
        guard looks.count == items.count else { return nil }
        guard MeasurementPolicy.isSchedule(looks), looks.count <= Self.mostLooks else {
            reader.report(
                "invalid-value",
                "'looks' must be 1 to \(Self.mostLooks) numbers of launches, each above the one before",
                at: node.location, hint: "write it like [8, 12, 16, 24, 32]")
            return nil
        }
        guard launches == nil || launches == looks.last else {
            reader.report(
                "invalid-value", "the last of 'looks' must be 'launches', \(launches ?? 0)", at: node.location,
                hint: "leave one of the two out")
            return nil
        }
        return looks
    }

    /// More looks cost error probability and decide hardly earlier.
    private static let mostLooks = 64

    /// - Returns: nil for `never`, and for what is reported as a mistake.
    private func reuse(_ node: YAMLNode) -> Double? {
        if case .scalar(let scalar) = node.content, scalar.text == "never" { return nil }
        return duration(node, "'reuse_answers'", hint: "write it like '7 days', or 'never'")
    }

    private func duration(_ node: YAMLNode?, _ what: String, hint: String? = nil) -> Double? {
        guard let node, let text = reader.text(node, what) else { return nil }
        do throws(QuantityError) {
            let seconds = try Quantity.parseDuration(text)
            guard seconds > 0 else { throw .notANumber(text: text, example: Quantity.durationExample) }
            return seconds
        } catch {
            reader.report(error.suiteCode, "\(what): \(error.message)", at: node.location, hint: hint ?? error.hint)
            return nil
        }
    }

    private func nanoseconds(_ node: YAMLNode?, _ what: String, from low: Double, to high: Double) -> Double? {
        let scale = Quantity.Scale.absolute(.time)
        guard let node, let time = reader.quantity(node, what, as: scale) else { return nil }
        guard time >= low, time <= high else {
            let range = "\(Quantity.limitText(low, as: scale)) to \(Quantity.limitText(high, as: scale))"
            reader.report(
                "invalid-value", "\(what) must be \(range), not \(Quantity.limitText(time, as: scale))",
                at: node.location)
            return nil
        }
        return time
    }
}

extension YAMLReader {
    /// A number with its unit, in base units.
    func quantity(_ node: YAMLNode, _ what: String, as scale: Quantity.Scale) -> Double? {
        guard let text = text(node, what) else { return nil }
        do throws(QuantityError) {
            return try Quantity.parse(text, as: scale)
        } catch {
            var hint = error.hint
            if case .unknownUnit(let symbol, let known, _) = error,
                let closest = Suggestion.closest(to: symbol, among: known)
            {
                hint = "did you mean '\(closest)'? " + (hint ?? "")
            }
            report(error.suiteCode, "\(what): \(error.message)", at: node.location, hint: hint)
            return nil
        }
    }
}

extension QuantityError {
    var suiteCode: String {
        switch self {
        case .unknownUnit: "unknown-unit"
        case .missingUnit: "missing-unit"
        case .notANumber, .negative, .tooLarge: "invalid-quantity"
        }
    }
}
