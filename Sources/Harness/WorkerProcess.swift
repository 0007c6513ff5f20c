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
    private let interruption: Interruption
    private let process: ChildProcess
    private let requestPipe: PrivatePipe
    private let replyPipe: PrivatePipe
    private let errorPipe: PrivatePipe
    private var errorTail = LineTail()
    private var hasEnded = false
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
        self.interruption = interruption
        self.command = command
        isPawlsOwn = probe == nil
        do {
            requestPipe = try PrivatePipe()
            replyPipe = try PrivatePipe()
            errorPipe = try PrivatePipe()
            process = try ChildProcess.start(
                command.arguments,
                environment: Self.withoutBacktraces.merging(
                    ChildEnvironment.of(ProcessInfo.processInfo.environment).merging(command.environment) { $1 }
                ) { $1 },
                input: requestPipe.readEnd, output: replyPipe.writeEnd, error: errorPipe.writeEnd)
        } catch {
            throw WorkerFailure(kind: .error, message: "cannot start a worker: \(error.reason)")
        }
        requestPipe.closeReadEnd()
        replyPipe.closeWriteEnd()
        errorPipe.closeWriteEnd()
        for end in [requests, replies, errors] { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
        greeting = try call(HelloCall(sharedFile: probe?.path), timeoutSeconds: timeoutSeconds)
        guard greeting.protocolVersion == workerProtocolVersion else {
            kill()
            throw WorkerFailure(
                kind: .protocolViolation,
                message: "the worker speaks protocol \(greeting.protocolVersion), this is protocol "
                    + "\(workerProtocolVersion)",
                hint: "use a pawl and a worker of the same release")
        }
        sharesFiles = isPawlsOwn || greeting.sharedText == probe?.text
        isElsewhere = !isPawlsOwn && (greeting.machine.map { $0 != MachineIdentity.current } ?? !sharesFiles)
    }

    deinit { kill() }

    /// A library's last words are worth more than the registers that Swift would print behind them.
    private static let withoutBacktraces = ["SWIFT_BACKTRACE": "enable=no"]

    private var requests: Int32 { requestPipe.writeEnd }
    private var replies: Int32 { replyPipe.readEnd }
    private var errors: Int32 { errorPipe.readEnd }

    /// Sends a call and waits for its reply.
    ///
    /// - Throws: `WorkerFailure` with the worker's own error (it then lives on), or with how it ended.
    public func call<Call: WorkerCall>(_ call: Call, timeoutSeconds: Double) throws(WorkerFailure) -> Call.Reply {
        guard !hasEnded else { throw WorkerFailure(kind: .exit, message: "the worker has ended") }
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
            drainErrors()
            var failure = WorkerFailure(error)
            failure.standardErrorTail = errorTail.lines
            throw failure
        }
        throw end(
            after: WorkerFailure(
                kind: .protocolViolation, message: "the worker's message on '\(Call.name)' has neither reply nor error"),
            during: Call.name, timeoutSeconds: timeoutSeconds)
    }

    /// Ends the worker in an orderly way, or by force when it does not reply within two seconds.
    public func shutDown() {
        guard !hasEnded else { return }
        _ = try? call(ShutdownCall(), timeoutSeconds: 2)
        if !hasEnded, reap(withinSeconds: 2) == nil { kill() }
    }

    /// Kills the worker and everything it started.
    public func kill() {
        guard !hasEnded else { return }
        process.kill()
        process.waitUntilEnd()
        hasEnded = true
    }

    // MARK: - Conversation

    private static let endOfStream = WorkerFailure(kind: .exit, message: "the worker closed its end")

    private func send(_ data: Data, deadline: Deadline) throws(WorkerFailure) {
        var sent = 0
        while sent < data.count {
            let count = data.withUnsafeBytes { write(requests, $0.baseAddress! + sent, data.count - sent) }
            if count > 0 {
                sent += count
            } else if count < 0, errno == EAGAIN {
                try wait(for: requests, events: Int16(POLLOUT), deadline: deadline)
            } else if count < 0, errno == EINTR {
                continue
            } else {
                throw Self.endOfStream
            }
        }
    }

    private func receive(count: Int, deadline: Deadline) throws(WorkerFailure) -> Data {
        var data = Data(count: count)
        var filled = 0
        while filled < count {
            let got = data.withUnsafeMutableBytes { read(replies, $0.baseAddress! + filled, count - filled) }
            if got > 0 {
                filled += got
            } else if got < 0, errno == EAGAIN {
                try wait(for: replies, events: Int16(POLLIN), deadline: deadline)
            } else if got < 0, errno == EINTR {
                continue
            } else {
                throw Self.endOfStream
            }
        }
        return data
    }

    /// Waits until a descriptor is ready, keeping the worker's standard error drained meanwhile.
    private func wait(for descriptor: Int32, events: Int16, deadline: Deadline) throws(WorkerFailure) {
        var watchesErrors = true
        while true {
            guard let milliseconds = deadline.millisecondsLeft else {
                throw WorkerFailure(kind: .timeout, message: "no reply in time")
            }
            var watched = [
                pollfd(fd: descriptor, events: events, revents: 0),
                pollfd(fd: interruption.descriptor, events: Int16(POLLIN), revents: 0),
                pollfd(fd: watchesErrors ? errors : -1, events: Int16(POLLIN), revents: 0),
            ]
            guard poll(&watched, 3, milliseconds) >= 0 else { continue }
            if watched[1].revents != 0 { throw WorkerFailure.interrupted }
            if watched[2].revents != 0 { watchesErrors = drainErrors() }
            if watched[0].revents != 0 { return }
        }
    }

    /// Reads what the worker wrote to standard error; false at the end of the stream.
    @discardableResult
    private func drainErrors() -> Bool {
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = read(errors, &buffer, buffer.count)
            if count > 0 {
                errorTail.append(buffer.prefix(count))
            } else if count < 0, errno == EINTR {
                continue
            } else {
                return count < 0 && errno == EAGAIN
            }
        }
    }

    /// Ends a worker after a broken call and finds the words for it: its own death explains more than our symptom.
    private func end(after failure: WorkerFailure, during call: String, timeoutSeconds: Double) -> WorkerFailure {
        var failure = failure
        if failure.kind == .exit, let status = reap(withinSeconds: 5) {
            drainErrors()
            let ended = WorkerFailure(waitStatus: status, standardErrorTail: errorTail.lines)
            return (isPawlsOwn ? ended : ended.explained(as: command)).explained(asCrashOf: runtimeName)
        }
        kill()
        drainErrors()
        if failure.kind == .timeout {
            failure.message = "no reply to '\(call)' within \(timeoutSeconds.formatted()) s; the worker was stopped"
            failure.hint =
                "raise measurement.phase_timeout in the suite if the model needs longer"
                + (isPawlsOwn
                    ? ""
                    : "; if the connection hung, ssh notices sooner with '-o ServerAliveInterval=5' (docs/remote.md)")
        }
        failure.standardErrorTail = errorTail.lines
        return failure
    }

    /// Waits for the process to end by itself; nil when it does not.
    private func reap(withinSeconds seconds: Double) -> Int32? {
        let deadline = Deadline(secondsFromNow: seconds)
        var pause: UInt32 = 100
        while true {
            if let status = process.statusIfEnded() {
                hasEnded = true
                // Whatever the worker started in its group ends with it.
                process.killGroup()
                return status
            }
            guard !deadline.hasPassed else { return nil }
            poll(nil, 0, Int32(pause / 1000) + 1)
            pause = min(pause * 2, 20_000)
        }
    }
}

/// The last lines of a stream, in bounded memory.
struct LineTail {
    static let lineLimit = 12
    static let lineBytes = 400
    static let windowBytes = 16 << 10

    private var window = Data()

    mutating func append(_ bytes: some Sequence<UInt8>) {
        window.append(contentsOf: bytes)
        if window.count > 2 * Self.windowBytes { window = Data(window.suffix(Self.windowBytes)) }
    }

    var lines: [String] {
        String(decoding: window, as: UTF8.self)
            .split(whereSeparator: \.isNewline)
            .suffix(Self.lineLimit)
            .map { String($0.prefix(Self.lineBytes)) }
    }
}
