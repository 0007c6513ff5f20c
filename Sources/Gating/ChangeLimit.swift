import Records
import Suites

/// What a gate on a change of a metric asks, in shortfalls (`MetricShortfall`) and in the words of its author.
struct ChangeLimit {
    /// The candidate is compared with so many times the baseline.
    let ratio: Double
    let allowedShortfall: Double
    /// The shortfall of a candidate that equals its baseline, over the baseline.
    private let sign: Double
    let scale: Quantity.Scale
    /// As the gate's author wrote it.
    let limit: Double
    /// With the sign that the shown change has.
    let shownLimit: Double

    init(_ gate: Gate) {
        limit = gate.limitValue
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

    /// A shortfall on the scale of the limit, where more is worse: a drop of 1 point is 0.01, whatever it drops to.
    func evidence(_ shortfall: Double, baseline: Double) -> Double {
        switch scale {
        case .relativeChange: shortfall / baseline + ratio - 1
        case .ratio: shortfall / baseline + ratio
        default: shortfall
        }
    }

    /// A shortfall and its bounds as the change that the gate's author thinks of, from low to high in the metric's direction.
    func shown(
        shortfall value: Double, _ low: Double, _ high: Double, baseline: Double
    ) -> (value: Double, low: Double, high: Double) {
        let (value, low, high) = (
            evidence(value, baseline: baseline), evidence(low, baseline: baseline), evidence(high, baseline: baseline)
        )
        let falls = sign < 0 && (scale == .points || scale == .difference)
        return falls ? (-value, -high, -low) : (value, low, high)
    }
}
