import Diagnostics

public struct ModelDeclaration: Sendable, Equatable {
    public var name: String
    /// A key of `Suite.goldenSets`.
    public var goldenSet: String
    /// A variant's name; nil when the model has none.
    public var reference: String?
    /// In the order of the file.
    public var variants: [VariantDeclaration]
    public var location: SourceLocation

    public init(
        name: String, goldenSet: String, reference: String?, variants: [VariantDeclaration], location: SourceLocation
    ) {
        self.name = name
        self.goldenSet = goldenSet
        self.reference = reference
        self.variants = variants
        self.location = location
    }
}
