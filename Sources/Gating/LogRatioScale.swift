import Foundation
import Records
import Suites

/// A relative limit as a bound on logarithms of ratios, and the way back to words and evidence.
struct LogRatioScale {
    let allowed: DecisionRule.Allowed
    let limit: Double
    let words: Quantity.Scale
    /// Evidence of a drop counts downwards: 0.01 is 1 % less.
    private let isDrop: Bool

    init?(_ gateLimit: Gate.Limit) {
        switch gateLimit {
        case .maximumIncrease(let increase):
            (allowed, limit, words, isDrop) = (.atMost, log1p(increase), .relativeChange, false)
        case .maximumRatio(let ratio): (allowed, limit, words, isDrop) = (.atMost, log(ratio), .ratio, false)
        case .maximumDrop(let drop): (allowed, limit, words, isDrop) = (.atLeast, log1p(-drop), .relativeChange, true)
        case .maximum, .minimum, .maximumRise: return nil
        }
        guard limit.isFinite else { return nil }
    }

    func shown(_ logarithm: Double) -> Double { words == .ratio ? exp(logarithm) : expm1(logarithm) }

    func evidence(_ logarithm: Double) -> Double { isDrop ? -expm1(logarithm) : shown(logarithm) }
}
