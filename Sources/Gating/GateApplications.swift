import Records
import Suites

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
