import Diagnostics
import Records
import RuntimeLibraries

/// How far a sweep is with fetching its versions: one line, drawn over itself, on a terminal; a line for each version elsewhere.
final class FetchProgress {
    private let context: CommandContext
    private let total: Int
    private var number = 0
    /// What is worth a line of its own, once.
    private var told: Set<String> = []
    private var locked = 0
    private var lockPath = ""

    /// - Parameter total: how many versions the sweep takes in, those that are there among them.
    init(of total: Int, in context: CommandContext) {
        self.context = context
        self.total = total
    }

    /// Fetches a version, and tells what became of it.
    ///
    /// - Parameters:
    ///   - number: of the version in the sweep, from 1.
    ///   - fetch: is given what to tell its steps.
    func fetching<Found>(
        _ requirement: RuntimeRequirement, number: Int, _ fetch: (@escaping (InstallationStep) -> Void) throws -> Found
    ) throws -> Found {
        self.number = number
        show("fetching \(requirement)")
        do {
            let found = try fetch { [self] step in tell(step) }
            tell(requirement, "installed")
            return found
        } catch let error as any DiagnosableError where error.blame != .interruption {
            tell(requirement, "cannot be had: \(error.diagnostics[0].message)")
            throw error
        }
    }

    /// Takes the line away, and says what is left to do.
    func end() {
        context.output.show(nil)
        guard locked > 0 else { return }
        let versions = locked == 1 ? "1 version" : "\(locked) versions"
        context.output.writeDiagnostic("pawl: locked \(versions) in \(lockPath): commit it\n")
        locked = 0
    }

    private func tell(_ step: InstallationStep) {
        switch step {
        case .locked(_, _, let path): (locked, lockPath) = (locked + 1, path)
        case .cannotKeepCopy, .waitingForAnotherInstallation, .discardingDamagedCopy:
            if told.insert("\(step)").inserted { context.output.writeDiagnostic("pawl: \(step)\n") }
        default: show("\(step)")
        }
    }

    private func show(_ words: String) {
        guard context.usesProgressBar else { return }
        context.output.show(
            ProgressLine(
                "version \(number) of \(total)", label: words, share: Double(number - 1) / Double(max(total, 1)),
                width: context.output.diagnosticWidth, usesColour: context.diagnosticUsesColour))
    }

    private func tell(_ requirement: RuntimeRequirement, _ outcome: String) {
        guard !context.usesProgressBar else { return }
        context.output.writeDiagnostic("pawl: \(requirement) (\(number) of \(total)): \(outcome)\n")
    }
}
