/// Which tensor of a model stands for one that its golden set names, and how the two are laid out.
public struct TensorLink: Sendable, Hashable, Codable {
    /// The model's own name of it.
    public var name: String
    /// For an input, the order of axes that makes the golden set's tensor the model's; for an output, the one that makes the
    /// model's tensor the golden set's. As numpy.transpose: axis i of the result is axis `transposition[i]`. Nil leaves it.
    public var transposition: [Int]?
    /// Of an input of whole numbers that the model takes in another type. Nil leaves them.
    public var cast: Cast?

    public struct Cast: Sendable, Hashable, Codable {
        /// The golden set's type.
        public var from: ElementType
        /// The model's.
        public var to: ElementType

        public init(from: ElementType, to: ElementType) {
            self.from = from
            self.to = to
        }
    }

    public init(name: String, transposition: [Int]? = nil, cast: Cast? = nil) {
        self.name = name
        self.transposition = transposition
        self.cast = cast
    }

    /// Whether it changes nothing of a tensor that the golden set calls `name`.
    public func isPlain(for name: String) -> Bool { self.name == name && transposition == nil && cast == nil }
}

extension TensorLink: CustomStringConvertible {
    /// `serving_default_image:0, transpose [0, 2, 3, 1], cast int32`
    public var description: String {
        ([name] + [transposition.map { "transpose \($0)" }, cast.map { "cast \($0.to.rawValue)" }].compactMap { $0 })
            .joined(separator: ", ")
    }
}
