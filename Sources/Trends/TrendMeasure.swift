import Foundation
import Records

/// What the values of a series are: a metric, or something that somebody named in a file of their own.
public struct TrendMeasure: Sendable, Hashable {
    /// A quantity that no metric describes.
    public struct Stated: Sendable, Hashable {
        public var name: String
        /// Nil where nobody said which way is better: then a level changes, and gets neither worse nor better.
        public var direction: Metric.Direction?
        /// Whether changes are ratios; values of zero or less have none.
        public var changesByRatio: Bool

        public init(name: String, direction: Metric.Direction?, changesByRatio: Bool) {
            self.name = name
            self.direction = direction
            self.changesByRatio = changesByRatio
        }
    }

    public var metric: Metric
    public var stated: Stated?

    public init(_ metric: Metric, stated: Stated? = nil) {
        self.metric = metric
        self.stated = stated
    }

    public var title: String { stated?.name ?? metric.title }
    public var dimension: Records.Dimension { stated == nil ? metric.dimension : .outputUnits }
    public var changesByRatio: Bool { stated?.changesByRatio ?? metric.changesByRatio }
    public var isExact: Bool { stated == nil && metric.isExact }
    /// For programs: a metric's name, or `value`.
    public var rawValue: String { stated == nil ? metric.rawValue : "value" }
    public var hasDirection: Bool { stated.map { $0.direction != nil } ?? true }

    func isWorse(_ difference: Double) -> Bool {
        (stated?.direction ?? metric.direction) == .lowerIsBetter ? difference > 0 : difference < 0
    }

    func minimumChange(_ relativeChange: Double?, level: Double) -> Double {
        guard let stated else { return metric.minimumChange(relativeChange, level: level) }
        return stated.changesByRatio ? log1p(relativeChange ?? 0.01) : abs(level) * (relativeChange ?? 0.01)
    }

    /// In the scale of the analysis; nil for a value that has no place in it.
    func scaled(_ value: Double) -> Double? {
        guard changesByRatio else { return value }
        return value > 0 ? log(value) : nil
    }

    /// Back to the base unit.
    func unscaled(_ value: Double) -> Double { changesByRatio ? exp(value) : value }

    /// A difference in the scale of the analysis, as people read it: relative for ratios, otherwise in the base unit.
    func size(ofScaled difference: Double) -> Double { changesByRatio ? expm1(difference) : difference }

    /// The reverse of `size(ofScaled:)`.
    func scaled(size: Double) -> Double { changesByRatio ? log1p(size) : size }
}
