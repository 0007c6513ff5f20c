import Foundation
import Records

extension Metric {
    /// Whether changes are ratios (5 % slower) rather than differences (0.4 points less accurate): such values are analysed as
    /// logarithms.
    public var changesByRatio: Bool {
        switch dimension {
        case .time, .rate, .bytes: true
        case .count, .proportion, .information, .coefficient, .outputUnits, .decibels: false
        }
    }

    /// Whether a value has no noise: any other value is a change, and there is nothing to estimate.
    public var isExact: Bool { self == .modelSize || self == .fallbackOperators || self == .plannedArena }

    /// Whether the metric depends on how fast the machine is: what an anchor's change tells something about.
    var followsTheMachine: Bool { dimension == .time || dimension == .rate || self == .peakMemory }

    /// The smallest change that is worth a word, in the scale of the analysis: logarithms for ratios, else base units.
    ///
    /// - Parameters:
    ///   - relativeChange: what the user asked for, such as 0.02; it holds for metrics that change by ratios.
    ///   - level: a typical value of the series, for what the output or the labels count in: their unit is anyone's.
    func minimumChange(_ relativeChange: Double?, level: Double) -> Double {
        switch dimension {
        case .time, .rate, .bytes: log1p(relativeChange ?? 0.01)
        case .proportion, .coefficient: 0.001
        case .information: 0.001
        case .decibels: 0.5
        case .outputUnits: abs(level) * 0.01
        case .count: 0
        }
    }
}
