import Foundation
import GoldenSets
import InferenceCore
import Records
import Suites
import Support

/// Whether a nightly run that has not ended can be resumed, and why not.
struct RunContinuation {
    /// Older ones are of another night: the machine, and what runs on it, may be another by now.
    static let longestSeconds = 24 * 3600.0

    enum Choice {
        /// A run that was killed is resumed, one that was stopped by a signal is not.
        case ifKilled
        /// `--resume`: also one that was stopped.
        case always
        /// `--no-resume`
        case never
    }

    var choice: Choice
    var planDigest: String
    var now: ClockReading

    /// - Returns: nil when the run can be resumed.
    func objection(to run: RunRecord, _ state: UnfinishedRun?) -> String? {
        guard choice != .never else { return "--no-resume was given" }
        guard run.status == .running || choice == .always else {
            return "it was stopped by a signal, and --resume was not given"
        }
        guard let state, !run.cells.isEmpty else { return "nothing of it had been measured" }
        guard state.planDigest == planDigest else {
            return
                "something else would be measured now: a model, golden set, gate, runtime, option, Pawl's version or the "
                + "machine has changed since"
        }
        guard let age = state.keptAt.age(at: now) else {
            return "how old it is cannot be told, for the clock was set back since"
        }
        guard age <= Self.longestSeconds else {
            return "it was measured last \(Int(saturating: (age / 3600).rounded())) h ago, which is more than "
                + "\(Int(Self.longestSeconds / 3600)) h"
        }
        return nil
    }
}

/// Tells two nightly runs apart that must not be resumed from one another: everything that decides what is measured and how.
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
