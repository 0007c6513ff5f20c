import Diagnostics
import GoldenSets
import Records
import Support

/// Gates whose slices the golden set of a model in their scope does not have: they could never be judged.
struct SliceFinding {
    private let suite: Suite
    private let resolution: CellResolution

    init(_ suite: Suite, _ resolution: CellResolution) {
        self.suite = suite
        self.resolution = resolution
    }

    var findings: [Diagnostic] {
        suite.gates.filter { !$0.slices.isEmpty }.flatMap { gate in
            suite.models.flatMap { model -> [Diagnostic] in
                let cell = resolution.cells.first {
                    $0.side == .candidate && $0.model == model.name
                        && gate.applies(toModel: model.name, variant: $0.variant)
                }
                return cell.map { findings(gate, model.name, resolution.goldenSets[$0.goldenSet].set) } ?? []
            }
        }
    }

    private func findings(_ gate: Gate, _ model: String, _ set: GoldenSet) -> [Diagnostic] {
        guard set.manifest.metrics.contains(gate.metric) else { return [] }
        guard set.sequences.isEmpty else {
            return [
                Diagnostic(
                    code: "plan.sliced-sequences",
                    "the gate judges slices, and samples of golden set '\(set.manifest.id)' of model '\(model)' follow each "
                        + "other in sequences", at: gate.location,
                    hint: "slices are judged where samples, or groups of them, stand alone; limit the gate with "
                        + "'models: [...]'")
            ]
        }
        let known = set.manifest.sliceNames
        return gate.slices.filter { !known.contains($0) }.map { name in
            Diagnostic(
                code: "plan.slices",
                "the gate judges slices by \(name.quotedForMessage), and golden set '\(set.manifest.id)' of model '\(model)' "
                    + "has no such column", at: gate.location,
                hint: known.isEmpty
                    ? "name its samples' values under 'columns' in golden.yaml, or limit the gate with 'models: [...]'"
                    : Suggestion.hint(for: name, among: known))
        }
    }
}
