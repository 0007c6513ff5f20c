import GoldenSets
import InferenceCore

/// Writes the outputs that an evaluation keeps only to compare them.
public final class TensorRecorder {
    private let wanted: KeptTensors
    private var kept: [String: (writer: OutputFileWriter, output: KeptTensors.Output, bytes: Int)] = [:]

    /// - Throws: a `DiagnosableError` for a stride below 1.
    public init(_ wanted: KeptTensors) throws {
        guard wanted.stride > 0 else {
            throw WorkerError.outOfRange(argument: "stride", value: wanted.stride, allowed: "1 and up")
        }
        self.wanted = wanted
    }

    /// Takes what is wanted of a sample's outputs.
    public func keep(_ outputs: [String: Tensor], ofSample sample: Int) throws(GoldenSetError) {
        guard sample.isMultiple(of: wanted.stride) else { return }
        for (name, tensor) in outputs where tensor.elementType != .bool && !wanted.except.contains(name) {
            if kept[name] == nil {
                let path = "\(wanted.pathPrefix)-\(kept.count)"
                kept[name] = (
                    try OutputFileWriter(path: path, reduction: .none),
                    KeptTensors.Output(name: name, path: path, samples: []), 0
                )
            }
            guard var entry = kept[name], entry.bytes < wanted.byteLimit else { continue }
            try entry.writer.append(tensor)
            entry.output.samples.append(sample)
            entry.bytes += tensor.elementCount * MemoryLayout<Float>.size
            kept[name] = entry
        }
    }

    /// Writes what is buffered, and says what was kept.
    public func finish() throws(GoldenSetError) -> [KeptTensors.Output] {
        for entry in kept.values { try entry.writer.finish() }
        return kept.values.map(\.output).sorted { $0.name < $1.name }
    }
}
