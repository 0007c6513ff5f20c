/// What a named baseline has, however each part of it is compared.
public struct NamedCounterparts: Sendable, Equatable {
    /// For messages: `baseline main@3`.
    public var source: String
    /// `model/variant`
    public var variants: Set<String>

    public init(source: String, variants: Set<String>) {
        self.source = source
        self.variants = variants
    }
}
