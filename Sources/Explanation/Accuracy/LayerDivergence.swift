import GoldenSets
import TaskMetrics

/// How far one value of two models is apart, over the samples that were looked at.
package struct ValueComparison: Sendable, Equatable, Encodable {
    /// Signal to quantisation noise ratio in dB (`TensorFidelity`), within ±200; nil where values are not finite, or of other shapes.
    package var sqnr: Double?
    /// Mean over samples, -1 ... 1.
    package var cosineSimilarity: Double?
    /// In the value's own unit.
    package var maximumAbsoluteError: Double?
    /// Samples in which one of the two has NaN or infinity.
    package var notFinite: Int
    package var hasEqualShapes: Bool
    package var samples: Int

    /// - Returns: nil without a sample that both have.
    package init?(reference: SampledOutput, candidate: SampledOutput) {
        let pair = PairedOutput(reference: reference, candidate: candidate)
        guard !pair.rows.isEmpty else { return nil }
        samples = pair.rows.count
        notFinite = pair.notFinite
        hasEqualShapes = pair.hasEqualShapes
        guard hasEqualShapes, notFinite == 0 else { return }
        let fidelity = pair.fidelity
        sqnr = fidelity.pooledSQNR
        cosineSimilarity = fidelity.meanCosineSimilarity
        maximumAbsoluteError = fidelity.maximumAbsoluteError
    }

    /// The sample on which the two are farthest apart, with its SQNR in dB; nil where they cannot be compared.
    package static func farthestSample(
        reference: SampledOutput, candidate: SampledOutput
    ) -> (sample: Int, sqnr: Double)? {
        let pair = PairedOutput(reference: reference, candidate: candidate)
        guard pair.hasEqualShapes, pair.notFinite == 0 else { return nil }
        let fidelity = pair.fidelity
        return pair.rows.indices.map { (pair.rows[$0].sample, fidelity.sqnr(ofSample: $0)) }.min { $0.1 < $1.1 }
    }

    /// For an order: what cannot be compared is as far apart as can be.
    package var suspicion: Double { -(sqnr ?? -TensorFidelity.maximumDecibels) }
}

/// A value of the reference and what became of it in the candidate.
package struct ValueDivergence: Sendable, Equatable {
    /// The reference's name.
    package var value: String
    /// Of the node that gives it; its type where it has no name.
    package var node: String
    package var operatorType: String
    /// As both models ran; nil where a runtime does not show the value.
    package var accumulated: ValueComparison?
    /// The candidate's layer on the reference's values: its own error alone; nil where the two compute it alike.
    package var own: ValueComparison?

    package init(
        value: String, node: String, operatorType: String, accumulated: ValueComparison?, own: ValueComparison?
    ) {
        self.value = value
        self.node = node
        self.operatorType = operatorType
        self.accumulated = accumulated
        self.own = own
    }
}

extension ModelCorrespondence {
    /// Layers in the order in which they are suspected: those that add the most noise to what they are given first.
    package func suspicions(_ divergences: [ValueDivergence]) -> [Int] {
        var own = [Double](repeating: -.infinity, count: layers.count)
        for divergence in divergences {
            guard let layer = layerOfValue[divergence.value] else { continue }
            // Without its own error, that of all before it is the best there is.
            let comparison = divergence.own ?? divergence.accumulated
            own[layer] = max(own[layer], comparison?.suspicion ?? 0)
        }
        return layers.indices.sorted { (own[$1], $0) < (own[$0], $1) }
    }
}

/// How many values are looked at in one run of a model, so that the memory for them is bounded.
package struct ChunkSizes {
    /// Of all values of one chunk and one sample, as far as those seen so far tell: the first chunks are small.
    package static let byteLimit = 16 << 20
    package static let most = 64
    private var count = 2
    private var largest = 1

    package init() {}

    /// How many to take next.
    package mutating func next() -> Int {
        count = max(1, min(count * 2, Self.byteLimit / largest, Self.most))
        return count
    }

    /// - Parameter bytes: of a value that was seen, for one sample.
    package mutating func saw(bytes: Int) { largest = max(largest, bytes) }
}
