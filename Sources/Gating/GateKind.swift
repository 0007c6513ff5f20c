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
    /// A metric of a cell's own predictions, by itself.
    case accuracyLimit(Double)
    case accuracyChange
    /// The same of every slice of the samples.
    case sliceDrop(Double)
    /// Predictions compared with another cell's.
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
            case (.groundTruth, .proportion, false, .maximumDrop(let limit)) where !gate.slices.isEmpty:
                .sliceDrop(limit)
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
        case .accuracyLimit, .accuracyChange, .sliceDrop, .agreement, .divergence, .largestError, .fidelity: .accuracy
        case .size, .sizeChange, .placement, .unsupported: .exact
        }
    }
}

extension Gate {
    var limitValue: Double {
        switch limit {
        case .maximum(let value), .minimum(let value), .maximumDrop(let value), .maximumRise(let value),
            .maximumIncrease(let value), .maximumRatio(let value):
            value
        }
    }

    var limitsRatio: Bool {
        if case .maximumRatio = limit { return true }
        return false
    }

    var purpose: PairRecord.Purpose? {
        switch against {
        case .nothing: nil
        case .reference: .reference
        case .baseline: .baseline
        }
    }
}

/// Which cells each gate takes in, and how large the family is that shares one allowance of wrong failures.
///
/// Both follow from what is to be measured, not from what was: they are the same before, during and after a run.
struct GateApplications {
    /// Every gate with what it asks and its candidate-side cells. A gate against the reference does not take in the reference itself.
    let gates: [(gate: Gate, kind: GateKind, cells: [CellRecord])]
    private let familySizes: [GateKind.Family: Int]

    init(run: RunRecord, gates: [Gate]) {
        let candidates = run.cells.filter { $0.side == .candidate }
        self.gates = gates.map { gate in
            (
                gate, GateKind(gate),
                candidates.filter {
                    gate.applies(toModel: $0.model, variant: $0.variant)
                        && !(gate.against == .reference && $0.isReference)
                }
            )
        }
        // How many judgements of each family this run could fail wrongly.
        var sizes: [GateKind.Family: Int] = [:]
        for (gate, kind, cells) in self.gates where gate.against != .baseline || run.hasBaseline {
            sizes[kind.family, default: 0] += cells.count
        }
        familySizes = sizes
    }

    /// The levels of one gate over all looks together.
    func rule(of kind: GateKind, policy: JudgementPolicy) -> DecisionRule {
        DecisionRule(
            failAlpha: policy.failAlpha / Double(max(familySizes[kind.family] ?? 1, 1)), passAlpha: policy.passAlpha)
    }
}
