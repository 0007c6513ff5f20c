import Foundation

/// A program that replies to each line with a line, one process for the whole conversation.
///
/// Used from one thread. A program that breaks a rule is killed with everything it started.
public final class LineProtocolProcess {
    /// Of one reply.
    private static let lineLimitBytes = 64 << 20
    private static let errorLimitBytes = 1 << 16

    private let program: String
    private let interruption: Interruption
    private let requests: PrivatePipe
    private let replies: PrivatePipe
    private let errors: PrivatePipe
    private let child: ChildProcess
    private var errorTail: CapturedStream
    private var unread: [UInt8] = []
    private var hasEnded = false

    /// - Parameters:
    ///   - arguments: the program first; no shell reads them.
    ///   - environment: all of it; nothing is inherited.
    public init(
        _ arguments: [String], environment: [String: String], interruption: Interruption
    ) throws(ProcessError) {
        requests = try PrivatePipe()
        replies = try PrivatePipe()
        errors = try PrivatePipe()
        child = try ChildProcess.start(
            arguments, environment: environment, input: requests.readEnd, output: replies.writeEnd,
            error: errors.writeEnd)
        requests.closeReadEnd()
        replies.closeWriteEnd()
        errors.closeWriteEnd()
        _ = fcntl(requests.writeEnd, F_SETFL, O_NONBLOCK)
        program = arguments[0]
        self.interruption = interruption
        errorTail = CapturedStream(descriptor: errors.readEnd, limitBytes: Self.errorLimitBytes, keeps: .end)
    }

    deinit { end() }

    /// Sends a line, if there is one, and waits for the next line of the program.
    ///
    /// - Parameter line: without its end.
    /// - Throws: `ProcessError.failed` with the program's last words when it ended, `.tookTooLong`, `.interrupted`.
    public func ask(_ line: String?, timeoutSeconds: Double) throws(ProcessError) -> String {
        guard !hasEnded else { throw .failed(program: program, lastWords: "it has ended") }
        let deadline = Deadline(secondsFromNow: timeoutSeconds)
        var unsent = line.map { Array($0.utf8) + [UInt8(ascii: "\n")] }?[...] ?? []
        do throws(ProcessError) {
            while true {
                if let line = takeLine() { return line }
                guard unread.count <= Self.lineLimitBytes else {
                    throw .failed(program: program, lastWords: "it answered more than \(Self.lineLimitBytes) bytes")
                }
                guard let left = deadline.millisecondsLeft else {
                    throw .tookTooLong(program: program, limitSeconds: timeoutSeconds)
                }
                guard !interruption.wasTriggered else { throw .interrupted(program: program) }
                try exchange(&unsent, milliseconds: left)
            }
        } catch {
            end()
            throw error
        }
    }

    /// Ends the program, whatever it does.
    public func end() {
        guard !hasEnded else { return }
        hasEnded = true
        child.kill()
        child.waitUntilEnd()
    }

    /// Waits until something can be sent or is there, and sends or takes it.
    private func exchange(_ unsent: inout ArraySlice<UInt8>, milliseconds: Int32) throws(ProcessError) {
        var watched = [
            pollfd(fd: replies.readEnd, events: Int16(POLLIN), revents: 0),
            pollfd(fd: errorTail.openDescriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: interruption.descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: unsent.isEmpty ? -1 : requests.writeEnd, events: Int16(POLLOUT), revents: 0),
        ]
        guard poll(&watched, nfds_t(watched.count), milliseconds) > 0 else { return }
        if watched[1].revents != 0 { errorTail.readWhatIsThere() }
        if watched[3].revents != 0 {
            let count = unsent.withUnsafeBytes { write(requests.writeEnd, $0.baseAddress, $0.count) }
            if count > 0 { unsent.removeFirst(count) }
            // A program that no longer reads tells more by how it ends.
            if count < 0, errno == EPIPE { unsent = [] }
        }
        guard watched[0].revents != 0 else { return }
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        let count = read(replies.readEnd, &chunk, chunk.count)
        if count > 0 {
            unread += chunk.prefix(count)
        } else if count == 0 {
            throw .failed(program: program, lastWords: lastWords())
        }
    }

    private func takeLine() -> String? {
        guard let end = unread.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
        let line = String(decoding: unread[..<end], as: UTF8.self)
        unread.removeSubrange(...end)
        return line
    }

    /// The last line that the program wrote to standard error before it closed its end.
    private func lastWords() -> String {
        child.killGroup()
        while !errorTail.hasEnded { errorTail.readWhatIsThere() }
        return String((errorTail.text.split(separator: "\n").last ?? "").prefix(300))
    }
}
