import Foundation
import Records

/// Whether a nightly run that has not ended can be carried on, and why not.
struct RunContinuation {
    /// Older ones are of another night: the machine, and what runs on it, may be another by now.
    static let longestSeconds = 24 * 3600.0

    enum Choice {
        /// A run that was killed is carried on, one that was stopped by a signal is not.
        case ifKilled
        /// `--resume`: also one that was stopped.
        case always
        /// `--no-resume`
        case never
    }

    var choice: Choice
    var planDigest: String
    var now: ClockReading

    /// - Returns: nil when the run can be carried on.
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
