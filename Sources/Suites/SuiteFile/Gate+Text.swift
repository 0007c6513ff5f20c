import Records

extension Gate {
    /// The gate in words, as every report repeats it: `latency p50 at most +3 % above the reference`, and whose limit it is
    /// when it is not the suite's: `peak memory at most 100 MB (device class wearable)`.
    public var ruleText: String { limitText + (deviceClass.map { " (device class \($0))" } ?? "") }

    private var limitText: String {
        let other =
            switch against {
            case .nothing: ""
            case .reference: "the reference"
            case .baseline: "the baseline"
            }
        switch limit {
        case .maximum(let value):
            let subject = against == .nothing ? metric.title : "\(metric.title) from \(other)"
            return "\(subject) at most \(Quantity.limitText(value, as: .absolute(metric.dimension)))"
        case .minimum(let value):
            let subject = against == .nothing ? metric.title : "\(metric.title) with \(other)"
            return "\(subject) at least \(Quantity.limitText(value, as: .absolute(metric.dimension)))"
        case .maximumDrop(let value):
            let scale = GateLimitKind.maxDrop.scale(for: metric)
            return "\(metric.title) at most \(Quantity.limitText(value, as: scale)) below \(other)"
        case .maximumRise(let value):
            return "\(metric.title) at most \(Quantity.limitText(value, as: .points)) above \(other)"
        case .maximumIncrease(let value):
            return "\(metric.title) at most +\(Quantity.limitText(value, as: .relativeChange)) above \(other)"
        case .maximumRatio(let value):
            return "\(metric.title) at most \(Quantity.limitText(value, as: .ratio)) times \(other)"
        }
    }

    /// The limit as a suite's file has it: `max: 100 ms`.
    var limitEntry: String {
        switch limit {
        case .maximum(let value): entry(.max, value)
        case .minimum(let value): entry(.min, value)
        case .maximumDrop(let value): entry(.maxDrop, value)
        case .maximumRise(let value): entry(.maxRise, value)
        case .maximumIncrease(let value): entry(.maxIncrease, value)
        case .maximumRatio(let value): entry(.maxRatio, value)
        }
    }

    private func entry(_ kind: GateLimitKind, _ value: Double) -> String {
        "\(kind.rawValue): \(Quantity.limitText(value, as: kind.scale(for: metric)))"
    }
}
