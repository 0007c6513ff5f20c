import InferenceCore
import ModelFormats

/// What one version of a runtime made of a test.
public struct OperatorTestOutcome: Sendable {
    public enum Kind: String, Sendable, Codable {
        case right, wrong
        /// An error in the runtime's words, on loading or on running.
        case refused
        /// The library ended its process.
        case crashed
        case hung
        /// Pawl does not pass what the model takes or gives; nothing is known.
        case notRun = "not_run"
    }

    public var kind: Kind
    /// Where it is wrong, or what the runtime said; nil where it is right.
    public var words: String?
    /// The largest |found - right| of all outputs that have the right type and shape; nil without one, and where NaN stands in the place of
    /// a number, or the other way round.
    public var largestError: Double?
    /// Of all data sets, in the model's order; empty where it did not run.
    public var outputs: [Tensor]
    /// Whether a second run gave the same bits.
    public var isRepeatable: Bool

    public init(
        _ kind: Kind, words: String? = nil, largestError: Double? = nil, outputs: [Tensor] = [],
        isRepeatable: Bool = true
    ) {
        self.kind = kind
        self.words = words
        self.largestError = largestError
        self.outputs = outputs
        self.isRepeatable = isRepeatable
    }

    /// Whether the model was refused for the version of its format or operator set alone: that says nothing of its operator.
    public var isTooNew: Bool { kind == .refused && ModelRefusal.saysNewerFormat(words ?? "") }

    /// Whether there are outputs.
    public var ran: Bool { kind == .right || kind == .wrong }

    /// Whether types, shapes and every bit are those of another version's outputs.
    public func hasSameBits(as other: Self) -> Bool {
        outputs.count == other.outputs.count && zip(outputs, other.outputs).allSatisfy { $0.hasSameBits(as: $1) }
    }

    /// The largest |difference| of two versions' outputs; nil where they cannot be subtracted.
    public func largestDifference(from other: Self) -> Double? {
        guard outputs.count == other.outputs.count else { return nil }
        var largest = 0.0
        for (one, two) in zip(outputs, other.outputs) {
            guard let difference = TensorAgreement(one, two, relative: 0, absolute: 0).largestError else { return nil }
            largest = max(largest, difference)
        }
        return largest
    }
}

extension Tensor {
    func hasSameBits(as other: Tensor) -> Bool {
        elementType == other.elementType && shape == other.shape && bytes.elementsEqual(other.bytes)
    }
}

/// How near a tensor is to the right one.
///
/// - Source: numpy.testing.assert_allclose, as `assert_similar_outputs` of ONNX's runner calls it: |found - right| <= absolute +
///   relative * |right|, NaN equals NaN, an infinity equals itself; of bfloat16 the relative tolerance is at least 2^-6.
public struct TensorAgreement: Sendable, Equatable {
    /// Why the tensor is wrong, in words that end a sentence; nil where it is right.
    public let fault: String?
    /// The largest |found - right|; nil where types or shapes differ, and where one of two is no finite number.
    public let largestError: Double?

    public init(_ found: Tensor, _ right: Tensor, relative: Double, absolute: Double) {
        guard found.elementType == right.elementType, found.shape == right.shape else {
            fault = "\(Self.describe(found)) in place of \(Self.describe(right))"
            largestError = nil
            return
        }
        let relative = right.elementType == .bfloat16 ? max(relative, 0x1p-6) : relative
        let (values, expected) = (found.doubleValues, right.doubleValues)
        var largest = 0.0
        var isComparable = true
        var firstFault: String?
        for (index, (value, expected)) in zip(values, expected).enumerated() {
            if value == expected || value.isNaN && expected.isNaN { continue }
            let error = abs(value - expected)
            if error.isFinite { largest = max(largest, error) } else { isComparable = false }
            // Not the other way round: no difference from NaN is above a bound.
            if firstFault == nil, !(expected.isFinite && error <= absolute + relative * abs(expected)) {
                firstFault = "element \(index) is \(Self.text(value)) where \(Self.text(expected)) is right"
            }
        }
        fault = firstFault
        largestError = isComparable ? largest : nil
    }

    private static func describe(_ tensor: Tensor) -> String {
        "\(tensor.elementType.rawValue)[\(tensor.shape.map(String.init).joined(separator: ", "))]"
    }

    /// As many digits as tell two numbers apart that differ by a millionth.
    private static func text(_ value: Double) -> String {
        guard value.isFinite else { return "\(value)" }
        let exact = "\(value)"
        guard exact.utf8.count > 12 else { return exact.hasSuffix(".0") ? String(exact.dropLast(2)) : exact }
        return String(Float(value))
    }
}

extension Tensor {
    /// The elements, in order; truth values as 0 and 1. Whole numbers above 2^53 are rounded.
    fileprivate var doubleValues: [Double] {
        switch elementType {
        case .float64: load { (value: Double) in value }
        case .int64: load { (value: Int64) in Double(value) }
        case .uint64: load { (value: UInt64) in Double(value) }
        case .int32: load { (value: Int32) in Double(value) }
        case .uint32: load { (value: UInt32) in Double(value) }
        case .bool: load { (value: UInt8) in value == 0 ? 0 : 1 }
        // Exact, and thrown for truth values alone.
        default: ((try? floatValues()) ?? []).map(Double.init)
        }
    }

    private func load<Element: BitwiseCopyable>(_ convert: (Element) -> Double) -> [Double] {
        let stride = MemoryLayout<Element>.stride
        return (0..<elementCount).map { convert(bytes.loadUnaligned(fromByteOffset: $0 * stride, as: Element.self)) }
    }
}
