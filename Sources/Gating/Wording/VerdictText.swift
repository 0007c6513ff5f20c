import Foundation
import Records

/// How numbers read in verdicts. Independent of the locale.
package enum VerdictText {
    /// The words around the numbers of a change.
    struct Words {
        /// "allowed" before a maximum, "needed" before a minimum.
        var limit = "allowed"
        /// "range" where the ends were observed rather than inferred.
        var range = "interval"
    }

    /// "+2.6 % (interval +0.9 % .. +4.3 %), allowed +3 %". With ends that read alike the interval is left out.
    ///
    /// Decimals follow the interval's width, and grow until no rounded number equals the limit that the exact one
    /// misses: "+3.0 %, allowed +3 %" would read like a mistake.
    static func change(
        _ effect: Double, low: Double, high: Double, limit: Double, _ scale: Quantity.Scale, words: Words = Words()
    ) -> String {
        let decimals = decimals(for: [effect, low, high], limit: limit, scale)
        let effectText = number(effect, scale, decimals: decimals)
        let limitText = self.limit(limit, scale)
        let lowText = number(low, scale, decimals: decimals)
        let highText = number(high, scale, decimals: decimals)
        guard lowText != highText else { return "\(effectText), \(words.limit) \(limitText)" }
        return "\(effectText) (\(words.range) \(lowText) .. \(highText)), \(words.limit) \(limitText)"
    }

    /// The limit as its author wrote it: "+3 %", "0.5x", "-1 point", "50 ms".
    package static func limit(_ limit: Double, _ scale: Quantity.Scale) -> String {
        switch scale {
        case .relativeChange, .points: (limit < 0 ? "-" : "+") + Quantity.limitText(limit.magnitude, as: scale)
        case .difference: (limit < 0 ? "-" : "+") + Quantity.limitText(limit.magnitude, as: scale)
        case .ratio: Quantity.limitText(limit, as: scale) + "x"
        case .absolute: Quantity.limitText(limit, as: scale)
        }
    }

    /// With as many decimals as it takes not to read like the limit.
    static func number(_ value: Double, _ scale: Quantity.Scale, unlike limit: Double) -> String {
        number(value, scale, decimals: decimals(for: [value], limit: limit, scale))
    }

    package static func number(_ value: Double, _ scale: Quantity.Scale, decimals: Int? = nil) -> String {
        switch scale {
        case .relativeChange: return signed(fixed(value * 100, decimals ?? percentDecimals(value))) + " %"
        case .ratio: return fixed(value, decimals ?? 2) + "x"
        case .points: return signed(fixed(value * 100, decimals ?? 2)) + " points"
        case .difference: return signed(fixed(value, decimals ?? 4))
        case .absolute(let dimension): return Quantity.text(value, dimension, minimumDecimals: decimals ?? 0)
        }
    }

    /// "0.0012", "0.41", "below 0.0001".
    static func pValue(_ p: Double) -> String {
        p < 0.0001 ? "below 0.0001" : p < 0.01 ? fixed(p, 4) : fixed(p, 2)
    }

    /// A p value beside the level that it has to lie below: "0.41 (needs below 0.025)", "3e-12 (needs below 4.3e-09)".
    static func pValue(_ p: Double, needed alpha: Double) -> String {
        // "below 0.0001" would not say on which side of such a level it lies.
        let text = p < 0.0001 && alpha < 0.001 ? String(format: "%.1g", p) : pValue(p)
        return "\(text) (needs below \(self.alpha(alpha)))"
    }

    /// A significance level, as short as it can be said: "0.05", "0.0033".
    static func alpha(_ alpha: Double) -> String { String(format: "%.2g", alpha) }

    /// "1 launch", "16 launches".
    static func count(_ count: Int, _ one: String, _ many: String) -> String { "\(count) \(count == 1 ? one : many)" }

    /// The first ten names, then "and N more".
    static func names(_ names: [String]) -> String {
        let shown = names.prefix(10).joined(separator: ", ")
        return names.count > 10 ? "\(shown) and \(names.count - 10) more" : shown
    }

    static func fixed(_ value: Double, _ decimals: Int) -> String {
        let text = String(format: "%.\(decimals)f", value)
        // A negative zero reads like a finding.
        return text.hasPrefix("-") && !text.contains { ("1"..."9").contains($0) } ? String(text.dropFirst()) : text
    }

    static func decimals(for values: [Double], limit: Double, _ scale: Quantity.Scale) -> Int {
        let span = (values.max() ?? 0) - (values.min() ?? 0)
        var decimals: Int
        switch scale {
        case .relativeChange:
            let isFine = span > 0 && span < 0.005 && values[0].magnitude < 0.1
            decimals = span >= 0.1 ? 0 : isFine ? 2 : percentDecimals(values[0])
        case .ratio, .points: decimals = 2
        case .difference: decimals = 4
        case .absolute: decimals = 0
        }
        let limitText = number(limit, scale, decimals: 6)
        while decimals < 6 {
            let readsLikeTheLimit = values.contains { value in
                guard value != limit, case let text = number(value, scale, decimals: decimals) else { return false }
                return text == number(limit, scale, decimals: decimals)
                    && number(value, scale, decimals: 6) != limitText
            }
            if !readsLikeTheLimit { break }
            decimals += 1
        }
        return decimals
    }

    private static func percentDecimals(_ change: Double) -> Int { change.magnitude >= 1 ? 0 : 1 }

    private static func signed(_ text: String) -> String {
        text.hasPrefix("-") ? text : "+" + text
    }
}
