import InferenceCore

/// What a tensor's values are: their type and, of quantised ones, what the integers stand for.
public struct TensorUnits: Sendable, Hashable {
    public var elementType: ElementType
    public var quantization: TensorQuantization?

    public init(_ elementType: ElementType, _ quantization: TensorQuantization? = nil) {
        self.elementType = elementType
        self.quantization = quantization
    }

    public init(_ spec: TensorSpec) { self.init(spec.elementType, spec.quantization) }

    /// Why values cannot become others.
    public enum Obstacle: Error, Equatable {
        /// They are integers, and nobody says what they stand for.
        case unknownSource
        /// They are to become integers, and nobody says what those stand for.
        case unknownTarget
    }

    /// How values of these units become those of another tensor: through real numbers, where both sides say what they are.
    ///
    /// Integers of one type are left as they are unless both sides say what they stand for and differ. Whole numbers that no side
    /// calls quantised (tokens, lengths, masks) change their type where the new one has 32 bits or more, or is a truth value.
    ///
    /// - Returns: nil where nothing has to be done.
    public func conversion(to other: TensorUnits) throws(Obstacle) -> TensorLink.Cast? {
        func cast(_ own: TensorQuantization? = nil, _ theirs: TensorQuantization? = nil) -> TensorLink.Cast {
            TensorLink.Cast(
                from: elementType, to: other.elementType, fromQuantization: own, toQuantization: theirs)
        }
        if elementType == other.elementType {
            guard let own = quantization, let theirs = other.quantization, own != theirs else { return nil }
            return cast(own, theirs)
        }
        switch (elementType.isFloatingPoint, other.elementType.isFloatingPoint) {
        case (true, true): return cast()
        case (true, false):
            guard let theirs = other.quantization else { throw .unknownTarget }
            return cast(nil, theirs)
        case (false, true):
            guard let own = quantization else { throw .unknownSource }
            return cast(own, nil)
        case (false, false):
            switch (quantization, other.quantization) {
            case (let own?, let theirs?): return cast(own, theirs)
            case (nil, nil) where other.elementType.isOfWholeNumbers: return cast()
            case (nil, _): throw .unknownSource
            case (_, nil): throw .unknownTarget
            }
        }
    }
}

extension ElementType {
    /// Types that hold tokens, lengths and masks; smaller integers mostly stand for real numbers.
    fileprivate var isOfWholeNumbers: Bool {
        switch self {
        case .int32, .int64, .uint32, .uint64, .bool: true
        case .int8, .int16, .uint8, .uint16, .float16, .bfloat16, .float32, .float64: false
        }
    }

    /// Whether outputs of this type come back in real units where the model says what they stand for.
    var isQuantizedOutput: Bool {
        switch self {
        case .int8, .int16, .uint8, .uint16: true
        case .int32, .int64, .uint32, .uint64, .bool, .float16, .bfloat16, .float32, .float64: false
        }
    }
}
