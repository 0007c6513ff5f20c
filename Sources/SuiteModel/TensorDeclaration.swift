import Diagnostics

/// What a suite says of one input or output of a variant: which tensor of the model it is, and how that is laid out.
public struct TensorDeclaration: Sendable, Equatable {
    /// The model's own name; nil leaves the search to Pawl.
    public var name: String?
    /// The order of axes that makes the golden set's input the model's, or the model's output the golden set's; nil leaves it.
    public var transposition: [Int]?
    /// An integer type that an input is brought to; nil leaves it.
    public var cast: String?
    public var location: SourceLocation

    public init(
        name: String? = nil, transposition: [Int]? = nil, cast: String? = nil, location: SourceLocation
    ) {
        self.name = name
        self.transposition = transposition
        self.cast = cast
        self.location = location
    }
}
