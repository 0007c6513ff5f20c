import Diagnostics

/// Shows how an explanation goes on: lines, or one line that changes on a terminal.
struct ExplanationProgress {
    private let output: any CommandOutput
    private let usesBar: Bool

    init(_ context: CommandContext) {
        output = context.output
        usesBar = context.usesProgressBar
    }

    func compared(_ count: Int, of all: Int) {
        // A line for each chunk would tell nobody anything.
        guard usesBar || count == all else { return }
        show("compared \(count) of \(all) intermediate values", share: Double(count) / Double(max(all, 1)))
    }

    func tried(_ number: Int, _ layers: [String], of all: Int, _ passes: Bool) {
        let what =
            layers.isEmpty
            ? "as it is"
            : layers.count == all
                ? "all \(all) layers in float"
                : layers.count == 1
                    ? "\(PrintableText.clean(layers[0])) in float" : "\(layers.count) of \(all) layers in float"
        show("trial \(number): \(what): \(passes ? "passes" : "does not pass")", share: nil)
    }

    func end() { output.show(nil) }

    private func show(_ text: String, share: Double?) {
        guard usesBar else { return output.writeDiagnostic("pawl: \(text)\n") }
        output.show(ProgressLine("pawl: \(text)", share: share, width: output.diagnosticWidth, usesColour: false))
    }
}
