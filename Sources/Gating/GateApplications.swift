import Records
import Suites

/// Which cells each gate takes in, and how large the family is that shares one allowance of wrong failures.
///
/// Both follow from what is to be measured, not from what was: they are the same before, during and after a run.
struct GateApplications {
    /// Every gate with its candidate-side cells. A gate against the reference does not take in the reference itself.
    let gates: [(gate: Gate, cells: [CellRecord])]
    private let familySizes: [Family: Int]

    init(run: RunRecord, gates: [Gate]) {
        let candidates = run.cells.filter { $0.side == .candidate }
        self.gates = gates.map { gate in
            (
                gate,
                candidates.filter {
                    gate.applies(toModel: $0.model, variant: $0.variant)
                        && !(gate.against == .reference && $0.isReference)
                }
            )
        }
        // How many judgements of each family this run could fail wrongly.
        var sizes: [Family: Int] = [:]
        for (gate, cells) in self.gates where gate.against != .baseline || run.hasBaseline {
            sizes[Family(gate), default: 0] += cells.count
        }
        familySizes = sizes
    }

    /// The levels of one gate over all looks together.
    func rule(of gate: Gate, policy: JudgementPolicy) -> DecisionRule {
        DecisionRule(
            failAlpha: policy.failAlpha / Double(max(familySizes[Family(gate)] ?? 1, 1)), passAlpha: policy.passAlpha)
    }

    /// Judgements that share one allowance of wrong failures.
    private enum Family: Hashable {
        case absoluteTime, relativeTime, absoluteMemory, relativeMemory, answers, exact

        init(_ gate: Gate) {
            switch gate.metric.dimension {
            case .time, .rate: self = gate.against == .nothing ? .absoluteTime : .relativeTime
            case .bytes where gate.metric == .peakMemory:
                self = gate.against == .nothing ? .absoluteMemory : .relativeMemory
            case .bytes, .count: self = .exact
            case .proportion, .information, .coefficient, .outputUnits, .decibels: self = .answers
            }
        }
    }
}

extension Gate {
    /// Whether the gate compares times or rates launch by launch, hence look by look.
    var isSequential: Bool {
        against != .nothing && (metric.dimension == .time || metric.dimension == .rate)
    }
}
