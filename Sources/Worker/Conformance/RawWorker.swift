import Foundation
import Support

/// A worker that is talked to in bytes, so that broken frames can be sent too, and that is remembered what was said last.
///
/// Used from one thread. It is killed when the object goes away.
final class RawWorker {
    private let process: ChildProcess
    private let requests: PrivatePipe
    private let replies: PrivatePipe
    private let errors: PrivatePipe
    private let interruption: Interruption
    private let timeoutSeconds: Double
    private var status: Int32?
    private var errorText = Data()
    /// For people, shortened.
    private(set) var lastSent = "nothing"
    private(set) var lastReceived = "nothing"

    /// - Throws: `ProcessError` when the program cannot be started.
    init(_ subject: ConformanceSubject, interruption: Interruption) throws(ProcessError) {
        self.interruption = interruption
        timeoutSeconds = subject.timeoutSeconds
        (requests, replies, errors) = (try PrivatePipe(), try PrivatePipe(), try PrivatePipe())
        process = try ChildProcess.start(
            subject.command, environment: ChildEnvironment.of(subject.environment), input: requests.readEnd,
            output: replies.writeEnd,
            error: errors.writeEnd)
        requests.closeReadEnd()
        replies.closeWriteEnd()
        errors.closeWriteEnd()
        for end in [requests.writeEnd, replies.readEnd, errors.readEnd] { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
    }

    deinit { stop() }

    /// Kills what does not end by itself.
    func stop() {
        guard status == nil else { return }
        process.kill()
        status = process.waitUntilEnd()
    }

    /// The last lines of standard error.
    var lastWords: [String] {
        drainErrors()
        return String(decoding: errorText, as: UTF8.self).split(whereSeparator: \.isNewline).suffix(4)
            .map { String($0.prefix(200)) }
    }

    /// Puts back what is to be shown, after a call that only asks for a sign of life.
    func recall(sent: String, received: String) { (lastSent, lastReceived) = (sent, received) }

    // MARK: - Bytes

    /// - Parameter description: nil to show the bytes themselves.
    func send(_ data: Data, as description: String? = nil) throws {
        lastSent = description ?? Excerpt.bytes(data)
        lastReceived = "nothing"
        var sent = 0
        let deadline = Deadline(secondsFromNow: timeoutSeconds)
        while sent < data.count {
            let count = data.withUnsafeBytes { write(requests.writeEnd, $0.baseAddress! + sent, data.count - sent) }
            if count > 0 {
                sent += count
            } else if count < 0, errno == EAGAIN {
                guard try wait(for: requests.writeEnd, Int16(POLLOUT), until: deadline) else {
                    throw ProtocolViolation(reason: "it stopped reading what is sent to it", isTimeout: true)
                }
            } else if count == 0 || errno != EINTR {
                throw ProtocolViolation(reason: "it closed its end\(ending)")
            }
        }
    }

    /// Leaves the worker without a supervisor.
    func closeInput() { requests.closeWriteEnd() }

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
        var buffer = [UInt8](repeating: 0, count: min(count, 1 << 16))
        while data.count < count {
            let got = read(replies.readEnd, &buffer, min(buffer.count, count - data.count))
            if got > 0 {
                data.append(contentsOf: buffer.prefix(got))
            } else if got < 0, errno == EAGAIN {
                guard try wait(for: replies.readEnd, Int16(POLLIN), until: deadline) else {
                    if !data.isEmpty { lastReceived = Excerpt.bytes(data) }
                    throw ProtocolViolation(reason: "no reply within \(timeoutSeconds.formatted()) s", isTimeout: true)
                }
            } else if got == 0 || errno != EINTR {
                throw ProtocolViolation(reason: "no reply: it closed its end\(ending)")
            }
        }
        return data
    }

    /// Everything up to the end of standard output.
    func rest(withinSeconds seconds: Double) throws -> Data {
        var data = Data()
        var buffer = [UInt8](repeating: 0, count: 4096)
        let deadline = Deadline(secondsFromNow: seconds)
        while data.count < 1 << 20 {
            let got = read(replies.readEnd, &buffer, buffer.count)
            if got > 0 {
                data.append(contentsOf: buffer.prefix(got))
            } else if got < 0, errno == EAGAIN {
                guard try wait(for: replies.readEnd, Int16(POLLIN), until: deadline) else { break }
            } else if got == 0 || errno != EINTR {
                break
            }
        }
        if !data.isEmpty { lastReceived = Excerpt.bytes(data) }
        return data
    }

    // MARK: - The end

    /// - Returns: nil when it still runs after that time.
    func end(withinSeconds seconds: Double) throws -> WorkerExit? {
        let deadline = Deadline(secondsFromNow: seconds)
        while true {
            if let status = status ?? process.statusIfEnded() {
                if self.status == nil { process.killGroup() }
                self.status = status
                return WorkerExit(waitStatus: status)
            }
            drainErrors()
            guard !interruption.wasTriggered else { throw Stopped() }
            guard !deadline.hasPassed else { return nil }
            poll(nil, 0, 5)
        }
    }

    /// ` (it exited with code 1)`, or nothing while it runs on.
    private var ending: String { (try? end(withinSeconds: 2)).map { " (it \($0.description))" } ?? "" }

    // MARK: - Waiting

    /// Keeps standard error drained meanwhile; false when time is up.
    private func wait(for descriptor: Int32, _ events: Int16, until deadline: Deadline) throws -> Bool {
        var watchesErrors = true
        while true {
            guard let left = deadline.millisecondsLeft else { return false }
            var watched = [
                pollfd(fd: descriptor, events: events, revents: 0),
                pollfd(fd: interruption.descriptor, events: Int16(POLLIN), revents: 0),
                pollfd(fd: watchesErrors ? errors.readEnd : -1, events: Int16(POLLIN), revents: 0),
            ]
            guard poll(&watched, 3, left) >= 0 else { continue }
            if watched[1].revents != 0 { throw Stopped() }
            if watched[2].revents != 0 { watchesErrors = drainErrors() }
            if watched[0].revents != 0 { return true }
        }
    }

    /// False at the end of the stream.
    @discardableResult
    private func drainErrors() -> Bool {
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = read(errors.readEnd, &buffer, buffer.count)
            if count > 0 {
                errorText = (errorText + buffer.prefix(count)).suffix(16 << 10)
            } else if count == 0 || errno != EINTR {
                return count < 0 && errno == EAGAIN
            }
        }
    }
}
