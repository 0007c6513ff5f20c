import Diagnostics
import Foundation
import Synchronization

/// Where a command writes: results to one stream, progress and diagnostics to the other. What it writes becomes `TerminalText`.
public protocol CommandOutput: Sendable {
    func writeResult(_ text: String)
    func writeDiagnostic(_ text: String)
    /// Whether the stream is a terminal that understands colours.
    var resultIsTerminal: Bool { get }
    var diagnosticIsTerminal: Bool { get }
    /// Columns of the terminal.
    var width: Int { get }
    /// Why a result could not be written whole, such as a full disk behind a redirection.
    var resultFailure: String? { get }
}

/// Standard output and standard error.
public final class StandardStreams: CommandOutput {
    /// The first error of writing a result; holding it keeps two writers from mixing their words.
    private let failure = Mutex<Int32?>(nil)

    public init() {}

    /// Opens `/dev/null` for each standard stream that the process was started without.
    ///
    /// Call it first of all: the next file or pipe would take the free number, and what is printed would go into it.
    public static func openMissing() {
        var descriptor = open("/dev/null", O_RDWR)
        while descriptor >= 0, descriptor <= STDERR_FILENO { descriptor = open("/dev/null", O_RDWR) }
        if descriptor >= 0 { close(descriptor) }
    }

    public var resultIsTerminal: Bool { isatty(STDOUT_FILENO) == 1 }
    public var diagnosticIsTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    public var width: Int {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 110 }
        return Int(size.ws_col)
    }

    public func writeResult(_ text: String) {
        failure.withLock { failure in
            let error = Self.write(TerminalText.safe(text, isTerminal: resultIsTerminal), to: STDOUT_FILENO)
            // A reader that has seen enough, such as `head`, is no error.
            if failure == nil, error != EPIPE { failure = error }
        }
    }

    public func writeDiagnostic(_ text: String) {
        failure.withLock { _ in
            _ = Self.write(TerminalText.safe(text, isTerminal: diagnosticIsTerminal), to: STDERR_FILENO)
        }
    }

    public var resultFailure: String? {
        failure.withLock { $0 }.map { String(cString: strerror($0)) }
    }

    /// - Returns: the error that ended the writing early; nil when everything was written.
    private static func write(_ text: String, to descriptor: Int32) -> Int32? {
        var text = text
        return text.withUTF8 { bytes in
            var written = 0
            while written < bytes.count {
                let count = Foundation.write(descriptor, bytes.baseAddress! + written, bytes.count - written)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return errno }
                written += count
            }
            return nil
        }
    }
}

/// Keeps what a command writes, for tests.
public final class RecordedOutput: CommandOutput {
    private let texts = Mutex((result: "", diagnostic: ""))

    public init() {}

    public var resultIsTerminal: Bool { false }
    public var diagnosticIsTerminal: Bool { false }
    public var width: Int { 120 }
    public var resultFailure: String? { nil }
    public var result: String { texts.withLock { $0.result } }
    public var diagnostic: String { texts.withLock { $0.diagnostic } }

    public func writeResult(_ text: String) {
        texts.withLock { $0.result += TerminalText.safe(text, isTerminal: false) }
    }
    public func writeDiagnostic(_ text: String) {
        texts.withLock { $0.diagnostic += TerminalText.safe(text, isTerminal: false) }
    }
}
