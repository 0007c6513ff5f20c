import Foundation
import Records
import Suites
import Support
import Worker

/// The supervisor's side of one worker: starts it, calls it with a time limit, and leaves nothing behind.
///
/// Used from one thread. A worker that fails a call is killed at once: after a broken conversation nothing it says can
/// be trusted.
public final class WorkerProcess {
    private let process: PipedProcess
    /// What the worker said of itself.
    public private(set) var greeting = HelloCall.Reply.nothing
    /// Whether paths of this side mean the same files to the worker.
    public private(set) var sharesFiles = false
    /// Whether it runs on another machine than this process.
    public private(set) var isElsewhere = false
    private let command: WorkerCommand
    private let isPawlsOwn: Bool
    /// What its models run on, for the words about a crash; nil while that is not known.
    public var runtimeName: String?

    /// Starts a worker and shakes hands.
    ///
    /// - Parameter probe: a file by which the worker can show that it sees the files of this machine; nil for Pawl's own,
    ///   which does.
    public init(
        _ command: WorkerCommand, probe: SharedFileProbe? = nil, interruption: Interruption, timeoutSeconds: Double
    ) throws(WorkerFailure) {
        self.command = command
        isPawlsOwn = probe == nil
        do {
            process = try PipedProcess(
                command.arguments,
                environment: Self.withoutBacktraces.merging(
                    ChildEnvironment.of(ProcessInfo.processInfo.environment).merging(command.environment) { $1 }
                ) { $1 },
                interruption: interruption)
        } catch {
            throw WorkerFailure(kind: .error, message: "cannot start a worker: \(error.reason)")
        }
        greeting = try call(HelloCall(sharedFile: probe?.path), timeoutSeconds: timeoutSeconds)
        guard greeting.protocolVersion == workerProtocolVersion else {
            process.kill()
            throw WorkerFailure(
                kind: .protocolViolation,
                message: "the worker speaks protocol \(greeting.protocolVersion), this is protocol "
                    + "\(workerProtocolVersion)",
                hint: "use a pawl and a worker of the same release")
        }
        sharesFiles = isPawlsOwn || greeting.sharedText == probe?.text
        isElsewhere = !isPawlsOwn && (greeting.machine.map { $0 != MachineIdentity.current } ?? !sharesFiles)
    }

    /// A library's last words are worth more than the registers that Swift would print behind them.
    private static let withoutBacktraces = ["SWIFT_BACKTRACE": "enable=no"]

    /// Sends a call and waits for its reply.
    ///
    /// - Throws: `WorkerFailure` with the worker's own error (it then lives on), or with how it ended.
    public func call<Call: WorkerCall>(_ call: Call, timeoutSeconds: Double) throws(WorkerFailure) -> Call.Reply {
        guard !process.hasEnded else { throw WorkerFailure(kind: .exit, message: "the worker has ended") }
        let deadline = Deadline(secondsFromNow: timeoutSeconds)
        let response: Envelope.Response<Call.Reply>
        do throws(WorkerFailure) {
            guard let payload = try? Envelope.encode(call) else {
                throw WorkerFailure(kind: .protocolViolation, message: "cannot encode the call '\(Call.name)'")
            }
            try send(Frame.encode(payload), deadline: deadline)
            let header = try receive(count: Frame.headerBytes, deadline: deadline)
            guard let count = Frame.payloadBytes(ofHeader: header) else {
                throw WorkerFailure(
                    kind: .protocolViolation,
                    message: "the worker announced a reply to '\(Call.name)' over \(Frame.maximumBytes) bytes")
            }
            let body = try receive(count: count, deadline: deadline)
            do {
                response = try JSONDecoder().decode(Envelope.Response<Call.Reply>.self, from: body)
            } catch {
                throw WorkerFailure(
                    kind: .protocolViolation,
                    message: "the worker's reply to '\(Call.name)' makes no sense: \(JSONErrorText.words(of: error))")
            }
        } catch {
            throw end(after: error, during: Call.name, timeoutSeconds: timeoutSeconds)
        }
        if let reply = response.reply { return reply }
        if let error = response.error {
            process.drainErrors()
            var failure = WorkerFailure(error)
            failure.standardErrorTail = process.errorTail.lines
            throw failure
        }
        throw end(
            after: WorkerFailure(
                kind: .protocolViolation, message: "the worker's message on '\(Call.name)' has neither reply nor error"),
            during: Call.name, timeoutSeconds: timeoutSeconds)
    }

    /// Ends the worker in an orderly way, or by force when it does not reply within two seconds.
    public func shutDown() {
        guard !process.hasEnded else { return }
        _ = try? call(ShutdownCall(), timeoutSeconds: 2)
        if !process.hasEnded, reap(withinSeconds: 2) == nil { process.kill() }
    }

    /// Ends the worker in an orderly way, and tells how it ended.
    ///
    /// - Throws: `WorkerFailure` when it does not reply, or dies of ending.
    public func end(timeoutSeconds: Double) throws(WorkerFailure) {
        _ = try call(ShutdownCall(), timeoutSeconds: timeoutSeconds)
        guard let status = reap(withinSeconds: timeoutSeconds) else {
            process.kill()
            throw WorkerFailure(kind: .timeout, message: "the worker said that it ends, and did not")
        }
        guard status != 0 else { return }
        process.drainErrors()
        throw WorkerFailure(waitStatus: status, standardErrorTail: process.errorTail.lines)
    }

    /// Kills the worker and everything it started.
    public func kill() { process.kill() }

    // MARK: - Conversation

    private func send(_ data: Data, deadline: Deadline) throws(WorkerFailure) {
        do throws(PipedProcess.Failure) {
            try process.send(data, until: deadline)
        } catch {
            throw WorkerFailure(error)
        }
    }

    private func receive(count: Int, deadline: Deadline) throws(WorkerFailure) -> Data {
        do throws(PipedProcess.Failure) {
            return try process.receive(count: count, until: deadline)
        } catch {
            throw WorkerFailure(error)
        }
    }

    /// Ends a worker after a broken call and finds the words for it: its own death explains more than our symptom.
    private func end(after failure: WorkerFailure, during call: String, timeoutSeconds: Double) -> WorkerFailure {
        var failure = failure
        if failure.kind == .exit, let status = reap(withinSeconds: 5) {
            process.drainErrors()
            let ended = WorkerFailure(waitStatus: status, standardErrorTail: process.errorTail.lines)
            return (isPawlsOwn ? ended : ended.explained(as: command)).explained(asCrashOf: runtimeName)
        }
        process.kill()
        process.drainErrors()
        if failure.kind == .timeout {
            failure.message = "no reply to '\(call)' within \(timeoutSeconds.formatted()) s; the worker was stopped"
            failure.hint =
                "raise measurement.phase_timeout in the suite if the model needs longer"
                + (isPawlsOwn
                    ? ""
                    : "; if the connection hung, ssh notices sooner with '-o ServerAliveInterval=5' (docs/remote.md)")
        }
        failure.standardErrorTail = process.errorTail.lines
        return failure
    }

    /// Waits for the process to end by itself; nil when it does not.
    private func reap(withinSeconds seconds: Double) -> Int32? {
        let deadline = Deadline(secondsFromNow: seconds)
        var pause: UInt32 = 100
        while true {
            if let status = process.statusIfEnded() { return status }
            guard !deadline.hasPassed else { return nil }
            poll(nil, 0, Int32(pause / 1000) + 1)
            pause = min(pause * 2, 20_000)
        }
    }
}

extension WorkerFailure {
    fileprivate init(_ failure: PipedProcess.Failure) {
        self =
            switch failure {
            case .timedOut: WorkerFailure(kind: .timeout, message: "no reply in time")
            case .interrupted: .interrupted
            case .closed: WorkerFailure(kind: .exit, message: "the worker closed its end")
            }
    }
}
