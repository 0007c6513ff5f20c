import CSystem
import Foundation

/// A program that was started, by path and argument list: no shell reads what it is given.
public struct ChildProcess: Sendable {
    public let processID: pid_t

    /// Starts a program in a process group of its own, so that it can be ended together with what it starts.
    ///
    /// It has default signal dispositions, and of our descriptors only the three given.
    ///
    /// - Parameters:
    ///   - arguments: the program first; without a slash in its name it is looked for in PATH.
    ///   - environment: all of it; nothing is inherited.
    /// - Throws: `ProcessError.notStarted`.
    public static func start(
        _ arguments: [String], environment: [String: String], input: Int32, output: Int32, error: Int32
    ) throws(ProcessError) -> ChildProcess {
        precondition(!arguments.isEmpty, "there is no program to start")
        var words = arguments.map { strdup($0) } + [nil]
        var variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for pointer in words + variables { free(pointer) } }
        var processID: pid_t = 0
        let code = pawl_spawn(&words, &variables, input, output, error, &processID)
        guard code == 0 else { throw .notStarted(program: arguments[0], reason: String(cString: strerror(code))) }
        return ChildProcess(processID: processID)
    }

    /// Kills the program, also when it left its group, and what it started; only before its end was waited for.
    public func kill() {
        killGroup()
        Foundation.kill(processID, SIGKILL)
    }

    /// Kills what the program started and left running.
    public func killGroup() { Foundation.kill(-processID, SIGKILL) }

    /// Waits for the program to end and forgets it; call it once.
    ///
    /// - Returns: the wait status; 0 is success, -1 when the system no longer knows it.
    @discardableResult
    public func waitUntilEnd() -> Int32 {
        var status: Int32 = 0
        while waitpid(processID, &status, 0) < 0 {
            guard errno == EINTR else { return -1 }
        }
        return status
    }

    /// Forgets the program if it has ended, and does not wait.
    ///
    /// - Returns: as `waitUntilEnd`, or nil while it runs; do not ask again once it was given.
    public func statusIfEnded() -> Int32? {
        var status: Int32 = 0
        switch waitpid(processID, &status, WNOHANG) {
        case processID: return status
        case 0: return nil
        default: return errno == ECHILD ? -1 : nil
        }
    }
}
