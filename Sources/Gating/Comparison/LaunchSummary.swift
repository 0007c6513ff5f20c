import Foundation
import Records
import Statistics

/// What one launch says about each time and rate metric.
public struct LaunchSummary: Sendable {
    private let launch: LaunchRecord
    private let latencies: SortedSample?
    private let meanNanoseconds: Double?

    public init(_ launch: LaunchRecord) {
        self.launch = launch
        let pooled = PooledLatencies([launch])
        latencies = pooled.sample?.sorted
        meanNanoseconds = pooled.meanNanoseconds
    }

    /// In the metric's base unit; nil when it is not a time or rate, or when a latency is not a finite number.
    public func value(_ metric: Metric) -> Double? {
        switch metric {
        case .latencyP50: latencies?.median
        case .latencyP90: latencies?.quantile(0.90)
        case .latencyP99: latencies?.quantile(0.99)
        case .latencyMax: latencies?.maximum
        case .latencyMean: meanNanoseconds
        case .throughput: meanNanoseconds.map { 1e9 / $0 }
        case .loadTime: Double(launch.loadNanoseconds)
        case .firstInferenceTime: Double(launch.firstInferenceNanoseconds)
        default: nil
        }
    }
}

/// All latencies of some launches in one heap: right for describing, too optimistic for deciding, because
/// inferences of one launch resemble each other.
struct PooledLatencies {
    /// Nanoseconds per inference; nil when there is none, or when one is not finite.
    let sample: Sample?
    /// Over inferences: a value that stands for a batch counts as often as the batch has inferences.
    let meanNanoseconds: Double?
    /// Largest number of inferences behind one value.
    let inferencesPerValue: Int

    init(_ launches: [LaunchRecord]) {
        var values: [Double] = []
        var nanoseconds = 0.0
        var inferences = 0
        var largestBatch = 1
        for launch in launches {
            for block in launch.blocks {
                values.append(contentsOf: block.latenciesNanoseconds)
                nanoseconds += block.valuesNanoseconds.reduce(0) { $0 + Double($1) }
                inferences += block.valuesNanoseconds.count * block.inferencesPerValue
                largestBatch = max(largestBatch, block.inferencesPerValue)
            }
        }
        sample = Sample(values)
        meanNanoseconds = sample != nil && inferences > 0 ? nanoseconds / Double(inferences) : nil
        inferencesPerValue = largestBatch
    }
}

/// A launch's time or rate as a natural logarithm: differences of logarithms are relative changes.
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
