import GoldenSets
import InferenceCore

/// Opens the library, loads the model, binds the samples that latency is measured on, and runs once.
public struct LoadCall: WorkerCall {
    public static let name = "load"
    public var runtime: RuntimeAddress
    public var modelPath: String
    public var options: SessionOptions
    /// Which of the model's tensors are which of the golden set's; nil where all have the same names. Only for workers with
    /// the capability `mapping`.
    public var mapping: TensorMapping?
    public var samples: SampleFiles
    /// At most this many samples rotate through latency blocks; 0 when only an evaluation follows.
    public var rotationLimit: Int
    /// Core to pin the worker to; nil leaves it to the scheduler.
    public var pinToCore: Int?

    public init(
        runtime: RuntimeAddress, modelPath: String, options: SessionOptions, mapping: TensorMapping? = nil,
        samples: SampleFiles, rotationLimit: Int, pinToCore: Int?
    ) {
        self.runtime = runtime
        self.modelPath = modelPath
        self.options = options
        self.mapping = mapping
        self.samples = samples
        self.rotationLimit = rotationLimit
        self.pinToCore = pinToCore
    }

    public struct Reply: Codable, Sendable {
        public var runtime: RuntimeIdentity
        public var inputs: [TensorSpec]
        public var outputs: [TensorSpec]
        /// Outputs that hold texts; nil when there is none, or the worker does not tell.
        public var textOutputs: [TextOutput]?
        /// Outputs that are no tensors; nil when the worker does not tell.
        public var unreadableOutputs: [UnreadableOutput]?
        public var metadata: ModelMetadata?
        /// Opening the library and creating the session.
        public var loadNanoseconds: UInt64
        /// The first inference after loading; 0 when nothing rotates.
        public var firstInferenceNanoseconds: UInt64
        /// Resident memory before the library was opened.
        public var floorMemoryBytes: UInt64
        /// The core the worker is pinned to; nil when it is not, or was not permitted.
        public var pinnedCore: Int?
        public var rotationCount: Int
    }
}

/// Opens a model, says what it takes and gives, and closes it again; runs nothing.
public struct InspectCall: WorkerCall {
    public static let name = "inspect"
    public var runtime: RuntimeAddress
    public var modelPath: String
    /// How it is opened; nil for the defaults.
    public var options: SessionOptions?

    public init(runtime: RuntimeAddress, modelPath: String, options: SessionOptions? = nil) {
        self.runtime = runtime
        self.modelPath = modelPath
        self.options = options
    }

    public struct Reply: Codable, Sendable {
        public var inputs: [TensorSpec]
        public var outputs: [TensorSpec]
        /// Outputs that hold texts; nil when there is none, or the worker does not tell.
        public var textOutputs: [TextOutput]?
        /// Outputs that are no tensors; nil when the worker does not tell.
        public var unreadableOutputs: [UnreadableOutput]?
        public var metadata: ModelMetadata?
        /// Who is to run which node, where `options` ask for it and the runtime tells.
        public var placements: [NodePlacement]?
    }
}

extension InferenceSession {
    func inspection() throws(InferenceError) -> InspectCall.Reply {
        InspectCall.Reply(
            inputs: inputs, outputs: outputs, textOutputs: textOutputs.isEmpty ? nil : textOutputs,
            unreadableOutputs: unreadableOutputs, metadata: metadata,
            placements: try placements())
    }
}
