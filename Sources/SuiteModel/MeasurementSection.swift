import Diagnostics
import Measures
import YAMLDocument

/// Reads `measurement:`; a key that is left out keeps its default.
struct MeasurementSection {
    let reader: YAMLReader

    func policy(_ node: YAMLNode) -> MeasurementPolicy {
        var policy = MeasurementPolicy()
        let mapping = reader.mapping(
            node, "'measurement'",
            optional: ["launches", "quads", "block_time", "block_inferences", "warm_up_cap", "phase_timeout"])
        guard let mapping else { return policy }
        // Two launches are the fewest that have a spread.
        if let launches = mapping["launches"].flatMap({ reader.integer($0, "'launches'", in: 2...1024) }) {
            policy.launches = launches
        }
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
