/// An output that a model gives in texts: the names of classes.
public struct TextOutput: Sendable, Hashable, Codable {
    public var name: String
    public var shape: [TensorSpec.Dimension]

    public init(name: String, shape: [TensorSpec.Dimension]) {
        self.name = name
        self.shape = shape
    }

    /// How it looks once each text has become the number of its class.
    public var asNumbers: TensorSpec { TensorSpec(name: name, elementType: .int32, shape: shape) }
}

/// A dense, row-major tensor of texts.
public struct TextTensor: Sendable, Equatable {
    public let shape: [Int]
    public let texts: [String]

    /// Elements and bytes that an output of class names may have; more is no name of a class.
    public static let elementLimit = 1 << 20
    public static let byteLimit = 64 << 20

    /// - Precondition: a text for each element of the shape.
    public init(shape: [Int], texts: [String]) {
        precondition(shape.reduce(1, *) == texts.count, "texts do not fill the shape")
        self.shape = shape
        self.texts = texts
    }

    /// The numbers of classes in the texts' place, int32.
    ///
    /// - Parameter number: of a text; nil for one that is no class.
    /// - Throws: `InferenceError.unknownText` for the first such text.
    public func numbers(_ number: (String) -> Int32?) throws(InferenceError) -> Tensor {
        var numbers: [Int32] = []
        numbers.reserveCapacity(texts.count)
        for text in texts {
            guard let known = number(text) else { throw .unknownText(text) }
            numbers.append(known)
        }
        return Tensor(elementType: .int32, shape: shape, copying: numbers)
    }
}

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
