import Foundation
import Support

/// A worker that is talked to in bytes, so that broken frames can be sent too, and that is remembered what was said last.
///
/// Used from one thread. It is killed when the object goes away.
final class RawWorker {
    private let process: PipedProcess
    private let interruption: Interruption
    private let timeoutSeconds: Double
    /// For people, shortened.
    private(set) var lastSent = "nothing"
    private(set) var lastReceived = "nothing"

    /// - Throws: `ProcessError` when the program cannot be started.
    init(_ subject: ConformanceSubject, interruption: Interruption) throws(ProcessError) {
        self.interruption = interruption
        timeoutSeconds = subject.timeoutSeconds
        process = try PipedProcess(
            subject.command, environment: ChildEnvironment.of(subject.environment), interruption: interruption)
    }

    /// Kills what does not end by itself.
    func stop() { process.kill() }

    /// The last lines of standard error.
    var lastWords: [String] {
        process.drainErrors()
        return process.errorTail.lines.suffix(4).map { String($0.prefix(200)) }
    }

    /// Puts back what is to be shown, after a call that only asks for a sign of life.
    func recall(sent: String, received: String) { (lastSent, lastReceived) = (sent, received) }

    // MARK: - Bytes

    /// - Parameter description: nil to show the bytes themselves.
    func send(_ data: Data, as description: String? = nil) throws {
        lastSent = description ?? Excerpt.bytes(data)
        lastReceived = "nothing"
        do throws(PipedProcess.Failure) {
            try process.send(data, until: Deadline(secondsFromNow: timeoutSeconds))
        } catch {
            switch error {
            case .timedOut: throw ProtocolViolation(reason: "it stopped reading what is sent to it", isTimeout: true)
            case .closed: throw ProtocolViolation(reason: "it closed its end\(ending)")
            case .interrupted: throw Stopped()
            }
        }
    }

    /// Sends pieces of a frame, each when the worker has taken the one before it.
    ///
    /// A worker that is just starting would find them all at once.
    func send(pieces: [Data]) throws {
        let deadline = Deadline(secondsFromNow: timeoutSeconds)
        for piece in pieces {
            try send(piece)
            process.waitUntilRead(until: deadline)
            // What runs behind another program, such as ssh, has it a moment later.
            usleep(20_000)
        }
    }

    /// Leaves the worker without a supervisor.
    func closeInput() { process.closeInput() }

    /// The payload of the next frame.
    func receive() throws -> Data {
        let deadline = Deadline(secondsFromNow: timeoutSeconds)
        let header = try receive(count: Frame.headerBytes, until: deadline)
        lastReceived = Excerpt.bytes(header)
        guard let count = Frame.payloadBytes(ofHeader: header) else {
            throw ProtocolViolation(
                reason: "it announced a frame over \(Frame.maximumBytes) bytes, or wrote something else")
        }
        let payload = try receive(count: count, until: deadline)
        lastReceived = Excerpt.text(payload)
        return payload
    }

    private func receive(count: Int, until deadline: Deadline) throws -> Data {
        var data = Data()
        do throws(PipedProcess.Failure) {
            while data.count < count { data += try process.receive(atMost: count - data.count, until: deadline) }
            return data
        } catch {
            if !data.isEmpty { lastReceived = Excerpt.bytes(data) }
            switch error {
            case .timedOut:
                throw ProtocolViolation(reason: "no reply within \(timeoutSeconds.formatted()) s", isTimeout: true)
            case .closed: throw ProtocolViolation(reason: "no reply: it closed its end\(ending)")
            case .interrupted: throw Stopped()
            }
        }
    }

    /// Everything up to the end of standard output.
    func rest(withinSeconds seconds: Double) throws -> Data {
        var data = Data()
        let deadline = Deadline(secondsFromNow: seconds)
        do throws(PipedProcess.Failure) {
            while data.count < 1 << 20 { data += try process.receive(atMost: 4096, until: deadline) }
        } catch {
            if error == .interrupted { throw Stopped() }
        }
        if !data.isEmpty { lastReceived = Excerpt.bytes(data) }
        return data
    }

    // MARK: - The end

    /// - Returns: nil when it still runs after that time.
    func end(withinSeconds seconds: Double) throws -> WorkerExit? {
        let deadline = Deadline(secondsFromNow: seconds)
        while true {
            if let status = process.statusIfEnded() { return WorkerExit(waitStatus: status) }
            process.drainErrors()
            guard !interruption.wasTriggered else { throw Stopped() }
            guard !deadline.hasPassed else { return nil }
            poll(nil, 0, 5)
        }
    }

    /// ` (it exited with code 1)`, or nothing while it runs on.
    private var ending: String { (try? end(withinSeconds: 2)).map { " (it \($0.description))" } ?? "" }
}
