import InferenceCore

/// Opens a model, says what it takes and gives, and closes it again; runs nothing.
public struct InspectCall: WorkerCall {
    public static let name = "inspect"
    public var runtime: RuntimeAddress
    public var modelPath: String

    public init(runtime: RuntimeAddress, modelPath: String) {
        self.runtime = runtime
        self.modelPath = modelPath
    }

    public struct Reply: Codable, Sendable {
        public var inputs: [TensorSpec]
        public var outputs: [TensorSpec]
        public var metadata: ModelMetadata?
    }
}

extension InferenceSession {
    var inspection: InspectCall.Reply { InspectCall.Reply(inputs: inputs, outputs: outputs, metadata: metadata) }
}
