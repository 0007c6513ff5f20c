import Measures
import SuiteModel

/// What a gate on a change of a metric asks, in shortfalls (`MetricShortfall`) and in the words of its author.
struct ChangeQuestion {
    /// The candidate is held against so many times the baseline.
    let ratio: Double
    let allowedShortfall: Double
    /// The shortfall of a candidate that equals its baseline, over the baseline.
    private let sign: Double
    let scale: Quantity.Scale
    /// With the sign that the shown change has.
    let shownLimit: Double

    init(_ gate: Gate) {
        let limit = gate.limitValue
        sign = gate.metric.direction == .higherIsBetter ? -1 : 1
        switch gate.limit {
        case .maximumIncrease:
            (ratio, allowedShortfall, scale, shownLimit) = (1 + limit, 0, .relativeChange, limit)
        case .maximumRatio:
            (ratio, allowedShortfall, scale, shownLimit) = (limit, 0, .ratio, limit)
        default:
            (ratio, allowedShortfall) = (1, limit)
            scale = gate.metric.dimension == .coefficient ? .difference : .points
            shownLimit = sign * limit
        }
    }

    /// Above this the candidate is worse than its baseline: only differences say so.
    var noChange: Double { scale == .points || scale == .difference ? 0 : .infinity }

    /// A shortfall and its bounds as the change that the gate's author thinks of, from low to high in the metric's direction.
    func shown(
        shortfall value: Double, _ low: Double, _ high: Double, baseline: Double
    ) -> (value: Double, low: Double, high: Double) {
        switch scale {
        case .relativeChange: (value / baseline + ratio - 1, low / baseline + ratio - 1, high / baseline + ratio - 1)
        case .ratio: (value / baseline + ratio, low / baseline + ratio, high / baseline + ratio)
        default: sign < 0 ? (-value, -high, -low) : (value, low, high)
        }
    }
}
