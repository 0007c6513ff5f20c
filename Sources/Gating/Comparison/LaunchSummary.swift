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
