/// A loaded model. Used from one thread at a time.
public protocol InferenceSession: AnyObject {
    var inputs: [TensorSpec] { get }
    var outputs: [TensorSpec] { get }
    var metadata: ModelMetadata { get }

    /// Binds one set of inputs, by name, and buffers for the outputs, so that running allocates nothing.
    ///
    /// Dynamic dimensions take the sizes of the tensors given here.
    ///
    /// - Throws: `InferenceError.inputMismatch` when a name, type or shape does not fit.
    func bind(inputs: [String: Tensor]) throws(InferenceError) -> any BoundInference

    /// The most that the runtime's own allocator had in use so far, in bytes; nil when the runtime does not say.
    func plannedArenaBytes() -> UInt64?

    /// Ends profiling (begun by `SessionOptions.profilesOperators`) and returns what was recorded.
    func finishProfile() throws(InferenceError) -> [OperatorTiming]
}
