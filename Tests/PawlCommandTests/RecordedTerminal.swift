import Synchronization

@testable import PawlCommand

/// A terminal of a fixed width that keeps what diagnostics and progress lines it was sent.
final class RecordedTerminal: CommandOutput {
    private let texts = Mutex((result: "", diagnostic: "", progress: [ProgressLine?]()))
    let width: Int

    init(width: Int = 80) { self.width = width }

    var resultIsTerminal: Bool { true }
    var diagnosticIsTerminal: Bool { true }
    var diagnosticWidth: Int { width }
    var resultFailure: String? { nil }
    var result: String { texts.withLock { $0.result } }
    var diagnostic: String { texts.withLock { $0.diagnostic } }
    /// In the order in which they were drawn; nil took the line away.
    var progress: [ProgressLine?] { texts.withLock { $0.progress } }

    func writeResult(_ text: String) { texts.withLock { $0.result += text } }
    func writeDiagnostic(_ text: String) { texts.withLock { $0.diagnostic += text } }
    func show(_ progress: ProgressLine?) { texts.withLock { $0.progress.append(progress) } }
}
