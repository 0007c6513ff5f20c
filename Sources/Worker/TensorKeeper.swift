import GoldenSets
import InferenceCore

/// Writes the outputs that an evaluation keeps only to compare them.
final class TensorKeeper {
    private let wanted: KeptTensors
    private var kept: [String: (writer: OutputFileWriter, output: KeptTensors.Output, bytes: Int)] = [:]

    init(_ wanted: KeptTensors) throws(WorkerError) {
        guard wanted.stride > 0 else {
            throw .outOfRange(argument: "stride", value: wanted.stride, allowed: "1 and up")
        }
        self.wanted = wanted
    }

    func keep(_ outputs: [String: Tensor], ofSample sample: Int) throws(GoldenSetError) {
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

    func finish() throws(GoldenSetError) -> [KeptTensors.Output] {
        for entry in kept.values { try entry.writer.finish() }
        return kept.values.map(\.output).sorted { $0.name < $1.name }
    }
}
