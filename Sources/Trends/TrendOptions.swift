import Foundation
import Records

/// What of a suite's history is looked at, and how.
public struct TrendOptions: Sendable {
    /// Which of two orders holds where they contradict each other.
    public enum Order: String, Sendable, CaseIterable {
        /// By when runs were stored: right where a clock was set back.
        case recorded
        /// By when they say that they started: right where runs were brought together from several databases.
        case started
    }

    public var since: Date
    /// Now: runs from later are noted.
    public var until: Date
    /// Nil for the headline metrics: median latency, peak memory, model size, quality and likeness of the answers.
    public var metrics: Set<Metric>?
    public var includesGateRuns: Bool
    /// One series for all machines, with their changes as known breaks.
    public var mixesMachines: Bool
    /// The host's name or the first digits of its fingerprint; nil for the machine of the latest run.
    public var machine: String?
    public var order: Order
    /// The smallest change that is reported of metrics that change by ratios, such as 0.02; nil for 1 %.
    public var minimumRelativeChange: Double?
    /// A change found with a point from then on is new; nil: found with the latest run.
    public var newSince: Date?
    /// Nil for recorded runs.
    public var stated: ImportedSeries?

    public init(
        since: Date, until: Date, metrics: Set<Metric>? = nil, includesGateRuns: Bool = false,
        mixesMachines: Bool = false, machine: String? = nil, order: Order = .recorded,
        minimumRelativeChange: Double? = nil, newSince: Date? = nil
    ) {
        self.since = since
        self.until = until
        self.metrics = metrics
        self.includesGateRuns = includesGateRuns
        self.mixesMachines = mixesMachines
        self.machine = machine
        self.order = order
        self.minimumRelativeChange = minimumRelativeChange
        self.newSince = newSince
    }

    /// Whose values count.
    public var kinds: Set<RunRecord.Kind> { includesGateRuns ? Set(RunRecord.Kind.allCases) : [.run, .nightly] }

    /// What has to be read for them: which metric sums up a cell's answers is known only then.
    public var metricsToRead: Set<Metric> {
        metrics ?? Set(Metric.allCases.filter { Self.headline.contains($0) || $0.origin != .measurement })
    }

    static let headline: Set<Metric> = [.latencyP50, .peakMemory, .modelSize]

    /// Of a cell that has these.
    func shown(among metrics: Set<Metric>) -> Set<Metric> {
        if let asked = self.metrics { return asked }
        let taskMetrics = [Metric.quality(among: metrics), Metric.fidelity(among: metrics)].compactMap { $0 }
        return Self.headline.union(taskMetrics)
    }
}
