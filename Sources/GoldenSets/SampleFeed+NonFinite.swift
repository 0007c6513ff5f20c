import InferenceCore

/// Samples of one input that hold NaN or infinity.
public struct NonFiniteInput: Sendable, Equatable {
    public var input: String
    /// How many.
    public var count: Int
    /// Positions of the first of them.
    public var samples: [Int]
    /// Whether one of those is NaN; infinity otherwise.
    public var hasNaN: Bool

    /// How many positions are kept.
    static let limit = 1000
}

extension SampleFeed {
    /// Memory of samples that were looked at is given back in pieces of about this size.
    private static let piece = 64 << 20

    /// Which samples hold NaN or infinity, by the input's name; whole numbers and truth values hold none.
    ///
    /// - Complexity: O(elements of all floating-point inputs); reads their files once.
    public func nonFiniteInputs() -> [NonFiniteInput] {
        inputNames.compactMap { name in
            guard let array = arrays[name], array.elementType.isFloatingPoint else { return nil }
            var found = NonFiniteInput(input: name, count: 0, samples: [], hasNaN: false)
            var first = 0
            for sample in 0..<sampleCount {
                let tensor = array.tensor(ofSample: sample, shape: array.shape(ofSample: sample))
                if let values = try? tensor.floatValues(), let bad = values.first(where: { !$0.isFinite }) {
                    found.count += 1
                    if found.samples.count < NonFiniteInput.limit { found.samples.append(sample) }
                    found.hasNaN = found.hasNaN || bad.isNaN || values.contains(where: \.isNaN)
                }
                if array.bytes(ofSamples: first..<sample + 1).count > Self.piece {
                    array.releasePages(samples: first..<sample + 1)
                    first = sample + 1
                }
            }
            return found.count > 0 ? found : nil
        }
    }
}

extension GoldenSet {
    /// The samples that a model answered NaN or infinity to, where the golden set itself fed it such numbers: then the inputs are to
    /// blame.
    ///
    /// - Parameter samples: names of samples with such answers.
    /// - Returns: nil where one of them has finite inputs.
    public func inputsToBlame(for samples: [String]) -> GoldenSetError? {
        let found = feed.nonFiniteInputs()
        let bad = Set(found.flatMap(\.samples).map { sampleNames[$0] })
        guard let first = found.first, !samples.isEmpty, samples.allSatisfy(bad.contains) else { return nil }
        return .nonFiniteInput(
            input: first.input, hasNaN: first.hasNaN, count: first.count, total: sampleCount,
            firstSamples: first.samples.prefix(5).map { sampleNames[$0] })
    }
}
