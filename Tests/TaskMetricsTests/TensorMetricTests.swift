import Foundation
import Statistics
import TaskMetrics
import TestSupport
import Testing

@Suite(.hangLimit) struct TensorMetricTests {
    private func fidelity(_ pairs: [(reference: [Float], candidate: [Float])]) -> TensorFidelity {
        var fidelity = TensorFidelity()
        for pair in pairs {
            pair.reference.withUnsafeBufferPointer { reference in
                pair.candidate.withUnsafeBufferPointer { fidelity.add(reference: reference, candidate: $0) }
            }
        }
        return fidelity
    }

    @Test("Cosine is SciPy's, noise NumPy's") func fidelityKnownAnswers() {
        for known in MetricFixtures.known.fidelity {
            let found = fidelity(Array(zip(known.reference, known.candidate)))
            let units = JackknifeUnits(samples: known.reference.count)
            for (cosine, expected) in zip(found.cosineSimilarity(units).pseudoValues, known.cosines) {
                #expect(isClose(cosine, expected))
            }
            #expect(isClose(found.sqnr(units).value, known.sqnr))
            #expect(isClose(found.maximumAbsoluteError, known.largest))
            // One tensor is equal.
            #expect(found.cosineSimilarities[2] == 1 && found.noisePowers[2] == 0)
        }
    }

    @Test("Equal tensors have cosine 1 and 200 dB, opposite and empty ones are within bounds") func fidelityEdges() {
        let units = JackknifeUnits(samples: 1)
        let third = Float(1) / 3
        for tensor in [[third, 0.7, -third], [0, 0], []] as [[Float]] {
            let equal = fidelity([(tensor, tensor)])
            #expect(equal.cosineSimilarities == [1] && equal.sqnr(units).value == 200)
            #expect(equal.maximumAbsoluteError == 0)
        }
        let opposite = fidelity([([1, 2], [-1, -2])])
        #expect(opposite.cosineSimilarities == [-1])
        #expect(isClose(opposite.sqnr(units).value, -10 * log10(4)))
        let invented = fidelity([([0, 0], [0, 3])])
        #expect(invented.cosineSimilarities == [0] && invented.sqnr(units).value == -200)
        #expect(invented.maximumAbsoluteError == 3)
        #expect(TensorFidelity().maximumAbsoluteError == nil)
    }

    @Test("Leaving out of the signal-to-noise ratio is pooling the others", arguments: 0..<4)
    func fidelitySlow(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let pairs = (0..<20).map { sample -> (reference: [Float], candidate: [Float]) in
            let reference = (0..<5).map { _ in Float.random(in: -1...1, using: &generator) }
            let noise: ClosedRange<Float> = sample % 4 == 0 ? 0...0 : -0.1...0.1
            return (reference, reference.map { $0 + Float.random(in: noise, using: &generator) })
        }
        let whole = fidelity(pairs)
        for units in SlowJackknife.unitsToTry(samples: 20, seed: seed) {
            SlowJackknife.check(whole.sqnr(units), units) { kept in
                let signal = kept.reduce(0) { $0 + whole.signalPowers[$1] }
                let noise = kept.reduce(0) { $0 + whole.noisePowers[$1] }
                return noise > 0 ? 10 * log10(signal / noise) : 200
            }
        }
    }

    private func counts(
        _ labels: [[Int32]], _ predictions: [[Int32]], classes: Int, ignored: Int32?, units: JackknifeUnits
    ) throws -> SegmentationCounts {
        var counts = SegmentationCounts(classCount: classes, ignoredLabel: ignored, units: units)
        for (image, found) in zip(labels, predictions) { try counts.add(labels: image, predictions: found) }
        return counts
    }

    @Test("Intersection over union is scikit-learn's Jaccard score; leaving out is recomputing without")
    func segmentationKnownAnswers() throws {
        for known in MetricFixtures.known.segmentation {
            for units in SlowJackknife.unitsToTry(samples: known.labels.count, seed: 1) {
                let found = try counts(
                    known.labels, known.predictions, classes: known.classCount, ignored: known.ignored, units: units)
                #expect(isClose(found.meanIoU?.value, known.meanIou), "\(known.name)")
                #expect(isClose(found.pixelAccuracy?.value, known.pixelAccuracy), "\(known.name)")
                func kept(_ images: [Int]) throws -> SegmentationCounts {
                    try counts(
                        images.map { known.labels[$0] }, images.map { known.predictions[$0] },
                        classes: known.classCount, ignored: known.ignored,
                        units: JackknifeUnits(samples: images.count))
                }
                SlowJackknife.check(found.meanIoU, units) { (try? kept($0))?.meanIoU?.value }
                SlowJackknife.check(found.pixelAccuracy, units) { (try? kept($0))?.pixelAccuracy?.value }
            }
        }
    }

    @Test("A hand-counted image: classes on neither side are left out, ignored pixels count nowhere")
    func segmentationByHand() throws {
        let units = JackknifeUnits(samples: 1)
        let found = try counts([[0, 0, 1, 9]], [[0, 1, 1, 2]], classes: 4, ignored: 9, units: units)
        #expect(found.meanIoU?.value == 0.5 && isClose(found.pixelAccuracy?.value, 2.0 / 3))
        let nothing = try counts([[9, 9]], [[0, 1]], classes: 4, ignored: 9, units: units)
        #expect(nothing.meanIoU == nil && nothing.pixelAccuracy == nil)
    }

    @Test("Pixels of no class and images of another size are refused, ignored pixels may hold anything")
    func segmentationRefusals() throws {
        let units = JackknifeUnits(samples: 1)
        #expect {
            try counts([[0, 4]], [[0, 0]], classes: 4, ignored: 9, units: units)
        } throws: { "\($0)".contains("the mask has class 4 at a pixel, and the golden set has 4 classes") }
        #expect {
            try counts([[0, 1]], [[0, -1]], classes: 4, ignored: 9, units: units)
        } throws: { "\($0)".contains("the model returned class -1 at a pixel") }
        #expect {
            try counts([[0, 1]], [[0]], classes: 4, ignored: 9, units: units)
        } throws: { "\($0)".contains("the model returned 1 pixels, and the mask has 2") }
        #expect(try counts([[9, 1]], [[77, 1]], classes: 4, ignored: 9, units: units).pixelAccuracy?.value == 1)
    }
}
