import Foundation

/// A program that is talked to in bytes. Nothing blocks for ever: each call has a deadline and can be interrupted, and standard error is
/// read all the while, so that a program that writes much there goes on.
///
/// Used from one thread. The program is killed when the object goes away.
package final class PipedProcess {
    package enum Failure: Error, Equatable {
        case timedOut
        case interrupted
        /// The program closed its end.
        case closed
    }

    private let process: ChildProcess
    private let requests: PrivatePipe
    private let replies: PrivatePipe
    private let errors: PrivatePipe
    private let interruption: Interruption
    private var status: Int32?
    /// Of standard error, as far as it was read.
    package private(set) var errorTail = LineTail()

    /// - Throws: `ProcessError` when the program cannot be started.
    package init(
        _ arguments: [String], environment: [String: String], interruption: Interruption
    ) throws(ProcessError) {
        self.interruption = interruption
        (requests, replies, errors) = (try PrivatePipe(), try PrivatePipe(), try PrivatePipe())
        process = try ChildProcess.start(
            arguments, environment: environment, input: requests.readEnd, output: replies.writeEnd,
            error: errors.writeEnd)
        requests.closeReadEnd()
        replies.closeWriteEnd()
        errors.closeWriteEnd()
        for end in [requests.writeEnd, replies.readEnd, errors.readEnd] { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
    }

    deinit { kill() }

    // MARK: - Bytes

    package func send(_ data: Data, until deadline: Deadline) throws(Failure) {
        var sent = 0
        while sent < data.count {
            let count = SystemCall.retryingInterrupts {
                data.withUnsafeBytes { write(requests.writeEnd, $0.baseAddress! + sent, data.count - sent) }
            }
            if count > 0 {
                sent += count
            } else if count < 0, errno == EAGAIN {
                try wait(for: requests.writeEnd, Int16(POLLOUT), until: deadline)
            } else {
                throw .closed
            }
        }
    }

    /// Waits until the program has read all that was sent, or reads no more, or until the deadline.
    package func waitUntilRead(until deadline: Deadline) {
        var unread: Int32 = 0
        while ioctl(requests.writeEnd, UInt(FIONREAD), &unread) == 0, unread > 0, deadline.millisecondsLeft != nil,
            !interruption.wasTriggered
        {
            // Nobody is left to read.
            var watched = pollfd(fd: requests.writeEnd, events: 0, revents: 0)
            if poll(&watched, 1, 1) > 0 { return }
        }
    }

    /// Closes the program's standard input.
    package func closeInput() { requests.closeWriteEnd() }

    /// The next bytes of standard output: at least one, and no more than `count`.
    package func receive(atMost count: Int, until deadline: Deadline) throws(Failure) -> Data {
        var buffer = [UInt8](repeating: 0, count: min(count, 1 << 16))
        while true {
            let got = SystemCall.retryingInterrupts { read(replies.readEnd, &buffer, buffer.count) }
            if got > 0 { return Data(buffer.prefix(got)) }
            guard got < 0, errno == EAGAIN else { throw .closed }
            try wait(for: replies.readEnd, Int16(POLLIN), until: deadline)
        }
    }

    /// So many bytes of standard output.
    package func receive(count: Int, until deadline: Deadline) throws(Failure) -> Data {
        var data = Data()
        while data.count < count { data += try receive(atMost: count - data.count, until: deadline) }
        return data
    }

    private func wait(for descriptor: Int32, _ events: Int16, until deadline: Deadline) throws(Failure) {
        var watchesErrors = true
        while true {
            guard let milliseconds = deadline.millisecondsLeft else { throw .timedOut }
            var watched = [
                pollfd(fd: descriptor, events: events, revents: 0),
                pollfd(fd: interruption.descriptor, events: Int16(POLLIN), revents: 0),
                pollfd(fd: watchesErrors ? errors.readEnd : -1, events: Int16(POLLIN), revents: 0),
            ]
            guard poll(&watched, 3, milliseconds) >= 0 else { continue }
            if watched[1].revents != 0 { throw .interrupted }
            if watched[2].revents != 0 { watchesErrors = drainErrors() }
            if watched[0].revents != 0 { return }
        }
    }

    /// Reads what is there of standard error; false at its end.
    @discardableResult
    package func drainErrors() -> Bool {
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = SystemCall.retryingInterrupts { read(errors.readEnd, &buffer, buffer.count) }
            guard count > 0 else { return count < 0 && errno == EAGAIN }
            errorTail.append(buffer.prefix(count))
        }
    }

    // MARK: - The end

    package var hasEnded: Bool { status != nil }

    /// Its wait status; nil while it runs. Whatever it started in its group ends with it.
    package func statusIfEnded() -> Int32? {
        if status == nil, let ended = process.statusIfEnded() {
            status = ended
            process.killGroup()
        }
        return status
    }

    /// Kills the program and everything it started.
    package func kill() {
        guard status == nil else { return }
        process.kill()
        status = process.waitUntilEnd()
    }
}

/// The last lines of a stream, in bounded memory.
package struct LineTail {
    package static let lineLimit = 12
    package static let lineBytes = 400
    package static let windowBytes = 16 << 10

    private var window = Data()

    package init() {}

    package mutating func append(_ bytes: some Sequence<UInt8>) {
        window.append(contentsOf: bytes)
        if window.count > 2 * Self.windowBytes { window = Data(window.suffix(Self.windowBytes)) }
    }

    /// Without the sequences that colour a terminal, and without lines that hold nothing else.
    package var lines: [String] {
        String(decoding: window, as: UTF8.self)
            .replacing(/\u{1B}\[[0-9;]*[A-Za-z]/, with: "")
            .split(whereSeparator: \.isNewline)
            .suffix(Self.lineLimit)
            .map { String($0.prefix(Self.lineBytes)) }
    }
}
