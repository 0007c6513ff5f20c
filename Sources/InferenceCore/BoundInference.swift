/// One set of inputs bound to a session: running it again and again is the hot path.
public protocol BoundInference: AnyObject {
    /// Runs one inference, synchronously, without allocating.
    func run() throws(InferenceError)

    /// The outputs of the last run, by name; the memory is overwritten by the next run.
    func outputs() throws(InferenceError) -> [String: Tensor]

    /// The texts of an output of the last run; nil where the session has no such text output.
    func texts(ofOutput name: String) throws(InferenceError) -> TextTensor?

    /// What runs when the clock does: this, or what it wraps.
    var timed: any BoundInference { get }
}

extension BoundInference {
    public func texts(ofOutput name: String) throws(InferenceError) -> TextTensor? { nil }

    public var timed: any BoundInference { self }
}
