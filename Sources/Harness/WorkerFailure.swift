import Diagnostics
import Foundation
import InferenceCore
import Records
import Suites
import Worker

/// Why a worker could not do what it was asked; becomes the cell's failure.
public struct WorkerFailure: Error, Sendable, Equatable {
    public var kind: CellFailure.Kind
    public var message: String
    /// Of the error that the worker replied with, such as `model.invalid`; nil when it did not reply.
    public var code: String?
    public var hint: String?
    public var signal: String?
    public var exitCode: Int32?
    public var standardErrorTail: [String] = []

    func cellFailure(phase: String) -> CellFailure {
        CellFailure(
            kind: kind, phase: phase, message: message, hint: hint, signal: signal, exitCode: exitCode,
            standardErrorTail: standardErrorTail)
    }

    package init(kind: CellFailure.Kind, message: String, hint: String? = nil) {
        self.kind = kind
        self.message = message
        self.hint = hint
    }

    init(_ reply: WorkerErrorReply) {
        let said = [reply.message, reply.cause].compactMap { $0 }.joined(separator: ": ")
        let exhausted = said.contains("bad_alloc") || said.contains("Failed to allocate memory")
        self.init(
            kind: exhausted ? .outOfMemory : .error, message: PrintableText.capped(said),
            hint: reply.hint.map { PrintableText.capped($0, bytes: 500) })
        code = PrintableText.capped(reply.code, bytes: 100)
    }

    /// For errors that pass it on.
    public var blame: Blame {
        switch kind {
        case .interrupted: .interruption
        // The worker said what is wrong with what it was given. Without its word it is the worker that could not be started.
        case .error: code == nil ? .machine : .input
        // What a model does to its runtime.
        case .crash: .input
        case .exit, .timeout, .outOfMemory, .protocolViolation, .implausible: .machine
        }
    }

    static let interrupted = WorkerFailure(kind: .interrupted, message: "the run was stopped before this was measured")

    /// How a worker ended that was not asked to.
    init(waitStatus status: Int32, standardErrorTail tail: [String]) {
        let signalNumber = status & 0x7F
        if signalNumber == 0 {
            let code = status >> 8 & 0xFF
            self.init(kind: .exit, message: "the worker exited with code \(code) without a reply")
            exitCode = code
        } else {
            let name = Self.signalName(signalNumber)
            let exhausted = tail.contains { $0.contains("bad_alloc") || $0.contains("out of memory") }
            if signalNumber == SIGKILL || exhausted {
                self.init(
                    kind: .outOfMemory,
                    message: exhausted
                        ? "the worker ran out of memory (\(name))"
                        : "the worker was killed from outside (\(name)), most likely by the kernel for want of memory",
                    hint: "look for 'Out of memory' in the kernel's log (dmesg); a smaller model or more memory helps")
            } else {
                self.init(kind: .crash, message: "the worker crashed with \(name)")
            }
            signal = name
        }
        standardErrorTail = tail
    }

    /// A bare signal tells nobody what to do.
    func explained(asCrashOf runtime: String?) -> WorkerFailure {
        guard kind == .crash, hint == nil, let runtime else { return self }
        var failure = self
        failure.hint = ModelRefusal.hint(afterCrashOf: runtime)
        return failure
    }

    private static func signalName(_ number: Int32) -> String {
        switch number {
        case SIGSEGV: "SIGSEGV"
        case SIGABRT: "SIGABRT"
        case SIGILL: "SIGILL"
        case SIGTRAP: "SIGTRAP"
        case SIGBUS: "SIGBUS"
        case SIGFPE: "SIGFPE"
        case SIGKILL: "SIGKILL"
        case SIGTERM: "SIGTERM"
        case SIGINT: "SIGINT"
        default: "signal \(number)"
        }
    }
}

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

extension CellFailure {
    /// Nothing is wrong with the cell: it was not reached.
    static let timeIsOver = CellFailure(
        kind: .interrupted, phase: "evaluate",
        message: "the time for the run was over before its golden set was evaluated",
        hint: "allow more time with --budget")

    /// The worker did its part, but its outputs cannot be scored.
    static func evaluation(_ error: any Error) -> CellFailure {
        let words = (error as? any DiagnosableError)?.diagnostics.first
        return CellFailure(
            kind: .error, phase: "evaluate", message: words?.message ?? "\(error)", hint: words?.hint)
    }
}

extension WorkerProcess {
    /// Calls the worker and believes its reply only when it can be true; ends it otherwise.
    ///
    /// - Parameter problem: says why a reply cannot be true.
    func call<Call: WorkerCall>(
        _ call: Call, timeoutSeconds: Double, unless problem: (Call.Reply) -> String?
    ) throws(WorkerFailure) -> Call.Reply {
        let reply = try self.call(call, timeoutSeconds: timeoutSeconds)
        guard let reason = problem(reply) else { return reply }
        kill()
        throw WorkerFailure(
            kind: .implausible, message: "the worker's reply to '\(Call.name)' is implausible: \(reason)",
            hint: "'pawl worker check' holds a worker against docs/worker-protocol.md")
    }
}
