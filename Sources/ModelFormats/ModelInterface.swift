import InferenceCore
import Support

/// What a model file says of its inputs and outputs without a runtime: names, types, and what the integers of quantised ones stand
/// for. Runtimes seldom tell the latter.
public struct ModelInterface: Sendable, Equatable {
    public struct Port: Sendable, Equatable {
        /// As runtimes may call it; the first is the file's own word for it.
        public var names: [String]
        /// Nil for types that Pawl does not know.
        public var elementType: ElementType?
        public var shape: [TensorSpec.Dimension]
        public var quantization: TensorQuantization?
        /// Whether nothing in the graph reads an input's values.
        public var isUnread = false
        /// Of an output.
        public var kind: OutputKind?
        /// Why a quantisation that is there cannot be used, such as "its scale is computed, not stored".
        public var unusable: String?

        /// - Parameter quantization: left out where it does not fit type and shape.
        init(
            names: [String], elementType: ElementType?, shape: [TensorSpec.Dimension],
            quantization: TensorQuantization? = nil, unusable: String? = nil
        ) {
            self.names = names
            self.elementType = elementType
            self.shape = shape
            self.unusable = unusable
            guard let quantization, let elementType else { return }
            if let mismatch = quantization.mismatch(elementType: elementType, shape: shape) {
                self.unusable = mismatch
            } else {
                self.quantization = quantization
            }
        }
    }

    public var inputs: [Port]
    public var outputs: [Port]

    public func input(named name: String) -> Port? { inputs.first { $0.names.contains(name) } }

    /// What an output holds; the only one by any name, for runtimes have names of their own.
    public func kind(ofOutput name: String) -> OutputKind? {
        (outputs.first { $0.names.contains(name) } ?? (outputs.count == 1 ? outputs[0] : nil))?.kind
    }

    /// - Returns: nil for a file of a format that is not read: neither ONNX nor TensorFlow Lite nor OpenVINO's.
    /// - Throws: `ModelFormatError.file`, `.malformed`.
    public static func read(path: String) throws(ModelFormatError) -> ModelInterface? {
        let lowered = path.lowercased()
        if lowered.hasSuffix(".onnx") { return try OnnxGraph(path: path).interface(path: path) }
        let file: MappedFile
        do {
            file = try MappedFile(path: path)
        } catch {
            throw .file(error)
        }
        return try withExtendedLifetime(file) { () throws(ModelFormatError) in
            if TFLiteFile.isOne(file.bytes) { return try TFLiteFile.interface(file.bytes, path: path) }
            if lowered.hasSuffix(".xml"), OpenVINOFile.isOne(file.bytes) {
                return try OpenVINOFile.interface(file.bytes, path: path)
            }
            return nil
        }
    }

    /// Adds what the file says to tensors that a runtime described: their quantisation, where the runtime does not report it.
    ///
    /// A tensor is recognised by its name and type; where no name is known to the file, by position, if all types are the same there.
    public func completing(inputs specs: [TensorSpec]) -> [TensorSpec] { Self.complete(specs, with: inputs) }

    /// Likewise.
    public func completing(outputs specs: [TensorSpec]) -> [TensorSpec] { Self.complete(specs, with: outputs) }

    private static func complete(_ specs: [TensorSpec], with ports: [Port]) -> [TensorSpec] {
        let knowsNames = specs.contains { spec in ports.contains { $0.names.contains(spec.name) } }
        let knowsPositions =
            specs.count == ports.count && zip(specs, ports).allSatisfy { $0.elementType == $1.elementType }
        return specs.enumerated().map { index, spec in
            let port =
                knowsNames
                ? ports.first { $0.names.contains(spec.name) } : knowsPositions ? ports[index] : nil
            guard spec.quantization == nil, let port, port.elementType == spec.elementType,
                let quantization = port.quantization,
                quantization.mismatch(elementType: spec.elementType, shape: spec.shape) == nil
            else { return spec }
            var spec = spec
            spec.quantization = quantization
            return spec
        }
    }
}

/// What an output holds, as far as its operator shows.
public enum OutputKind: Sendable, Equatable {
    case probabilities, logits
}
