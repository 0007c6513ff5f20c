import Records

/// Why two cells cannot be compared; `description` is one sentence for a verdict.
public enum ComparisonError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Too few launches in which both sides were measured whole.
    case tooFewLaunches(usable: Int, needed: Int)
    /// A measured value is NaN, infinite, or not above zero where only that makes sense.
    case unusableValue(metric: Metric, cell: String, launch: Int)
    /// Every launch was interleaved with another cell's: caches and clock were not the cell's own.
    case notMeasuredAlone(cell: String)
    /// The metric is not measured launch by launch.
    case notMeasuredPerLaunch(Metric)
    case noAccuracy(cell: String)
    /// Predictions, labels and sample names do not belong to one golden set.
    case goldenSetMismatch(String)
    case emptyGoldenSet
    /// The record does not keep, sample by sample, what the metric is made of.
    case noValuesPerSample(Metric, cell: String)
    /// A value of one sample is NaN or infinite.
    case unusableSample(Metric, cell: String, sample: String)
    /// The golden set does not say what its samples could be cut into slices by.
    case noColumn(String, goldenSet: String)
    /// Too few other runs of the same thing to know how much runs differ.
    case tooFewRuns(usable: Int, needed: Int)

    public var description: String {
        switch self {
        case .tooFewLaunches(let usable, let needed):
            "only \(usable) usable \(usable == 1 ? "launch" : "launches"), at least \(needed) needed"
        case .unusableValue(let metric, let cell, let launch):
            "\(metric.title) of \(cell) is not a usable number in launch \(launch)"
        case .notMeasuredAlone(let cell):
            "\(cell) was measured only side by side with another variant, never alone"
        case .notMeasuredPerLaunch(let metric):
            "\(metric.title) is not measured launch by launch"
        case .noAccuracy(let cell):
            "\(cell) was not evaluated on the golden set"
        case .goldenSetMismatch(let what):
            what
        case .emptyGoldenSet:
            "the golden set has no samples"
        case .noValuesPerSample(_, let cell):
            "the record of \(cell) does not keep it sample by sample"
        case .unusableSample(let metric, let cell, let sample):
            "\(metric.title) of \(cell) is not a number for \(sample)"
        case .noColumn(let column, let goldenSet):
            "golden set '\(goldenSet)' has no column '\(column)' as it was recorded"
        case .tooFewRuns(let usable, let needed):
            "\(usable == 0 ? "no" : "only \(usable)") other usable \(usable == 1 ? "run" : "runs") of it, at least \(needed) needed"
        }
    }
}
