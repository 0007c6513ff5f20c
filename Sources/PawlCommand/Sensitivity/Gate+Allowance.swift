import Foundation
import Records
import Suites

extension Gate {
    /// How much of what the gate allows a verdict's value uses up: 0 for no change, 1 at the limit, more beyond it.
    ///
    /// For drops, rises and increases: the change over the allowed change. For `max`: the value over the limit. For `min` of a
    /// share or coefficient: the shortfall from 1 over the allowed shortfall; of decibels: the noise power over the allowed
    /// noise power. It orders layers and decides nothing: passing is the verdict's affair.
    /// - Returns: at least 0; infinite without a value.
    func allowanceUsed(_ verdict: Verdict) -> Double {
        guard let effect = verdict.evidence?.effect, effect.isFinite else { return .infinity }
        return switch limit {
        case .maximumDrop(let allowed), .maximumRise(let allowed), .maximumIncrease(let allowed):
            Self.share(effect, of: allowed)
        case .maximumRatio(let allowed): Self.share(effect - 1, of: allowed - 1)
        case .maximum(let allowed): Self.share(effect, of: allowed)
        case .minimum(let needed) where metric.dimension == .decibels: pow(10, (needed - effect) / 10)
        case .minimum(let needed): Self.share(1 - effect, of: 1 - needed)
        }
    }

    private static func share(_ change: Double, of allowed: Double) -> Double {
        guard change > 0 else { return 0 }
        return allowed > 0 ? change / allowed : .infinity
    }
}
