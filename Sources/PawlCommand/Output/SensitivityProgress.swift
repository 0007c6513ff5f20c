import Diagnostics
import Synchronization

/// Shows how a search goes on: a line a variant, or one line that changes on a terminal.
final class SensitivityProgress: Sendable {
    private let output: any CommandOutput
    private let usesBar: Bool
    private let nodes: [QuantisableNode]
    private let count = Mutex(0)

    init(output: any CommandOutput, usesBar: Bool, nodes: [QuantisableNode]) {
        self.output = output
        self.usesBar = usesBar
        self.nodes = nodes
    }

    func begin(model: String, method: String, gates: [String]) {
        line(
            "\(model): \(method) would quantise \(nodes.count) \(nodes.count == 1 ? "layer" : "layers"); judged by: "
                + gates.joined(separator: "; "))
    }

    func observe(_ event: SensitivityEvent) {
        guard case .tried(let kept, let trial) = event else { return }
        let number = count.withLock { count in
            count += 1
            return count
        }
        let text = "trial \(number): \(description(kept)): \(trial.passes ? "passes" : "does not pass")"
        guard usesBar else { return line(text) }
        output.show(ProgressLine("pawl: \(text)", width: output.diagnosticWidth, usesColour: false))
    }

    func end() { output.show(nil) }

    private func line(_ text: String) { output.writeDiagnostic("pawl: \(text)\n") }

    private func description(_ kept: Set<Int>) -> String {
        if kept.isEmpty { return "everything quantised" }
        if kept.count == nodes.count { return "nothing quantised" }
        let quantised = nodes.indices.filter { !kept.contains($0) }
        return quantised.count < kept.count
            ? "only \(names(quantised)) quantised" : "\(names(kept.sorted())) kept in float"
    }

    private func names(_ positions: [Int]) -> String {
        positions.count > 2
            ? "\(positions.count) layers"
            : positions.map { PrintableText.clean(nodes[$0].name) }.joined(separator: " and ")
    }
}
