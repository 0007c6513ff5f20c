/// How near a variant's output tensors are to the reference's, taken in sample by sample.
public struct TensorFidelity: Sendable, Equatable {
    /// No signal-to-noise ratio counts for more: equal tensors would have an infinite one, of which there is no mean. Float32
    /// cannot say more than about 150 dB (24 bits), so nothing that differs reaches it.
    public static let maximumDecibels = 200.0

    /// Cosine of the angle between the two tensors, one a sample: -1 ... 1. Two tensors of zeros have 1, one of zeros and another 0.
    public private(set) var cosineSimilarities: [Double] = []
    /// Sum of squares of the reference, one a sample.
    public private(set) var signalPowers: [Double] = []
    /// Sum of squared differences, one a sample.
    public private(set) var noisePowers: [Double] = []
    /// Largest absolute difference, one a sample.
    public private(set) var maximumAbsoluteErrors: [Double] = []

    public init() {}

    /// Takes in the next sample; all sums are of Double.
    ///
    /// - Parameters:
    ///   - reference: finite.
    ///   - candidate: finite.
    /// - Precondition: as many elements in both.
    /// - Complexity: O(elements).
    public mutating func add(reference: UnsafeBufferPointer<Float>, candidate: UnsafeBufferPointer<Float>) {
        preconditionFailure("filled in next")
    }

    /// How many samples were taken in.
    public var samples: Int { cosineSimilarities.count }

    /// Mean cosine similarity. -1 ... 1, higher is better.
    ///
    /// - Precondition: the units' samples were taken in.
    public func cosineSimilarity(_ units: JackknifeUnits) -> MetricEstimate {
        MeanMetric.estimate(cosineSimilarities, units: units)
    }

    /// Signal to quantisation noise ratio in dB, 10 log10(sum of reference² / sum of (reference - candidate)²), pooled over all
    /// samples; kept within ± `maximumDecibels`. Higher is better.
    ///
    /// - Precondition: the units' samples were taken in.
    public func sqnr(_ units: JackknifeUnits) -> MetricEstimate {
        preconditionFailure("filled in next")
    }

    /// Largest absolute difference over all samples, lower is better. There is no estimate with pseudo-values: the jackknife
    /// says nothing of a maximum (only the two largest samples could move it).
    ///
    /// - Returns: nil without samples.
    public var maximumAbsoluteError: Double? { maximumAbsoluteErrors.max() }
}
