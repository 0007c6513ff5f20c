/// A runtime whose inference does nothing, so that what remains is the harness's own overhead.
///
/// It takes the same path as every runtime: a model file (see `NullModel`), bound inputs, outputs by name. The outputs
/// stay zero.
public final class NullRuntime: InferenceRuntime {
    public let identity = RuntimeIdentity(
        name: "null", version: "1", libraryPath: "", buildInformation: "does nothing", availableProviders: ["cpu"])

    public init() {}

    /// - Throws: `InferenceError.invalidModel`; `.unsupportedOption` for any provider but `cpu`.
    public func openSession(
        modelAt path: String, options: SessionOptions
    ) throws(InferenceError) -> any InferenceSession {
        guard options.provider == "cpu" else {
            throw .unsupportedOption(
                name: "provider", value: options.provider, reason: "the null runtime has none of that name",
                hint: "known: cpu")
        }
        return NullSession(model: try NullModel(path: path))
    }
}

/// A null model, ready to be bound.
final class NullSession: InferenceSession {
    let inputs: [TensorSpec]
    let outputs: [TensorSpec]
    let metadata = ModelMetadata(producer: "pawl", graphName: "null")

    init(model: NullModel) {
        inputs = model.inputs
        outputs = model.outputs
    }

    func bind(inputs tensors: [String: Tensor]) throws(InferenceError) -> any BoundInference {
        try inputs.requireMatch(tensors)
        var sizes: [String: Int] = [:]
        for input in inputs {
            for case (.dynamic(let name?), let size) in zip(input.shape, tensors[input.name]?.shape ?? []) {
                sizes[name] = size
            }
        }
        var zeros: [String: Tensor] = [:]
        for output in outputs {
            let shape = output.shape.map { dimension in
                switch dimension {
                case .fixed(let size): size
                case .dynamic(let name): name.flatMap { sizes[$0] } ?? 1
                }
            }
            zeros[output.name] = try Self.zeros(output, shape)
        }
        return NullInference(outputs: zeros, inputs: tensors)
    }

    /// Dimensions come from files: the product must neither overflow nor ask for all memory there is.
    private static func zeros(_ output: TensorSpec, _ shape: [Int]) throws(InferenceError) -> Tensor {
        let byteLimit = 1 << 30
        var bytes = output.elementType.byteCount
        for size in shape {
            let (product, overflowed) = bytes.multipliedReportingOverflow(by: size)
            guard !overflowed, product <= byteLimit else {
                throw .runtimeFailure(
                    operation: "binding output '\(output.name)'", reason: "it is larger than \(byteLimit) bytes")
            }
            bytes = product
        }
        let storage = TensorStorage(byteCount: bytes)
        return Tensor(
            elementType: output.elementType, shape: shape, bytes: UnsafeRawBufferPointer(storage.bytes), owner: storage)
    }

    func plannedArenaBytes() -> UInt64? { nil }

    func finishProfile() throws(InferenceError) -> [OperatorTiming] { [] }
}

/// Bound tensors of a null model.
final class NullInference: BoundInference {
    private let boundOutputs: [String: Tensor]
    /// Kept alive as every runtime keeps them.
    private let boundInputs: [String: Tensor]

    init(outputs: [String: Tensor], inputs: [String: Tensor]) {
        boundOutputs = outputs
        boundInputs = inputs
    }

    func run() throws(InferenceError) {}

    func outputs() throws(InferenceError) -> [String: Tensor] { boundOutputs }
}
