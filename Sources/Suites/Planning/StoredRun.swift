/// The earlier run whose record is a suite's baseline.
public struct StoredRun: Sendable, Equatable {
    public var id: String
    /// `model/variant` of what it measured.
    public var variants: Set<String>

    public init(id: String, variants: Set<String>) {
        self.id = id
        self.variants = variants
    }
}
