import Foundation
import Gating
import Records

/// A verdict's effect, interval and limit on a scale with its zero: what is left to the limit is a length that can be compared.
///
/// Worse is to the right whatever the metric, so that the limit is always the right end of what is allowed.
package struct EvidenceStrip: Sendable, Equatable {
    /// A place on the strip with what stands below it.
    struct Mark: Equatable {
        /// 0 is the left end, 1 the right one.
        var place: Double
        var text: String
    }

    /// No change, no cost, or the best value there is.
    let zero: Mark
    let limit: Mark
    let effect: Mark
    let low: Double
    let high: Double

    /// Nil without evidence, for records that do not say what it counts in, and for what is not finite.
    init?(_ verdict: Verdict) {
        guard let evidence = verdict.evidence, let axis = evidence.axis else { return nil }
        let best = axis.isMinimum && verdict.metric.direction == .higherIsBetter ? verdict.metric.greatest : nil
        let zero = best ?? 0
        let values = [zero, evidence.limit, evidence.effect, evidence.low, evidence.high]
        guard values.allSatisfy({ $0.isFinite && $0.magnitude < 1e100 }) else { return nil }
        func worse(_ value: Double) -> Double { axis.isMinimum ? -value : value }
        let coordinates = values.map(worse)
        let least = coordinates.min() ?? 0, most = coordinates.max() ?? 1
        let span = max(most - least, values.map(\.magnitude).max().map { $0 * 1e-6 } ?? 0, 1e-12)
        // Room to the right of the limit: what lies beyond it is seen as such.
        let start = least == coordinates[0] ? least : least - span * 0.04, end = most + span * 0.08
        func place(_ value: Double) -> Double { (worse(value) - start) / (end - start) }
        let scale = axis.scale.quantity(verdict.metric.dimension)
        func text(_ value: Double) -> String {
            let shown = axis.isNegated ? -value : value
            return axis.scale == .value
                ? Quantity.text(value, verdict.metric.dimension) : VerdictText.number(shown, scale, decimals: nil)
        }
        self.zero = Mark(place: place(zero), text: zero == 0 ? "0" : VerdictText.limit(zero, scale))
        limit = Mark(
            place: place(evidence.limit),
            text: VerdictText.limit(axis.isNegated ? -evidence.limit : evidence.limit, scale))
        effect = Mark(place: place(evidence.effect), text: text(evidence.effect))
        (low, high) = (
            [evidence.low, evidence.high].map(place).min() ?? 0, [evidence.low, evidence.high].map(place).max() ?? 0
        )
    }

    /// How much of a budget is left, as a share of it; nil where zero means something else than no cost, or it is exceeded.
    static func headroom(_ verdict: Verdict) -> String? {
        guard let evidence = verdict.evidence, let axis = evidence.axis, !axis.isNegated, evidence.limit.isFinite,
            evidence.effect.isFinite
        else { return nil }
        switch (axis.scale, axis.isMinimum) {
        case (.value, false), (.ratio, false):
            guard evidence.limit > 0, evidence.effect <= evidence.limit else { return nil }
            return Wording.percent(1 - evidence.effect / evidence.limit, digits: 0) + " left"
        case (.value, true) where verdict.metric.dimension == .proportion:
            guard evidence.effect >= evidence.limit else { return nil }
            return Wording.unsigned(Quantity.points(evidence.effect - evidence.limit)) + " left"
        default: return nil
        }
    }
}

extension Metric {
    /// The best value where there is one; nil for what can grow without end.
    fileprivate var greatest: Double? {
        dimension == .proportion || dimension == .coefficient ? 1 : nil
    }
}

extension Verdict.Axis.Scale {
    fileprivate func quantity(_ dimension: Records.Dimension) -> Quantity.Scale {
        switch self {
        case .value: .absolute(dimension)
        case .relativeChange: .relativeChange
        case .points: .points
        case .difference: .difference
        case .ratio: .ratio
        }
    }
}

extension EvidenceStrip {
    private static let width = 208.0, margin = 5.0, letter = 7.2

    /// Without the numbers for those who hear it: the text beside it says them.
    var svg: String {
        func x(_ place: Double) -> Double { Self.margin + place * (Self.width - 2 * Self.margin) }
        let rail = 20.0
        let limitX = Self.tenths(x(limit.place)), zeroX = Self.tenths(x(zero.place))
        let isOver = effect.place > limit.place
        let (from, to) = isOver ? (limit.place, effect.place) : (effect.place, limit.place)
        let room =
            "<line class=\"\(isOver ? "over" : "room")\" x1=\"\(Self.tenths(x(from)))\" x2=\"\(Self.tenths(x(to)))\" y1=\"\(Int(rail))\" y2=\"\(Int(rail))\"/>"
        let below = Self.spread(zero, limit, x)
        let labels = [below.first, below.second].compactMap { label in
            label.map { "<text x=\"\(Self.tenths($0.x))\" y=\"40\">\(HTMLText.escaped($0.text))</text>" }
        }.joined()
        let effectText = Self.inside(effect.text, x(effect.place))
        return """
            <svg class="strip" viewBox="0 0 208 44" width="208" height="44" aria-hidden="true" focusable="false">\
            <line class="rail" x1="2" y1="20" x2="206" y2="20"/>\(room)\
            <line class="zero" x1="\(zeroX)" y1="14" x2="\(zeroX)" y2="27"/>\
            <line class="limit" x1="\(limitX)" y1="11" x2="\(limitX)" y2="29"/>\
            <line class="range" x1="\(Self.tenths(x(low)))" y1="20" x2="\(Self.tenths(x(high)))" y2="20"/>\
            <circle class="effect" cx="\(Self.tenths(x(effect.place)))" cy="20" r="4"/>\
            <text class="effect" x="\(Self.tenths(effectText))" y="10">\(HTMLText.escaped(effect.text))</text>\(labels)</svg>
            """
    }

    /// Two texts beneath their places, moved apart as far as it takes; the zero goes where there is no room for both.
    private static func spread(
        _ zero: Mark, _ limit: Mark, _ x: (Double) -> Double
    ) -> (first: (text: String, x: Double)?, second: (text: String, x: Double)?) {
        let (left, right) = zero.place <= limit.place ? (zero, limit) : (limit, zero)
        let half = [left, right].map { Double($0.text.count) * letter / 2 }
        var centres = [inside(left.text, x(left.place)), inside(right.text, x(right.place))]
        let gap = half[0] + half[1] + 8
        if centres[1] - centres[0] < gap {
            let middle = (centres[0] + centres[1]) / 2
            centres = [middle - gap / 2, middle + gap / 2]
            if centres[0] < half[0] { centres = [half[0], half[0] + gap] }
            if centres[1] > width - half[1] { centres = [width - half[1] - gap, width - half[1]] }
            if centres[0] < half[0] { return ((limit.text, inside(limit.text, x(limit.place))), nil) }
        }
        return ((left.text, centres[0]), (right.text, centres[1]))
    }

    /// The middle of a text that stays within the picture.
    private static func inside(_ text: String, _ centre: Double) -> Double {
        let half = Double(text.count) * letter / 2
        return min(max(centre, half), max(width - half, half))
    }

    private static func tenths(_ value: Double) -> String {
        let tenths = Int(saturating: (value * 10).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10)" : String(format: "%.1f", value)
    }
}
