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

extension CellRecord {
    /// One class index for each golden sample.
    func predictions(_ goldenSet: GoldenSetRecord) throws(ComparisonError) -> [Int32] {
        guard let accuracy else { throw .noAccuracy(cell: name) }
        guard accuracy.predictions.count == goldenSet.sampleNames.count else {
            throw .goldenSetMismatch(
                "\(name) has \(accuracy.predictions.count) predictions for \(goldenSet.sampleNames.count) golden samples"
            )
        }
        return accuracy.predictions
    }

    /// One text for each golden sample.
    func texts(_ goldenSet: GoldenSetRecord) throws(ComparisonError) -> [String] {
        guard let accuracy else { throw .noAccuracy(cell: name) }
        guard accuracy.texts.count == goldenSet.sampleNames.count else {
            throw .goldenSetMismatch(
                "\(name) has \(accuracy.texts.count) texts for \(goldenSet.sampleNames.count) golden samples")
        }
        return accuracy.texts
    }
}

extension CellRecord {
    /// Whether the cell was measured alone from its first launch, be it beside the pairs that take it in. A cell that only went on
    /// alone when its other side had failed was not.
    public var isMeasuredAlone: Bool { launches.contains { !$0.wasInterleaved && $0.index == 0 } }

    /// The launches that give the cell's own figures: those alone of a cell that was measured alone, else all.
    ///
    /// Beside another variant it shares caches and clock with it, and how often it is measured so depends on the gates: a mixture
    /// of both would differ from run to run though nothing had changed.
    public var describingLaunches: [LaunchRecord] {
        isMeasuredAlone ? launches.filter { !$0.wasInterleaved } : launches
    }
}
