import CSystem
import Foundation

/// A program and its arguments, run to its end within a limit on its time and on its output.
public struct BoundedCommand: Sendable {
    /// What a program that ended left.
    public struct Outcome: Sendable, Equatable {
        public var succeeded: Bool
        /// The beginning of it.
        public var standardOutput: String
        /// The end of it, where programs say why they failed.
        public var standardError: String
    }

    /// The program first; without a slash in its name it is looked for in PATH. No shell reads them.
    public var arguments: [String]
    /// All of it; nothing is inherited.
    public var environment: [String: String]
    public var timeoutSeconds: Double
    /// Kept of each stream; the rest is read and thrown away.
    public var outputLimitBytes: Int

    public init(
        _ arguments: [String], environment: [String: String], timeoutSeconds: Double, outputLimitBytes: Int = 1 << 16
    ) {
        self.arguments = arguments
        self.environment = environment
        self.timeoutSeconds = timeoutSeconds
        self.outputLimitBytes = outputLimitBytes
    }

    /// What the program wrote to standard output, when it succeeded.
    ///
    /// - Throws: as `run`, and `ProcessError.failed` with the first line it wrote to standard error.
    public func output() throws(ProcessError) -> String {
        let outcome = try run()
        guard outcome.succeeded else {
            let words = outcome.standardError.split(separator: "\n").first ?? ""
            throw .failed(program: arguments[0], lastWords: String(words.prefix(300)))
        }
        return outcome.standardOutput
    }

    /// Runs the program, with nothing to read on its standard input.
    ///
    /// It is killed with everything it started when its time is up or `interruption` is triggered: it has a process
    /// group of its own, so that the terminal's Ctrl-C does not reach it.
    ///
    /// - Throws: `ProcessError`; how the program itself ended is no error here.
    public func run(interruption: Interruption? = nil) throws(ProcessError) -> Outcome {
        let input = try PrivatePipe()
        let output = try PrivatePipe()
        let errors = try PrivatePipe()
        let child = try ChildProcess.start(
            arguments, environment: environment, input: input.readEnd, output: output.writeEnd, error: errors.writeEnd)
        for pipe in [input, output, errors] { pipe.closeWriteEnd() }

        let deadline = Deadline(secondsFromNow: timeoutSeconds)
        var streams = [
            CapturedStream(descriptor: output.readEnd, limitBytes: outputLimitBytes, keeps: .beginning),
            CapturedStream(descriptor: errors.readEnd, limitBytes: outputLimitBytes, keeps: .end),
        ]
        do throws(ProcessError) {
            while true {
                let areClosed = streams.allSatisfy(\.hasEnded)
                if areClosed, let status = child.statusIfEnded() {
                    return Outcome(
                        succeeded: status == 0, standardOutput: streams[0].text, standardError: streams[1].text)
                }
                guard let left = deadline.millisecondsLeft else {
                    throw .tookTooLong(program: arguments[0], limitSeconds: timeoutSeconds)
                }
                if let interruption, interruption.wasTriggered { throw .interrupted(program: arguments[0]) }
                // Once both streams are closed its end is a moment away, and no descriptor announces it.
                let milliseconds = areClosed ? 1 : left
                var polled = (streams.map(\.openDescriptor) + [interruption?.descriptor ?? -1])
                    .map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
                guard poll(&polled, nfds_t(polled.count), milliseconds) > 0 else { continue }
                for index in streams.indices where polled[index].revents != 0 { streams[index].readWhatIsThere() }
            }
        } catch {
            child.kill()
            child.waitUntilEnd()
            throw error
        }
    }
}

/// One stream of a program, of which a bounded part is kept.
struct CapturedStream {
    enum Part { case beginning, end }

    let descriptor: Int32
    let limitBytes: Int
    let keeps: Part
    private var kept: [UInt8] = []
    private(set) var hasEnded = false

    init(descriptor: Int32, limitBytes: Int, keeps part: Part) {
        self.descriptor = descriptor
        self.limitBytes = limitBytes
        keeps = part
    }

    /// -1, which `poll` skips, once the stream has ended.
    var openDescriptor: Int32 { hasEnded ? -1 : descriptor }

    var text: String { String(decoding: kept, as: UTF8.self) }

    /// Blocks when nothing is there.
    mutating func readWhatIsThere() {
        var chunk = [UInt8](repeating: 0, count: 1 << 14)
        let count = SystemCall.retryingInterrupts { read(descriptor, &chunk, chunk.count) }
        if count > 0 {
            switch keeps {
            case .beginning: kept += chunk.prefix(min(count, max(0, limitBytes - kept.count)))
            case .end: kept = (kept + chunk.prefix(count)).suffix(limitBytes)
            }
        } else {
            hasEnded = true
        }
    }
}

/// A moment on the monotonic clock by which something must have happened.
public struct Deadline: Sendable {
    /// On `CLOCK_MONOTONIC_RAW`.
    private let nanoseconds: UInt64

    /// - Parameter seconds: from now on; below zero and what is not a number count as zero, more than a century as a century.
    public init(secondsFromNow seconds: Double) {
        let century = 3.2e9
        let bounded = seconds > 0 ? min(seconds, century) : 0
        nanoseconds = pawl_monotonic_raw_nanoseconds() + UInt64(bounded * 1e9)
    }

    public var hasPassed: Bool { pawl_monotonic_raw_nanoseconds() >= nanoseconds }

    /// What `poll` takes: rounded up, at least 1; nil when it has passed.
    public var millisecondsLeft: Int32? {
        let now = pawl_monotonic_raw_nanoseconds()
        return now < nanoseconds ? Int32(clamping: (nanoseconds - now) / 1_000_000 + 1) : nil
    }
}
