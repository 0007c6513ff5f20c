import Records
import Statistics

/// The absolute figures of a cell, computed here for the store, the reports and the gates alike.
///
/// Latency figures describe the inferences of launches pooled; load, first inference and memory are medians over launches
/// (type 7), all over `CellRecord.describingLaunches`. A figure that was not measured, or is not finite, is nil.
public struct CellSummary: Sendable {
    /// Every latency, pooled over launches, in nanoseconds.
    public let latencies: SortedSample?
    public let launchCount: Int
    /// More than 1 when a recorded value is the mean of a batch: quantiles and the maximum are then those of batches.
    public let inferencesPerValue: Int
    public let loadNanoseconds: SortedSample?
    public let firstInferenceNanoseconds: SortedSample?
    /// Peak resident memory above the worker's floor, per launch.
    public let memoryBytes: SortedSample?
    /// The largest that any launch reports; nil when the runtime does not say.
    public let plannedArenaBytes: UInt64?
    /// Likewise, of a device's own memory.
    public let deviceMemoryBytes: UInt64?

    /// Operators that left the accelerated path; nil without a profile that tells.
    public let fallbackOperators: Int?

    private let meanNanoseconds: Double?
    private let modelBytes: UInt64
    private let accuracy: AccuracyRecord?
    private let aged: RetainedSummary?

    public init(_ cell: CellRecord) {
        let launches = cell.describingLaunches
        let pooled = PooledLatencies(launches)
        latencies = pooled.sample?.sorted
        meanNanoseconds = pooled.meanNanoseconds
        inferencesPerValue = pooled.inferencesPerValue
        launchCount = cell.aged == nil ? launches.count : cell.launchCount
        loadNanoseconds = Sample(launches.map { Double($0.loadNanoseconds) })?.sorted
        firstInferenceNanoseconds = Sample(launches.map { Double($0.firstInferenceNanoseconds) })?.sorted
        memoryBytes = Sample(launches.map { Double($0.memoryAboveFloorBytes) })?.sorted
        plannedArenaBytes = cell.launches.compactMap(\.plannedArenaBytes).max()
        deviceMemoryBytes = cell.launches.compactMap(\.deviceMemoryBytes).max()
        fallbackOperators = OperatorPlacement(cell)?.fallbacks.count
        modelBytes = cell.modelFile.bytes
        accuracy = cell.accuracy
        aged = cell.aged
    }

    /// In the metric's base unit: nanoseconds, inferences per second, bytes, shares of 1, nats.
    ///
    /// Once the raw values have aged out, it is what was recorded while they were there.
    public func value(_ metric: Metric) -> Double? {
        if let aged { return aged.metrics[metric].flatMap { $0.isFinite ? $0 : nil } }
        let value: Double? =
            switch metric {
            case .latencyP50: latencies?.quantile(0.50)
            case .latencyP90: latencies?.quantile(0.90)
            case .latencyP99: latencies?.quantile(0.99)
            case .latencyMax: latencies?.maximum
            case .latencyMean: meanNanoseconds
            case .throughput: meanNanoseconds.map { 1e9 / $0 }
            case .loadTime: loadNanoseconds?.median
            case .firstInferenceTime: firstInferenceNanoseconds?.median
            case .peakMemory: memoryBytes?.median
            case .plannedArena: plannedArenaBytes.map { Double($0) }
            case .deviceMemory: deviceMemoryBytes.map { Double($0) }
            case .modelSize: Double(modelBytes)
            case .fallbackOperators: fallbackOperators.map { Double($0) }
            default: accuracy?.metrics[metric]
            }
        guard let value, value.isFinite else { return nil }
        return value
    }
}

extension CellRecord {
    /// The cell's absolute figures. Sorts every latency: keep the result.
    public var summary: CellSummary { CellSummary(self) }
}
