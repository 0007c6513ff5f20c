import Support
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
    /// Columns of the terminal; elsewhere `COLUMNS` where that is set.
    var width: Int { get }
    /// Columns of the terminal that diagnostics go to, as it is now.
    var diagnosticWidth: Int { get }
    /// Draws progress at the end of a terminal, in place of what was drawn before; nil takes that away. Whatever else is written
    /// takes it away as well.
    func show(_ progress: ProgressLine?)
    /// Why a result could not be written whole, such as a full disk behind a redirection.
    var resultFailure: String? { get }
}

/// Standard output and standard error.
public final class StandardStreams: CommandOutput {
    private struct State {
        /// The first error of writing a result.
        var failure: Int32?
        /// Of the progress line that stands at the end of the terminal; 0: none does.
        var progressColumns = 0
    }

    /// Holding it keeps two writers from mixing their words.
    private let state = Mutex(State())

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

    public var width: Int { Self.columns(of: STDOUT_FILENO) ?? 110 }
    public var diagnosticWidth: Int { Self.columns(of: STDERR_FILENO) ?? 80 }

    private static func columns(of descriptor: Int32) -> Int? {
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
            return ProcessInfo.processInfo.environment["COLUMNS"].flatMap { Int($0) }.map { min(max($0, 1), 10_000) }
        }
        return Int(size.ws_col)
    }

    public func writeResult(_ text: String) {
        state.withLock { state in
            clearProgress(&state)
            let error = Self.write(TerminalText.safe(text, isTerminal: resultIsTerminal), to: STDOUT_FILENO)
            // A reader that has seen enough, such as `head`, is no error.
            if state.failure == nil, error != EPIPE { state.failure = error }
        }
    }

    public func writeDiagnostic(_ text: String) {
        state.withLock { state in
            clearProgress(&state)
            _ = Self.write(TerminalText.safe(text, isTerminal: diagnosticIsTerminal), to: STDERR_FILENO)
        }
    }

    public func show(_ progress: ProgressLine?) {
        guard diagnosticIsTerminal else { return }
        state.withLock { state in
            guard let progress else { return clearProgress(&state) }
            // In one write, so that no terminal shows the line half drawn.
            let clearing = ProgressLine.clearing(columns: state.progressColumns, width: diagnosticWidth)
            _ = Self.write(clearing + TerminalText.safe(progress.text, isTerminal: true), to: STDERR_FILENO)
            state.progressColumns = progress.columns
        }
    }

    private func clearProgress(_ state: inout State) {
        guard state.progressColumns > 0 else { return }
        _ = Self.write(
            ProgressLine.clearing(columns: state.progressColumns, width: diagnosticWidth), to: STDERR_FILENO)
        state.progressColumns = 0
    }

    public var resultFailure: String? {
        state.withLock { $0.failure }.map { SystemMessage.text($0) }
    }

    /// - Returns: the error that ended the writing early; nil when everything was written.
    private static func write(_ text: String, to descriptor: Int32) -> Int32? {
        var text = text
        return text.withUTF8 { SystemCall.writeWhole(UnsafeRawBufferPointer($0), to: descriptor) }
    }
}

/// Keeps what a command writes, for tests.
public final class RecordedOutput: CommandOutput {
    private let texts = Mutex((result: "", diagnostic: ""))

    public init() {}

    public var resultIsTerminal: Bool { false }
    public var diagnosticIsTerminal: Bool { false }
    public var width: Int { 120 }
    public var diagnosticWidth: Int { 120 }
    public var resultFailure: String? { nil }
    public var result: String { texts.withLock { $0.result } }
    public var diagnostic: String { texts.withLock { $0.diagnostic } }

    public func writeResult(_ text: String) {
        texts.withLock { $0.result += TerminalText.safe(text, isTerminal: false) }
    }
    public func writeDiagnostic(_ text: String) {
        texts.withLock { $0.diagnostic += TerminalText.safe(text, isTerminal: false) }
    }
    /// Each on a line of its own.
    public func show(_ progress: ProgressLine?) {
        if let progress { writeDiagnostic(progress.text + "\n") }
    }
}
