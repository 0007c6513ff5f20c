import Foundation

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
    ///   - reference: finite, or minus infinity where the candidate is too: such an element is left out.
    ///   - candidate: likewise.
    /// - Precondition: as many elements in both.
    /// - Complexity: O(elements).
    public mutating func add(reference: UnsafeBufferPointer<Float>, candidate: UnsafeBufferPointer<Float>) {
        precondition(reference.count == candidate.count, "tensors of one shape")
        var ofReference = 0.0, ofCandidate = 0.0, products = 0.0, noise = 0.0, largest = 0.0
        for index in reference.indices {
            let right = Double(reference[index]), found = Double(candidate[index])
            if right == -.infinity, found == right { continue }
            let difference = found - right
            ofReference += right * right
            ofCandidate += found * found
            products += right * found
            noise += difference * difference
            largest = max(largest, abs(difference))
        }
        let lengths = (ofReference * ofCandidate).squareRoot()
        // Equal tensors have exactly 1, whatever the rounding, zeros too; zeros and anything else have no angle.
        let cosine = lengths > 0 ? min(max(products / lengths, -1), 1) : 0
        cosineSimilarities.append(noise == 0 ? 1 : cosine)
        signalPowers.append(ofReference)
        noisePowers.append(noise)
        maximumAbsoluteErrors.append(largest)
    }

    /// One for each group of samples: the mean of their cosines, the sums of their powers, the largest of their errors. A group's SQNR
    /// is that of all its tensors.
    ///
    /// - Parameter groups: each with the samples in it, at least one.
    /// - Precondition: the groups' samples were taken in.
    package func grouped(_ groups: [ArraySlice<Int>]) -> TensorFidelity {
        var result = TensorFidelity()
        for members in groups {
            result.cosineSimilarities.append(
                members.reduce(0) { $0 + cosineSimilarities[$1] } / Double(members.count))
            result.signalPowers.append(members.reduce(0) { $0 + signalPowers[$1] })
            result.noisePowers.append(members.reduce(0) { $0 + noisePowers[$1] })
            result.maximumAbsoluteErrors.append(members.reduce(0) { max($0, maximumAbsoluteErrors[$1]) })
        }
        return result
    }

    /// How many samples were taken in.
    public var samples: Int { cosineSimilarities.count }

    /// Mean cosine similarity. -1 ... 1, higher is better.
    ///
    /// - Precondition: the units' samples were taken in.
    public func cosineSimilarity(_ units: JackknifeUnits) -> MetricEstimate {
        MeanMetric.estimate(cosineSimilarities, units: units)
    }

    /// Of the samples as they are, without units; 1 without samples.
    package var meanCosineSimilarity: Double {
        samples == 0 ? 1 : cosineSimilarities.reduce(0, +) / Double(samples)
    }

    /// Of the sums over all samples; the limit where nothing differs.
    package var pooledSQNR: Double {
        Powers(signal: signalPowers.reduce(0, +), noise: noisePowers.reduce(0, +)).decibels
    }

    package func sqnr(ofSample sample: Int) -> Double {
        Powers(signal: signalPowers[sample], noise: noisePowers[sample]).decibels
    }

    /// Signal to quantisation noise ratio in dB, 10 log10(sum of reference² / sum of (reference - candidate)²), pooled over all
    /// samples; kept within ± `maximumDecibels`. Higher is better.
    ///
    /// - Precondition: the units' samples were taken in.
    public func sqnr(_ units: JackknifeUnits) -> MetricEstimate {
        precondition(samples == units.samples, "samples are missing")
        let parts = (0..<units.count).map { unit in
            var part = Powers()
            for sample in units.samples(of: unit) {
                part.signal += signalPowers[sample]
                part.noise += noisePowers[sample]
            }
            return part
        }
        guard let estimate = MetricEstimate(pooling: parts) else { preconditionFailure("a ratio within bounds") }
        return estimate
    }

    private struct Powers: PooledPart {
        package var signal = 0.0
        package var noise = 0.0

        package mutating func pool(_ other: Powers) {
            signal += other.signal
            noise += other.noise
        }

        package var decibels: Double {
            guard noise > 0 else { return maximumDecibels }
            return min(max(10 * log10(signal / noise), -maximumDecibels), maximumDecibels)
        }

        package var metric: Double? { decibels }
    }

    /// Largest absolute difference over all samples, lower is better. There is no estimate with pseudo-values: the jackknife
    /// says nothing of a maximum (only the two largest samples could move it).
    ///
    /// - Returns: nil without samples.
    public var maximumAbsoluteError: Double? { maximumAbsoluteErrors.max() }
}
