import InferenceCore

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
