import Diagnostics

/// Why a nightly run did not begin.
enum NightlyError: DiagnosableError, Equatable {
    /// - Parameter holder: what the other one said of itself; empty when it said nothing.
    case alreadyRunning(suite: String, holder: String)
    case cannotLock(path: String, reason: String)
    case interruptedWhileWaiting(suite: String)

    var blame: Blame {
        switch self {
        case .alreadyRunning, .cannotLock: .machine
        case .interruptedWhileWaiting: .interruption
        }
    }

    var diagnostics: [Diagnostic] { [diagnostic] }

    private var diagnostic: Diagnostic {
        switch self {
        case .alreadyRunning(let suite, let holder):
            Diagnostic(
                code: "nightly.already-running",
                "another 'pawl nightly' of suite '\(suite)' is at work in this database"
                    + (holder.isEmpty ? "" : ": \(holder)") + "; nothing was measured",
                hint: "wait for it with --wait 2h, or give this one another database with --db")
        case .cannotLock(let path, let reason):
            Diagnostic(
                code: "nightly.cannot-lock", "cannot lock \(path), which keeps two nightly runs apart",
                hint: "make the database's folder writable, and let one user run the suite's nights", cause: reason)
        case .interruptedWhileWaiting(let suite):
            Diagnostic(
                code: "nightly.interrupted", "stopped while waiting for the other 'pawl nightly' of suite '\(suite)'",
                hint: "nothing was measured")
        }
    }
}
