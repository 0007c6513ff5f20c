import Records
import Support

/// Reads the `slices` and `min_samples` of a gate.
struct SliceSection {
    let reader: YAMLReader

    /// Metrics that are counted sample by sample, so that every part of the samples has its own.
    private static let metrics: [Metric] = [.accuracy, .topKAccuracy, .exactMatch]

    /// - Parameters:
    ///   - metric: nil where the gate's is not sound; likewise the kind of its limit.
    func slicing(
        _ gate: YAMLMapping, _ metric: Metric?, _ kind: GateLimitKind?
    ) -> (columns: [String], minimumSamples: Int) {
        let minimum = gate["min_samples"].flatMap { reader.integer($0, "'min_samples'", in: 2...1_000_000) } ?? 1
        guard let node = gate["slices"] else {
            if let node = gate["min_samples"] {
                reader.report(
                    "needless-min-samples", "'min_samples' is of 'slices', which the gate does not have",
                    at: node.location, hint: "add 'slices: [\(SampleColumn.labelName)]', or remove it")
            }
            return ([], minimum)
        }
        if let metric, !Self.metrics.contains(metric) {
            reader.report(
                "slices-metric", "\(metric.rawValue) cannot be judged slice by slice", at: node.location,
                hint: "metrics with slices: \(Self.metrics.map(\.rawValue).joined(separator: ", "))")
        } else if let kind, kind != .maxDrop {
            reader.report(
                "slices-limit", "'slices' judge how far each slice fell, which '\(kind.rawValue)' does not limit",
                at: node.location, hint: "write '\(GateLimitKind.maxDrop.rawValue)' and 'against'")
        }
        return (columns(node), minimum)
    }

    private func columns(_ node: YAMLNode) -> [String] {
        guard let columns = reader.texts(node, "'slices'") else { return [] }
        if columns.isEmpty, case .sequence(let items) = node.content, items.isEmpty {
            reader.report(
                "invalid-value", "'slices' is an empty list", at: node.location,
                hint: "leave the key out to judge all samples together, or name columns: [\(SampleColumn.labelName)]")
        }
        if Set(columns).count < columns.count {
            reader.report("invalid-value", "'slices' names a column twice", at: node.location, hint: "name each once")
        }
        return columns
    }
}
