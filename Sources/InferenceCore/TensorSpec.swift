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

extension [TensorSpec] {
    /// Checks that `tensors` are exactly the inputs described here, before a runtime sees them.
    ///
    /// - Throws: `InferenceError.inputMismatch` for a missing or unknown name, another element type or another shape.
    public func requireMatch(_ tensors: [String: Tensor]) throws(InferenceError) {
        for spec in self {
            guard let tensor = tensors[spec.name] else {
                let names = tensors.keys.sorted().joined(separator: ", ")
                throw .inputMismatch(
                    input: spec.name, expected: spec.description,
                    found: "no input of that name, only: \(names.isEmpty ? "none" : names)")
            }
            guard tensor.elementType == spec.elementType, spec.accepts(shape: tensor.shape) else {
                let found = TensorSpec(
                    name: spec.name, elementType: tensor.elementType,
                    shape: tensor.shape.map(TensorSpec.Dimension.fixed))
                throw .inputMismatch(input: spec.name, expected: spec.description, found: found.description)
            }
        }
        if tensors.count != count,
            let unknown = tensors.keys.sorted().first(where: { name in !contains { $0.name == name } })
        {
            let known = map(\.description).joined(separator: "; ")
            throw .inputMismatch(
                input: unknown, expected: known.isEmpty ? "no inputs" : known, found: "an input '\(unknown)' as well")
        }
    }
}

extension TensorSpec {
    /// How a model's input looks to one who feeds it through `link`; nil where the link does not fit it.
    public func asInput(through link: TensorLink) -> TensorSpec? {
        var spec = self
        if let cast = link.cast {
            guard cast.to == elementType, cast.toQuantization?.mismatch(elementType: elementType, shape: shape) == nil
            else { return nil }
            spec.elementType = cast.from
            spec.quantization = nil
        }
        if let axes = link.transposition, rankIsKnown {
            guard axes.sorted() == Array(shape.indices) else { return nil }
            // The feeder's axis `axes[i]` is the model's axis i.
            for (axis, origin) in axes.enumerated() { spec.shape[origin] = shape[axis] }
            spec.quantization = spec.quantization.map { $0.onAxis($0.axis.map { axes[$0] }) }
        }
        if let own = link.cast?.fromQuantization {
            guard own.mismatch(elementType: spec.elementType, shape: spec.shape) == nil else { return nil }
            spec.quantization = own
        }
        return spec
    }

    /// How a model's output looks to one who reads it through `link`; nil where the link does not fit it.
    public func asOutput(through link: TensorLink) -> TensorSpec? {
        var spec = self
        if let cast = link.cast {
            guard cast.from == elementType,
                cast.fromQuantization?.mismatch(elementType: elementType, shape: shape) == nil
            else { return nil }
            spec.elementType = cast.to
            spec.quantization = nil
        }
        if let axes = link.transposition, rankIsKnown {
            guard axes.sorted() == Array(shape.indices) else { return nil }
            spec.shape = axes.map { shape[$0] }
            spec.quantization = spec.quantization.map { $0.onAxis($0.axis.flatMap(axes.firstIndex(of:))) }
        }
        if let own = link.cast?.toQuantization {
            guard own.mismatch(elementType: spec.elementType, shape: spec.shape) == nil else { return nil }
            spec.quantization = own
        }
        return spec
    }
}

/// The element types that models on devices use.
public enum ElementType: String, CaseIterable, Sendable, Hashable, Codable {
    case float32, float16, bfloat16, float64
    case int8, int16, int32, int64
    case uint8, uint16, uint32, uint64
    case bool

    /// Bytes of one element.
    public var byteCount: Int {
        switch self {
        case .int8, .uint8, .bool: 1
        case .float16, .bfloat16, .int16, .uint16: 2
        case .float32, .int32, .uint32: 4
        case .float64, .int64, .uint64: 8
        }
    }
}
