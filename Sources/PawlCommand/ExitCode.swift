import Diagnostics
import Gating
import GoldenSets
import Reports
import ResultsStore
import RuntimeLibraries
import Support
import Worker

/// What the process returns; CI systems decide by it.
public enum ExitCode: Int32, Sendable {
    case passed = 0
    case gateFailed = 1
    case usage = 2
    /// Incomplete, interrupted or inconclusive: no answer, which is never a pass.
    case incomplete = 3
    /// An error that no user input should be able to cause.
    case bug = 70
}

extension ExitCode {
    /// The worse of two answers of one command: what failed outranks what is missing, a bug outranks all.
    func joined(with other: ExitCode) -> ExitCode {
        let bySeverity: [ExitCode] = [.bug, .usage, .gateFailed, .incomplete, .passed]
        return bySeverity.first { $0 == self || $0 == other } ?? .bug
    }
}

extension ExitCode {
    init(_ outcome: RunOutcome) { self = ExitCode(rawValue: outcome.exitCode) ?? .bug }
}

extension ExitCode {
    /// 2 when the command names something that cannot be used, 3 when the machine kept a right one from its end.
    init(_ error: any DiagnosableError) {
        switch error {
        case FileError.unwritable, ReportError.file(.unwritable): self = .incomplete
        case ArtifactError.file(.unwritable), ArtifactError.busy: self = .incomplete
        case GoldenSetCreationError.interrupted, GoldenSetCreationError.file(.unwritable): self = .incomplete
        case StoreError.diskFull, StoreError.locked, StoreError.failure, StoreError.backupFailed: self = .incomplete
        case RuntimeLibraryError.interrupted, RuntimeLibraryError.process: self = .incomplete
        case SensitivityError.interrupted, SensitivityError.quantiser, SensitivityError.referenceNotMeasured:
            self = .incomplete
        case is NightlyError, is BusyMachine, is SmallBudget: self = .incomplete
        case ConformanceError.stopped: self = .incomplete
        case let error as TrackingError where error.isPassing: self = .incomplete
        case SensitivityError.floatModelFails: self = .gateFailed
        case StoreError.invalidRecord: self = .bug
        default: self = .usage
        }
    }
}
