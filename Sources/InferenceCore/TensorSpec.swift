/// What a model says of one of its inputs or outputs.
public struct TensorSpec: Sendable, Hashable, Codable {
    public enum Dimension: Sendable, Hashable, Codable {
        case fixed(Int)
        /// Bound when the model meets its data; the name is the model's own, where it has one.
        case dynamic(name: String?)
    }

    public var name: String
    public var elementType: ElementType
    /// Empty for a single number, and where the rank is not known.
    public var shape: [Dimension]
    /// Whether the model says how many dimensions there are; where it does not, an input takes any.
    public var rankIsKnown = true
    /// What its integers stand for, where the model says it.
    public var quantization: TensorQuantization?

    public init(
        name: String, elementType: ElementType, shape: [Dimension], rankIsKnown: Bool = true,
        quantization: TensorQuantization? = nil
    ) {
        self.name = name
        self.elementType = elementType
        self.shape = shape
        self.rankIsKnown = rankIsKnown
        self.quantization = quantization
    }

    /// Whether a tensor of `shape` can be bound: same rank, and equal wherever the model fixes a dimension.
    public func accepts(shape: [Int]) -> Bool {
        guard rankIsKnown else { return shape.allSatisfy { $0 > 0 } }
        guard shape.count == self.shape.count else { return false }
        return zip(shape, self.shape).allSatisfy { size, dimension in
            switch dimension {
            case .fixed(let expected): size == expected
            case .dynamic: size > 0
            }
        }
    }
}

extension TensorSpec: CustomStringConvertible {
    /// `bytes: int32[batch, 2048]`
    public var description: String {
        guard rankIsKnown else { return "\(name): \(elementType.rawValue) of any shape" }
        let dimensions = shape.map { dimension in
            switch dimension {
            case .fixed(let size): "\(size)"
            case .dynamic(let name): name ?? "?"
            }
        }
        return "\(name): \(elementType.rawValue)[\(dimensions.joined(separator: ", "))]"
    }
}

extension TensorSpec {
    private enum CodingKeys: String, CodingKey { case name, elementType, shape, quantization }

    /// `shape` is null where the rank is not known.
    ///
    /// - Throws: also for a quantisation that does not fit type and shape.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        let shape = try values.decode([Dimension]?.self, forKey: .shape)
        self.init(
            name: try values.decode(String.self, forKey: .name),
            elementType: try values.decode(ElementType.self, forKey: .elementType), shape: shape ?? [],
            rankIsKnown: shape != nil,
            quantization: try values.decodeIfPresent(TensorQuantization.self, forKey: .quantization))
        if let reason = quantization?.mismatch(elementType: elementType, shape: self.shape) {
            throw DecodingError.dataCorruptedError(
                forKey: .quantization, in: values, debugDescription: "the quantisation of '\(name)': \(reason)")
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(name, forKey: .name)
        try values.encode(elementType, forKey: .elementType)
        if rankIsKnown { try values.encode(shape, forKey: .shape) } else { try values.encodeNil(forKey: .shape) }
        try values.encodeIfPresent(quantization, forKey: .quantization)
    }
}

/// A number, or the name of a size that is not fixed, or null where it has none: `["batch", 3, 224, null]`.
extension TensorSpec.Dimension {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .dynamic(name: nil)
        } else if let size = try? container.decode(Int.self) {
            self = .fixed(size)
        } else {
            self = .dynamic(name: try container.decode(String.self))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .fixed(let size): try container.encode(size)
        case .dynamic(let name?): try container.encode(name)
        case .dynamic(nil): try container.encodeNil()
        }
    }
}
