/// An output that a model gives and Pawl cannot read. It stands in nobody's way unless a golden set names it.
public struct UnreadableOutput: Sendable, Hashable, Codable {
    public var name: String
    /// Why, as the end of a sentence about it: `it holds strings`.
    public var reason: String
    /// The way out, where the runtime knows one.
    public var hint: String?

    public init(name: String, reason: String, hint: String? = nil) {
        self.name = name
        self.reason = reason
        self.hint = hint
    }
}
