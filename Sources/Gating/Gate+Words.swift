import Measures
import Records
import SuiteModel

extension Gate {
    /// The gate in words: `latency p50 at most +3 % against the reference`.
    var words: String {
        let target = against == .nothing ? "" : " against the \(against.rawValue)"
        switch limit {
        case .maximum(let value):
            return "\(metric.title) at most \(VerdictText.limit(value, .absolute(metric.dimension)))\(target)"
        case .minimum(let value):
            return "\(metric.title) at least \(VerdictText.limit(value, .absolute(metric.dimension)))\(target)"
        case .maximumDrop(let value):
            let scale: VerdictText.Scale = metric.dimension == .proportion ? .points : .relativeChange
            return "\(metric.title) at least \(VerdictText.limit(-value, scale))\(target)"
        case .maximumIncrease(let value):
            return "\(metric.title) at most \(VerdictText.limit(value, .relativeChange))\(target)"
        case .maximumRatio(let value):
            return "\(metric.title) at most \(VerdictText.limit(value, .ratio))\(target)"
        }
    }

    var limitValue: Double {
        switch limit {
        case .maximum(let value), .minimum(let value), .maximumDrop(let value), .maximumIncrease(let value),
            .maximumRatio(let value):
            value
        }
    }

    var limitsRatio: Bool {
        if case .maximumRatio = limit { return true }
        return false
    }

    var purpose: PairRecord.Purpose? {
        switch against {
        case .nothing: nil
        case .reference: .reference
        case .baseline: .baseline
        }
    }

    /// Whether the gate's `models:` and `variants:` patterns take in the cell.
    func names(_ cell: CellRecord) -> Bool {
        (models.isEmpty || models.contains { Glob($0).matches(cell.model) })
            && (variants.isEmpty || variants.contains { Glob($0).matches(cell.variant) })
    }
}
