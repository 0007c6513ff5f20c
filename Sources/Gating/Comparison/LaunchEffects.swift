import Foundation
import Records
import Statistics

/// What each launch of a pair says of a metric that is measured launch by launch: natural logarithms of candidate over baseline.
public struct LaunchEffects: Sendable, Equatable {
    /// In order of launch; launches that one side lacks are left out.
    public let values: [Double]

    /// - Throws: `ComparisonError.tooFewLaunches` below two launches, `.notMeasuredPerLaunch` for other metrics than times, rates and peak
    ///   memory, `.unusableValue` for a value that has no logarithm.
    public init(_ metric: Metric, of pair: PairRecord, baseline: CellRecord, candidate: CellRecord)
        throws(ComparisonError)
    {
        guard metric == .peakMemory else {
            values = try LatencyChange(metric, of: pair, baseline: baseline, candidate: candidate).effects.values
            return
        }
        var values: [Double] = []
        for launch in PairedLaunches(pair, baseline: baseline, candidate: candidate).matched {
            values.append(
                try LogLevel.value(metric, launch.candidate, of: candidate)
                    - LogLevel.value(metric, launch.baseline, of: baseline))
        }
        guard values.count > 1 else { throw .tooFewLaunches(usable: values.count, needed: 2) }
        self.values = values
    }

    /// Whether a metric is measured launch by launch, and compared by the ratio of two sides.
    public static func has(_ metric: Metric) -> Bool {
        metric.dimension == .time || metric.dimension == .rate || metric == .peakMemory
    }
}

extension CellRecord {
    /// The geometric mean over all launches, whatever they were measured beside, in the metric's base unit: a figure to describe the cell
    /// by, while its changes come from `LaunchEffects`.
    ///
    /// - Returns: nil without launches.
    /// - Throws: as `LaunchEffects`.
    public func typicalValue(of metric: Metric) throws(ComparisonError) -> Double? {
        var values: [Double] = []
        for launch in launches { values.append(try LogLevel.value(metric, launch, of: self)) }
        return Sample(values).map { exp($0.mean) }
    }
}

/// A launch's figure as a natural logarithm, peak memory included.
private enum LogLevel {
    static func value(_ metric: Metric, _ launch: LaunchRecord, of cell: CellRecord) throws(ComparisonError) -> Double {
        let value =
            metric == .peakMemory
            ? log(Double(launch.memoryAboveFloorBytes)) : try LogLatency.value(metric, launch, of: cell) ?? .nan
        guard value.isFinite else { throw .unusableValue(metric: metric, cell: cell.name, launch: launch.index) }
        return value
    }
}
