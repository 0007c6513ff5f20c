import GoldenSets
import InferenceCore
import Records
import Suites
import Support

/// Tells two nightly runs apart that must not be carried on by one another: everything that decides what is measured and how.
///
/// The checkout's commit is no part of it: where all bytes and all gates are the same, so is what is measured. Nor is the time
/// allowed, for it says only how far a run comes.
enum PlanDigest {
    /// Options that change what is measured.
    private static let options = [
        "--against", "--against-run", "--against-with", "--device", "--fresh", "--only", "--push", "--with",
    ]

    static func digest(
        of plan: Plan, gates: [Gate], arguments: ParsedArguments, environment: EnvironmentRecord
    ) -> String {
        var lines = [
            "pawl \(pawlVersion)", "machine \(environment.machineFingerprint)", "suite \(plan.suite.digest)",
            "against \(plan.against?.digest ?? "")", "looks \(plan.measurement.looks)",
            "alone \(plan.cellsAlone.sorted())",
        ]
        for option in options where arguments.has(option) { lines.append("\(option) \(arguments.all(option))") }
        for cell in plan.cells {
            let set = plan.goldenSets[cell.goldenSet].set.digest
            let recorded = cell.recordedOptions.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            lines.append(
                "cell \(cell.name) \(cell.runtimeLabel) \(cell.isReference) \(cell.modelFile.digest) "
                    + "\(cell.runtime.name) \(cell.runtime.version) \(cell.runtime.libraryDigest) "
                    + "\(cell.options.provider) \(recorded) \(set)")
        }
        for pair in plan.pairs { lines.append("pair \(pair.purpose) \(pair.baselineCell) \(pair.candidateCell)") }
        for gate in gates {
            lines.append("gate \(gate.metric.rawValue) \(gate.against) \(gate.limit) \(gate.models) \(gate.variants)")
        }
        return SHA256.hexadecimal(of: lines.joined(separator: "\n"))
    }
}
