import Support
@testable import PawlCommand
import Diagnostics
import ResultsStore
import RuntimeLibraries
import Suites
import TestSupport
import Testing

/// What README.md says of exit codes, error by error.
@Suite("Exit codes", .hangLimit)
struct ExitCodeTests {
    private static let full = FileError.unwritable(path: "p", reason: "No space left on device")
    private static let exhausted = FileError.exhausted(path: "p", reason: "Too many open files", hint: "h")
    private static let busy = Diagnostic(code: "a.b", "words")
    private static var ofMachine: Diagnostic {
        var diagnostic = Diagnostic(code: "a.c", "words")
        diagnostic.blame = .machine
        return diagnostic
    }

    private static func codes() throws -> [(error: any DiagnosableError, code: ExitCode)] {
        let requirement = try RuntimeRequirement(name: "onnxruntime", version: "1.31.1")
        return [
            (UsageError(message: "m", hint: "h"), .usage),
            (FileError.unreadable(path: "p", reason: "No such file or directory"), .usage),
            (FileError.lfsPointer(path: "p"), .usage), (exhausted, .incomplete), (full, .incomplete),
            (SuiteError.unreadable(.unreadable(path: "p", reason: "r")), .usage),
            (SuiteError.unreadable(exhausted), .incomplete), (SuiteError.invalid([busy]), .usage),
            (DeviceClassError.unreadable(exhausted), .incomplete), (DeviceClassError.invalid([]), .usage),
            (StoreError.cannotOpen(path: "p", reason: "it is not a regular file"), .usage),
            (StoreError.unavailable(path: "p", reason: "Permission denied"), .incomplete),
            (StoreError.notADatabase(path: "p"), .usage),
            (StoreError.foreignDatabase(path: "p", applicationID: 1), .usage),
            (StoreError.newerDatabase(path: "p", version: 9, known: 2), .usage),
            (StoreError.corrupt(path: "p", reason: "r"), .incomplete),
            (StoreError.readOnly(path: "p", reason: "r"), .incomplete), (StoreError.diskFull(path: "p"), .incomplete),
            (StoreError.fileSizeLimit(path: "p"), .incomplete),
            (StoreError.locked(path: "p", waitedSeconds: 10), .incomplete),
            (StoreError.unreadableRecord(path: "p", reason: "r"), .incomplete),
            (StoreError.backupFailed(path: "p", reason: "r"), .incomplete),
            (StoreError.failure(path: "p", operation: "o", reason: "r"), .incomplete),
            (StoreError.invalidRecord(run: "r", reason: "r"), .bug),
            (ArtifactError.file(full), .incomplete), (ArtifactError.busy(folder: "f"), .incomplete),
            (ArtifactError.badBundle(path: "p", reason: "r"), .usage),
            (ProcessError.noPipe(reason: "r"), .incomplete),
            (ProcessError.notStarted(program: "p", reason: "Resource temporarily unavailable"), .incomplete),
            (ProcessError.interrupted(program: "p"), .incomplete),
            (RuntimeLibraryError.interrupted, .incomplete),
            (RuntimeLibraryError.process(.noPipe(reason: "r")), .incomplete),
            (RuntimeLibraryError.file(full), .incomplete),
            (RuntimeLibraryError.file(.unreadable(path: "p", reason: "r")), .usage),
            (RuntimeLibraryError.notInstalled(requirement, roots: []), .usage),
            (RuntimeLibraryError.fetchFailed(file: "f", cachePath: "c", reason: "r"), .incomplete),
            (RuntimeLibraryError.indexUnreachable(package: "p", reason: "r"), .incomplete),
            (RuntimeLibraryError.notOffered("r", yanked: nil, offered: [], indexes: []), .usage),
            (RuntimeLibraryError.notLocked(requirement, lock: "l", tested: []), .usage),
            (RuntimeLibraryError.pythonMissing, .incomplete),
            (SensitivityError.interrupted, .incomplete),
            (SensitivityError.quantiser(.interrupted(program: "p"), python: "p"), .incomplete),
            (SensitivityError.refused(message: "m", hint: "h"), .usage),
            (SensitivityError.floatModelFails(verdict: "v", isUndecided: false), .gateFailed),
            (CalibrationError.nothingToCalibrate(suite: "s"), .usage),
            (CalibrationError.measurementFailed("m"), .incomplete),
            (NightlyError.interruptedWhileWaiting(suite: "s"), .incomplete),
            (NightlyError.alreadyRunning(suite: "s", holder: ""), .incomplete),
            (LockedDatabase(run: "r", database: "d", bundle: "b"), .incomplete),
            (BundleConflict(name: "n", run: "r", database: "d"), .usage),
            (ProcessLimitError.files(allowed: 8), .incomplete), (ProcessLimitError.threads, .incomplete),
            (ProcessLimitError.memory(allowedBytes: 1, option: "-v"), .incomplete),
        ]
    }

    @Test("follow from the blame that each error states") func followFromBlame() throws {
        for (error, code) in try Self.codes() {
            #expect(ExitCode(error) == code, "\(error)")
            #expect(!error.diagnostics.contains { $0.message.isEmpty })
        }
    }

    @Test("of an error that collects findings: the machine's only where nothing else is wrong") func collected() {
        #expect(Blame.of([]) == .input)
        #expect(Blame.of([Self.ofMachine, Self.ofMachine]) == .machine)
        #expect(Blame.of([Self.ofMachine, Self.busy]) == .input)
        let warning = Diagnostic(.warning, code: "a.d", "words")
        #expect(Blame.of([warning, Self.ofMachine]) == .machine)
    }
}
