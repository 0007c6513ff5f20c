import Foundation
import Records
import Statistics

/// What one launch says about a time or rate, as a natural logarithm: differences of logarithms are relative changes.
enum LogLatency {
    /// For `latency_p50` the mean of the medians of ln(latency) of all blocks, for others ln of the launch's own figure.
    ///
    /// - Returns: nil when the launch has no block with a value.
    /// - Throws: `ComparisonError.unusableValue`.
    static func value(_ metric: Metric, _ launch: LaunchRecord, of cell: CellRecord) throws(ComparisonError) -> Double?
    {
        guard metric == .latencyP50 else { return try figure(metric, launch, of: cell) }
        let medians = try blockMedians(launch, of: cell).values.flatMap { $0 }.sorted()
        return Sample(medians)?.mean
    }

    /// Median of ln(latency) of each block, by quad.
    static func blockMedians(_ launch: LaunchRecord, of cell: CellRecord) throws(ComparisonError) -> [Int: [Double]] {
        var medians: [Int: [Double]] = [:]
        for block in launch.blocks where !block.valuesNanoseconds.isEmpty {
            guard let logarithms = Sample(block.latenciesNanoseconds.map { log($0) }) else {
                throw .unusableValue(metric: .latencyP50, cell: cell.name, launch: launch.index)
            }
            medians[block.quad, default: []].append(logarithms.median)
        }
        return medians
    }

    /// ln of what `LaunchSummary` says.
    static func figure(_ metric: Metric, _ launch: LaunchRecord, of cell: CellRecord) throws(ComparisonError) -> Double
    {
        let value = log(LaunchSummary(launch).value(metric) ?? .nan)
        guard value.isFinite else { throw .unusableValue(metric: metric, cell: cell.name, launch: launch.index) }
        return value
    }
}
