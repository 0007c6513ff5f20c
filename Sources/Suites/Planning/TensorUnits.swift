import Diagnostics
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

/// Why samples cannot become what a model takes, with a way out that is true for these two.
struct UnitsFinding {
    var wanted: TensorMatching.Wanted
    var obstacle: TensorUnits.Obstacle
    var model: TensorUnits
    var variant: String

    var diagnostic: Diagnostic {
        let samples = wanted.units?.elementType ?? model.elementType
        let own = model.quantization.map { "\(model.elementType.rawValue) of \($0)" } ?? model.elementType.rawValue
        switch obstacle {
        case .unknownTarget:
            return Diagnostic(
                code: "model.units",
                "samples of '\(wanted.name)' are \(samples.rawValue), the model of \(variant) takes "
                    + "\(model.elementType.rawValue) and does not say what its integers stand for",
                hint:
                    "say it under the variant: inputs: { \(wanted.name): { quantization: { scale: S, zero_point: Z } } }"
            )
        case .unknownSource:
            return Diagnostic(
                code: "model.units",
                "samples of '\(wanted.name)' are \(samples.rawValue), the model of \(variant) takes \(own), and "
                    + "golden.yaml does not say what the samples' integers stand for", hint: hint(samples))
        }
    }

    private func hint(_ samples: ElementType) -> String {
        let place = "under the input in golden.yaml"
        guard let own = model.quantization, own.axis == nil else {
            let way =
                "write \(place): quantization: { scale: S, zero_point: Z }, as { scale: 0.00392157, zero_point: 0 } for "
                + "pixels 0 to 255 that stand for 0 to 1"
            guard model.elementType.isFloatingPoint || samples == .bool else { return way }
            return way
                + "; or, if the model takes the numbers as they are, under the variant: inputs: { \(wanted.name): "
                + "{ cast: \(model.elementType.rawValue) } }"
        }
        // The same scale, and a zero point that stands where the model's does between the type's ends.
        let shifted: Int? =
            if let theirs = samples.integerRange, let ours = model.elementType.integerRange, theirs.count == ours.count
            {
                own.zeroPoints[0] - ours.lowerBound + theirs.lowerBound
            } else { nil }
        guard let shifted else {
            return "write \(place) what the samples' integers stand for: quantization: { scale: S, zero_point: Z }"
        }
        return
            "if the samples are the model's own values, counted from \(samples.integerRange?.lowerBound ?? 0) instead of "
            + "\(model.elementType.integerRange?.lowerBound ?? 0), as pixels are, write \(place): quantization: { scale: "
            + "\(own.scales[0]), zero_point: \(shifted) }"
    }
}
