import CSystem

/// How far a long piece of work is that only counts: a bar on a terminal, a line every ten seconds elsewhere.
final class StepProgress {
    private static let lineInterval: UInt64 = 10_000_000_000
    private static let barInterval: UInt64 = 100_000_000

    private let context: CommandContext
    private let label: String
    private var lastShown = pawl_monotonic_raw_nanoseconds()

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
        context.output.show(
            ProgressLine(
                words, share: Double(done) / Double(total), width: context.output.diagnosticWidth,
                usesColour: context.diagnosticUsesColour))
    }

    /// Takes the bar away.
    func end() { context.output.show(nil) }
}
