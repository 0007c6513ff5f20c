import CSystem

/// How far a long piece of work is that only counts: a bar on a terminal, a line every ten seconds elsewhere.
final class StepProgress {
    private static let lineInterval: UInt64 = 10_000_000_000
    private static let barInterval: UInt64 = 100_000_000

    private let context: CommandContext
    private let label: String
    private var lastShown = pawl_monotonic_raw_nanoseconds()
    private var hasBar = false

    init(_ label: String, in context: CommandContext) {
        self.context = context
        self.label = label
    }

    func show(_ done: Int, of total: Int, unit: String) {
        let now = pawl_monotonic_raw_nanoseconds()
        let usesBar = context.usesProgressBar
        guard now - lastShown > (usesBar ? Self.barInterval : Self.lineInterval) else { return }
        lastShown = now
        let words = "\(label): \(done) of \(total) \(unit)"
        guard usesBar else { return context.output.writeDiagnostic("pawl: \(words)\n") }
        let bar = ProgressBar.text(Double(done), of: Double(total), usesColour: context.diagnosticUsesColour)
        context.output.writeDiagnostic("\(ProgressBar.clearing)\(bar) \(words)")
        hasBar = true
    }

    /// Clears the bar.
    func end() {
        if hasBar { context.output.writeDiagnostic(ProgressBar.clearing) }
        hasBar = false
    }
}
