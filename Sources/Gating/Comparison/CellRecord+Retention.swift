import Records
import Statistics

extension CellRecord {
    /// What is to be kept of the cell when its raw values age out.
    ///
    /// - Parameter metrics: what is recorded of the cell; computed from the raw values where it lacks one.
    public func ageing(recorded metrics: [Metric: Double]) -> RetainedSummary {
        if let aged { return aged }
        let summary = CellSummary(self)
        var values = metrics
        for metric in Metric.allCases where values[metric] == nil { values[metric] = summary.value(metric) }
        var levels: [Metric: RetainedLevel] = [:]
        for metric in Metric.allCases where metric.dimension == .time || metric.dimension == .rate {
            guard let level = try? level(of: metric) else { continue }
            levels[metric] = RetainedLevel(
                mean: level.mean, standardError: level.standardError, degreesOfFreedom: level.degreesOfFreedom,
                launches: level.count)
        }
        return RetainedSummary(launches: launchCount, timedValues: timedValueCount, metrics: values, levels: levels)
    }
}
