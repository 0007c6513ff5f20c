import Foundation
import InferenceCore
import Records

/// How many of an input's values a quantised input cannot represent: they become its lowest or highest number, whatever they were.
///
/// A value counts when it lies outside what the input can represent by more than a fiftieth of that interval: what is a step or two
/// above the highest number (1.0 for an input of -1 to 0.992) is rounded like any other. It is told when at least a hundredth of the
/// values count: calibration by percentiles means to cut off a few.
public struct InputSaturation: Sendable, Equatable {
    /// Of the interval's width.
    public static let margin = 0.02
    /// Of the values.
    public static let materialShare = 0.01

    /// What the input can represent, from its lowest to its highest number; of one with a scale a channel, of any channel.
    public let low: Double
    public let high: Double
    /// Finite values that were looked at, and those of them that are lost.
    public private(set) var count = 0
    public private(set) var lost = 0
    /// Of the values that were looked at.
    public private(set) var lowest = Double.infinity
    public private(set) var highest = -Double.infinity

    /// - Parameter type: of the input's integers; nil makes nil, as does one of more than 16 bits, whose range says nothing.
    public init?(_ quantization: TensorQuantization, type: ElementType?) {
        guard let type, let range = type.integerRange, range.upperBound <= 65_535, range.upperBound > 0 else {
            return nil
        }
        let ends = zip(quantization.scales, quantization.zeroPoints).flatMap { scale, zeroPoint in
            [range.lowerBound, range.upperBound].map { Double($0 - zeroPoint) * Double(scale) }
        }
        guard let low = ends.min(), let high = ends.max(), low < high else { return nil }
        (self.low, self.high) = (low, high)
    }

    /// - Parameter value: in real units, as the input is given it; NaN and infinity are left out.
    public mutating func add(_ value: Double) {
        guard value.isFinite else { return }
        count += 1
        lowest = min(lowest, value)
        highest = max(highest, value)
        let slack = Self.margin * (high - low)
        if value < low - slack || value > high + slack { lost += 1 }
    }

    public var share: Double { count == 0 ? 0 : Double(lost) / Double(count) }

    public var isMaterial: Bool { share >= Self.materialShare }

    /// "99.60 % of the values of input 'x' lie outside what int8 can represent (-1 to 0.992); they saturate"
    ///
    /// - Parameter subject: what cannot: a variant, a file.
    public func words(input: String, subject: String) -> String {
        "\(Quantity.text(share, .proportion)) of the values of input '\(input)' lie outside what \(subject) can represent "
            + "(\(Self.number(low)) to \(Self.number(high))); they saturate"
    }

    /// "the values lie between 0 and 255"
    public var range: String { "the values lie between \(Self.number(lowest)) and \(Self.number(highest))" }

    /// Three significant digits, as few as say the same.
    private static func number(_ value: Double) -> String { String(format: "%.3g", value) }
}

extension GoldenSet {
    /// Samples that are looked at, evenly spread, and bytes of theirs.
    private static let saturationSamples = 256
    private static let saturationBytes = 32 << 20

    /// An input's values compared with what a quantised input can represent: of some samples, evenly spread.
    ///
    /// - Parameter preprocessing: what is done to the values first.
    /// - Returns: nil if unknown what the samples' integers stand for.
    /// - Complexity: O(elements of 256 samples, 32 MiB at most).
    public func saturation(
        ofInput name: String, by quantization: TensorQuantization, type: ElementType?,
        preprocessing: TensorPreprocessing? = nil
    ) -> InputSaturation? {
        guard var saturation = InputSaturation(quantization, type: type), let spec = feed.sampleSpec(ofInput: name)
        else {
            return nil
        }
        let own = inputQuantizations[name]
        // A scale for each channel counts axes with the batch's, which samples have not; golden sets of integers have one.
        guard spec.elementType.isFloatingPoint || own?.axis == nil && own != nil else { return nil }
        let bytes = max(1, feed.inputByteCount(ofSamples: 0..<1))
        let count = min(sampleCount, Self.saturationSamples, max(1, Self.saturationBytes / bytes))
        for position in 0..<count {
            guard let tensor = feed.tensor(ofInput: name, sample: position * sampleCount / count) else { return nil }
            guard let real = try? own.map({ try tensor.dequantized(by: $0) }) ?? tensor,
                let values = try? real.floatValues()
            else { return nil }
            let scale = preprocessing?.scale ?? 1, offset = preprocessing?.offset ?? 0
            for value in values { saturation.add(Double(value) * scale + offset) }
        }
        return saturation
    }
}
