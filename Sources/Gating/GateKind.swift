import Records
import Suites

/// What a gate asks, found once from its metric, its limit and what it compares with. All that hangs on the kind of a gate hangs on this.
enum GateKind {
    /// A time or a rate, by itself.
    case timeBudget(DecisionRule.Allowed, Double)
    /// A time or a rate, launch by launch beside another; nil for a limit whose logarithm is no number.
    case timeChange(LogRatioScale?)
    case memoryBudget(Double)
    /// - Parameter ratio: allowed, candidate over baseline.
    case memoryChange(ratio: Double)
    /// A size that is known exactly, by itself or as a change.
    case size(Double)
    case sizeChange(Double)
    case placement(Double)
    /// A metric of a cell's own answers, by itself.
    case accuracyLimit(Double)
    case accuracyChange
    /// Answers held against another cell's.
    case agreement(Double)
    case divergence(Double)
    case largestError(Double)
    case fidelity(Double)
    /// A limit that means nothing for the metric. No suite has it: it is refused where it is read.
    case unsupported

    init(_ gate: Gate) {
        let metric = gate.metric
        self =
            switch (metric.origin, metric.dimension, gate.against == .nothing, gate.limit) {
            case (_, .time, true, .maximum(let limit)): .timeBudget(.atMost, limit)
            case (_, .rate, true, .minimum(let limit)): .timeBudget(.atLeast, limit)
            case (_, .time, false, .maximumIncrease), (_, .time, false, .maximumRatio),
                (_, .rate, false, .maximumDrop):
                .timeChange(LogRatioScale(gate.limit))
            case (_, .bytes, true, .maximum(let limit)): metric == .peakMemory ? .memoryBudget(limit) : .size(limit)
            case (_, .bytes, false, .maximumIncrease(let limit)):
                metric == .peakMemory ? .memoryChange(ratio: 1 + limit) : .sizeChange(limit)
            case (_, .bytes, false, .maximumRatio(let limit)):
                metric == .peakMemory ? .memoryChange(ratio: limit) : .sizeChange(limit)
            case (_, .count, true, .maximum(let limit)): .placement(limit)
            case (.groundTruth, _, true, .minimum(let limit)), (.groundTruth, _, true, .maximum(let limit)):
                .accuracyLimit(limit)
            case (.groundTruth, _, false, .maximumDrop), (.groundTruth, _, false, .maximumRise),
                (.groundTruth, .outputUnits, false, .maximumIncrease),
                (.groundTruth, .outputUnits, false, .maximumRatio):
                .accuracyChange
            case (.comparison, .information, false, .maximum(let limit)): .divergence(limit)
            case (.comparison, .outputUnits, false, .maximum(let limit)): .largestError(limit)
            case (.comparison, _, false, .minimum(let limit)):
                metric == .agreement ? .agreement(limit) : .fidelity(limit)
            default: .unsupported
            }
    }

    /// Whether it is judged look by look while launches are made.
    var isSequential: Bool {
        if case .timeChange = self { true } else { false }
    }

    /// Whether its evidence comes from launches: these change with the machine's state, and more of them tell more.
    var restsOnLaunches: Bool {
        switch self {
        case .timeBudget, .timeChange, .memoryBudget, .memoryChange: true
        default: false
        }
    }

    /// Judgements that share one allowance of wrong failures.
    enum Family { case timeBudget, timeChange, memoryBudget, memoryChange, accuracy, exact }

    var family: Family {
        switch self {
        case .timeBudget: .timeBudget
        case .timeChange: .timeChange
        case .memoryBudget: .memoryBudget
        case .memoryChange: .memoryChange
        case .accuracyLimit, .accuracyChange, .agreement, .divergence, .largestError, .fidelity: .accuracy
        case .size, .sizeChange, .placement, .unsupported: .exact
        }
    }
}
