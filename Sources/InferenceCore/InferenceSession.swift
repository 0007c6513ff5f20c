/// A loaded model. Used from one thread at a time.
public protocol InferenceSession: AnyObject {
    var inputs: [TensorSpec] { get }
    var outputs: [TensorSpec] { get }
    /// Outputs that hold texts, as the names of classes.
    var textOutputs: [TextOutput] { get }
    /// Outputs of the model that are no tensors, such as maps: they are computed and never read.
    var unreadableOutputs: [UnreadableOutput] { get }
    var metadata: ModelMetadata { get }

    /// Binds one set of inputs, by name, and buffers for the outputs, so that running allocates nothing.
    ///
    /// Dynamic dimensions take the sizes of the tensors given here.
    ///
    /// - Throws: `InferenceError.inputMismatch` when a name, type or shape does not fit.
    func bind(inputs: [String: Tensor]) throws(InferenceError) -> any BoundInference

    /// The most that the runtime's own allocator had in use so far, in bytes; nil when the runtime does not say.
    func plannedArenaBytes() -> UInt64?

    /// The most that the runtime's allocator of a device's own memory, such as a GPU's, had in use so far, in bytes; nil when
    /// the runtime uses none or does not say.
    func deviceMemoryBytes() -> UInt64?

    /// Who is to run each node, of a session opened with `SessionOptions.recordsPlacements`; nil when the runtime does not tell.
    func placements() throws(InferenceError) -> [NodePlacement]?

    /// Ends profiling (begun by `SessionOptions.profilesOperators`) and returns what was recorded.
    func finishProfile() throws(InferenceError) -> [OperatorTiming]
}

extension InferenceSession {
    /// Most give none.
    public var textOutputs: [TextOutput] { [] }

    /// Most read all, or refuse the model.
    public var unreadableOutputs: [UnreadableOutput] { [] }

    /// Most run on the processor.
    public func deviceMemoryBytes() -> UInt64? { nil }

    /// Most do not tell before a run.
    public func placements() throws(InferenceError) -> [NodePlacement]? { nil }
}
