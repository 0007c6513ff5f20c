/// Outputs of which a metric cannot be computed.
public struct UnusableOutputs: Error, Equatable {
    public var reason: String
    /// What to do about it, where that is known.
    public var hint: String?

    init(reason: String, hint: String?) {
        self.reason = reason
        self.hint = hint
    }
}
