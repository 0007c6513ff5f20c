import CSystem
import Synchronization

/// Shows how many tests of operators are done: one line that changes on a terminal, a line now and then elsewhere.
final class OperatorTestProgress: Sendable {
    private static let lineInterval: UInt64 = 10_000_000_000
    private static let barInterval: UInt64 = 100_000_000

    private let output: any CommandOutput
    private let usesBar: Bool
    private let usesColour: Bool
    private let total: Int
    private let lastLine = Mutex<UInt64>(0)

    init(output: any CommandOutput, usesBar: Bool, usesColour: Bool, total: Int) {
        self.output = output
        self.usesBar = usesBar
        self.usesColour = usesColour
        self.total = total
        if !usesBar { output.writeDiagnostic("pawl: numbers: \(total) tests ...\n") }
        lastLine.withLock { $0 = pawl_monotonic_raw_nanoseconds() }
    }

    func observe(_ done: Int, _ test: String) {
        let now = pawl_monotonic_raw_nanoseconds()
        let isDue = lastLine.withLock { last in
            guard now - last >= (usesBar ? Self.barInterval : Self.lineInterval) else { return false }
            last = now
            return true
        }
        guard isDue else { return }
        guard usesBar else { return output.writeDiagnostic("pawl: numbers \(done)/\(total) \(test)\n") }
        output.show(
            ProgressLine(
                "numbers \(done)/\(total)", label: test, share: Double(done) / Double(max(total, 1)),
                width: output.diagnosticWidth, usesColour: usesColour))
    }

    func end() { output.show(nil) }
}
