import Records
import Statistics

extension CellRecord {
    /// The level of a time or rate in this run: the mean over launches of its natural logarithm.
    ///
    /// Only launches that were measured alone count. Beside another variant a cell shares caches and clock with it: what
    /// it is interleaved with may differ from run to run, and would pass for a change.
    /// Of a cell whose launches have aged out it is the level that was computed before.
    /// - Throws: `ComparisonError` when fewer than two launches were measured alone, or a value is not a positive number.
    public func level(of metric: Metric) throws(ComparisonError) -> RunMean {
        guard metric.dimension == .time || metric.dimension == .rate else { throw .notMeasuredPerLaunch(metric) }
        if let aged {
            guard let level = aged.levels[metric] else { throw .notMeasuredAlone(cell: name) }
            return RunMean(
                mean: level.mean, standardError: level.standardError, degreesOfFreedom: level.degreesOfFreedom,
                count: level.launches)
        }
        let alone = launches.filter { !$0.wasInterleaved }
        guard !alone.isEmpty || launches.isEmpty else { throw .notMeasuredAlone(cell: name) }
        var values: [Double] = []
        for launch in alone {
            if let value = try LogLatency.value(metric, launch, of: self) { values.append(value) }
        }
        let trimmed = values.count >= EffectEvidence.firstTrimmedCount ? 1 : 0
        guard let sample = Sample(values), let level = RunMean(sample, trimmedPerSide: trimmed) else {
            throw .tooFewLaunches(usable: values.count, needed: 2)
        }
        return level
    }
}
