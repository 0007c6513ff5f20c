/// One set of inputs bound to a session: running it again and again is the hot path.
public protocol BoundInference: AnyObject {
    /// Runs one inference, synchronously, without allocating.
    func run() throws(InferenceError)

    /// The outputs of the last run, by name; the memory is overwritten by the next run.
    func outputs() throws(InferenceError) -> [String: Tensor]

    /// What runs when the clock does: this, or what it wraps.
    var timed: any BoundInference { get }
}

extension BoundInference {
    public var timed: any BoundInference { self }
}
