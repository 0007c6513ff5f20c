import Foundation
import Records
import Suites

extension WorkerFailure {
    /// What ssh exits with when it could not connect, when the connection broke, and when a signal ended what it ran.
    private static let connectionFailed: Int32 = 255
    /// What shells and `env` exit with when they do not find a program.
    private static let programNotFound: Int32 = 127

    /// The end of a worker that a suite named, in terms of the programs that lead to it.
    func explained(as command: WorkerCommand) -> WorkerFailure {
        var failure = self
        let program = (command.arguments[0] as NSString).lastPathComponent
        switch exitCode {
        case Self.connectionFailed where program == "ssh":
            failure.message =
                "ssh gave up: it could not connect, the connection broke, or a signal ended the program at its other end"
            failure.hint =
                standardErrorTail.isEmpty
                ? "it said nothing, so look there: a crash, or 'Out of memory' in the kernel's log (dmesg)"
                : "its last words say why; try by hand: \(command.text)"
        case Self.programNotFound:
            failure.message = "the program of 'worker' was not found where it was to run: \(command.text)"
            failure.hint = "write its whole path: a shell that nobody logs in to may have another PATH"
        default: break
        }
        return failure
    }
}
