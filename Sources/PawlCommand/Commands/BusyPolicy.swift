import Diagnostics
import Foundation
import Harness

/// What a run does about a machine that other programs use (`--on-busy`).
enum BusyPolicy: String, CaseIterable {
    /// Measures at once, with short pauses. Nothing false comes of it: what only the load did is undecided.
    case go
    case wait
    case refuse

    /// Of `--on-busy wait`, unless `--wait-for-calm` says otherwise.
    static let defaultPatienceSeconds = 600.0
}

/// Looks at the machine before anything is measured.
struct FitnessCheck {
    let policy: BusyPolicy
    let patience: BusyWaitLimit
    private let cores = AllowedCores()
    private let start: MachineActivity?

    /// Begins to look.
    init(_ arguments: ParsedArguments) throws(UsageError) {
        let seconds = try arguments.duration("--wait-for-calm")
        let named = arguments["--on-busy"].flatMap(BusyPolicy.init)
        policy = named ?? (seconds == nil ? .go : .wait)
        guard seconds == nil || policy == .wait else {
            throw UsageError(
                message: "--wait-for-calm goes with --on-busy wait, not with \(policy.rawValue)",
                hint: "leave out one of the two")
        }
        patience = policy == .wait ? .upTo(seconds: seconds ?? BusyPolicy.defaultPatienceSeconds) : .brief
        start = MachineActivity.now()
    }

    /// What others did since the check began, for a quarter of a second at least; says what will come of it.
    ///
    /// - Throws: `BusyMachine` when the machine is busy and the policy is to refuse.
    func conclude(_ context: CommandContext) throws(BusyMachine) {
        guard let start, let now = MachineActivity.now(afterSettlingSince: start) else { return }
        let foreign = now.foreign(since: start)
        guard cores.isHeavy(foreign.cores) else { return }
        let busy = BusyMachine(foreign: foreign, cores: cores.count)
        switch policy {
        case .refuse: throw busy
        case .wait: context.warn(busy.words)
        case .go:
            context.warn(
                "\(busy.words): gates may end undecided; wait for a calm machine with --on-busy wait")
        }
    }
}

/// Other programs use the machine, and the run was told not to measure then.
struct BusyMachine: DiagnosableError, Equatable {
    var foreign: MachineActivity.Foreign
    var cores: Int

    /// "the machine is busy: other programs use 1.4 of 2 cores (stress-ng, cc1plus)".
    var words: String {
        let used = String(format: "%.1f", foreign.cores)
        let programs = foreign.programs.isEmpty ? "" : " (\(foreign.programs.joined(separator: ", ")))"
        return "the machine is busy: other programs use \(used) of \(cores) core\(cores == 1 ? "" : "s")\(programs)"
    }

    var blame: Blame { .machine }

    var diagnostics: [Diagnostic] {
        [
            Diagnostic(
                code: "busy.refused", words + "; nothing was measured",
                hint: "end them or run this again later; '--on-busy wait' waits for a calm machine, '--on-busy go' "
                    + "measures all the same")
        ]
    }
}
