/// Names one cell across runs.
public struct CellAddress: Sendable, Hashable {
    public var suite: String
    public var model: String
    public var variant: String
    /// The suite's label of the runtime, such as `ort`.
    public var runtimeLabel: String

    public init(suite: String, model: String, variant: String, runtimeLabel: String) {
        self.suite = suite
        self.model = model
        self.variant = variant
        self.runtimeLabel = runtimeLabel
    }
}
