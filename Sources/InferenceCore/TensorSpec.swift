/// What a model says of one of its inputs or outputs.
public struct TensorSpec: Sendable, Hashable, Codable {
    public enum Dimension: Sendable, Hashable, Codable {
        case fixed(Int)
        /// Bound when the model meets its data; the name is the model's own, where it has one.
        case dynamic(name: String?)
    }

    public var name: String
    public var elementType: ElementType
    public var shape: [Dimension]
    /// What its integers stand for, where the model says it.
    public var quantization: TensorQuantization?

    public init(
        name: String, elementType: ElementType, shape: [Dimension], quantization: TensorQuantization? = nil
    ) {
        self.name = name
        self.elementType = elementType
        self.shape = shape
        self.quantization = quantization
    }

    /// - Throws: also for a quantisation that does not fit type and shape.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        name = try values.decode(String.self, forKey: .name)
        elementType = try values.decode(ElementType.self, forKey: .elementType)
        shape = try values.decode([Dimension].self, forKey: .shape)
        quantization = try values.decodeIfPresent(TensorQuantization.self, forKey: .quantization)
        if let reason = quantization?.misfit(elementType: elementType, shape: shape) {
            throw DecodingError.dataCorruptedError(
                forKey: .quantization, in: values, debugDescription: "the quantisation of '\(name)': \(reason)")
        }
    }

    /// Whether a tensor of `shape` can be bound: same rank, and equal wherever the model fixes a dimension.
    public func accepts(shape: [Int]) -> Bool {
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
        let dimensions = shape.map { dimension in
            switch dimension {
            case .fixed(let size): "\(size)"
            case .dynamic(let name): name ?? "?"
            }
        }
        return "\(name): \(elementType.rawValue)[\(dimensions.joined(separator: ", "))]"
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
