import PawlCommand
import Synchronization

/// Keeps what a command writes.
final class CollectedOutput: CommandOutput {
    private let texts = Mutex((result: "", diagnostics: ""))

    var result: String { texts.withLock { $0.result } }
    var diagnostics: String { texts.withLock { $0.diagnostics } }

    func writeResult(_ text: String) { texts.withLock { $0.result += text } }
    func writeDiagnostic(_ text: String) { texts.withLock { $0.diagnostics += text } }
    func show(_ progress: ProgressLine?) {}

    var resultIsTerminal: Bool { false }
    var diagnosticIsTerminal: Bool { false }
    var width: Int { 80 }
    var diagnosticWidth: Int { 80 }
    var resultFailure: String? { nil }
}
