import Foundation
import Records
import Statistics
import TaskMetrics
import TestSupport
import Testing

@testable import GoldenSets

/// Wrong conversions, made on purpose: each must be told from a sound one, and none may be seen where there is none.
@Suite("What explains an output that differs", .hangLimit)
struct OutputExplanationTests {
    private typealias Row = (shape: [Int], values: [Float])

    /// Logits of no particular shape, other ones for each sample.
    private static func rows(_ shape: [Int], samples: Int = 40, seed: UInt64 = 7) -> [Row] {
        var generator = SeededGenerator(seed: seed)
        return (0..<samples).map { _ in
            (shape, (0..<shape.reduce(1, *)).map { _ in Float.random(in: -4...4, using: &generator) })
        }
    }

    private static func changed(_ rows: [Row], shape: [Int]? = nil, _ change: ([Float]) -> [Float]) -> [Row] {
        rows.map { (shape ?? $0.shape, change($0.values)) }
    }

    private func explain(_ reference: [Row], _ candidate: [Row]) -> TensorExplanation? {
        let pair = PairedOutput(
            reference: SampledOutput(OutputTable(rows: reference)),
            candidate: SampledOutput(OutputTable(rows: candidate)))
        return OutputExplanation(pair).find(shape: candidate[0].shape)
    }

    @Test("Rounding, noise and unrelated outputs are not explained") func nothing() {
        let reference = Self.rows([1, 10])
        #expect(explain(reference, reference) == nil)
        #expect(explain(reference, Self.changed(reference) { $0.map { $0.rounded() } }) == nil)
        #expect(explain(reference, Self.rows([1, 10], seed: 8)) == nil)
    }

    @Test("A scale, and a scale with a zero point", arguments: [(255, 0), (1.0 / 255, 0), (-1, 0), (12.5, -128)])
    func linear(factor: Double, offset: Double) throws {
        let reference = Self.rows([1, 10])
        let found = explain(reference, Self.changed(reference) { $0.map { Float(Double($0) * factor + offset) } })
        guard case .linear(let slope, let shift, let left) = found else {
            Issue.record("\(String(describing: found))")
            return
        }
        #expect(abs(slope / factor - 1) < 1e-5 && abs(shift - offset) < 1e-4 && left > 90)
    }

    @Test("Classes in another order are matched one by one") func classes() throws {
        let order = [3, 0, 1, 2, 4, 9, 5, 6, 8, 7]
        let reference = Self.rows([1, 10])
        // Entry i of the candidate is the reference's entry order[i].
        let found = explain(reference, Self.changed(reference) { values in order.map { values[$0] } })
        #expect(found == .lastAxis(order: order, sqnr: TensorFidelity.maximumDecibels))
        let probabilities = Self.changed(reference) { Self.softmax($0) }
        let noisy = Self.changed(probabilities) { values in order.map { values[$0] + 0.001 } }
        guard case .lastAxis(order, let left) = explain(probabilities, noisy) else {
            Issue.record("not found in probabilities")
            return
        }
        #expect(left > 35)
    }

    @Test("A tensor laid out in another order of axes, whether its shape gives it away or not")
    func axes() throws {
        let reference = Self.rows([1, 3, 4, 5])
        let turned = reference.map { row -> Row in
            ([1, 4, 5, 3], Self.turn(row.values, from: [1, 3, 4, 5], [0, 2, 3, 1]))
        }
        #expect(explain(reference, turned) == .axes(order: [0, 3, 1, 2], sqnr: TensorFidelity.maximumDecibels))
        let square = Self.rows([1, 6, 6])
        let mirrored = square.map { row -> Row in ([1, 6, 6], Self.turn(row.values, from: [1, 6, 6], [0, 2, 1])) }
        #expect(explain(square, mirrored) == .axes(order: [0, 2, 1], sqnr: TensorFidelity.maximumDecibels))
        // Read in the wrong order, rather than laid out in one: no order of axes brings it back.
        let misread = Self.changed(Self.rows([1, 3, 4, 5], seed: 9), shape: [1, 4, 5, 3]) { $0 }
        #expect(explain(reference, misread) == .otherShape(shape: [1, 4, 5, 3]))
    }

    @Test("A last step that is missing, or one too many") func activation() {
        let logits = Self.rows([1, 10])
        let probabilities = Self.changed(logits) { Self.softmax($0) }
        guard case .withoutSoftmax = explain(probabilities, logits) else {
            Issue.record("softmax left out")
            return
        }
        guard case .withSoftmax = explain(logits, probabilities) else {
            Issue.record("softmax added")
            return
        }
        let single = Self.rows([1])
        guard case .withoutSigmoid = explain(Self.changed(single) { $0.map { 1 / (1 + exp(-$0)) } }, single) else {
            Issue.record("sigmoid left out")
            return
        }
    }

    @Test("Outputs that say nothing") func broken() {
        let reference = Self.rows([1, 10])
        #expect(explain(reference, Self.changed(reference) { $0.map { _ in 0 } }) == .zeros)
        #expect(explain(reference, Self.changed(reference) { _ in Array(repeating: 0.1, count: 10) }) == .constant)
        // A reference that never varies either says nothing of the candidate.
        let still = Self.changed(reference) { _ in Array(repeating: 0.1, count: 10) }
        #expect(explain(still, still) == nil)
    }

    @Test("Every output is compared, of the samples that both have, and the worst samples are named")
    func comparison() throws {
        let small = try SmallGoldenSet()
        let set = try small.open()
        let right: [[Float]] = [[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 0, 0]]
        var spoilt = right
        spoilt[1] = [0.2, 0.1, 0.7]
        spoilt[3] = [0.9, 0.1, 0]
        func answered(_ rows: [[Float]], others: [String: SampledOutput]) throws -> EvaluatedSet {
            let outputs = ["y": OutputTable(rows: rows.map { (shape: [1, 3], values: $0) })]
            return EvaluatedSet(
                outputs: outputs, evaluation: try TaskEvaluation.evaluate(outputs: outputs, on: set), others: others)
        }
        func other(_ values: [Float], samples: [Int]) -> SampledOutput {
            SampledOutput(OutputTable(rows: values.map { (shape: [1], values: [$0]) }), samples: samples)
        }
        let comparison = OutputComparison(
            candidate: try answered(spoilt, others: ["h": other([1, 30], samples: [0, 2])]),
            reference: try answered(
                right, others: ["h": other([1, 2, 3], samples: [0, 1, 2]), "lost": other([1], samples: [0])]), on: set)
        #expect(comparison.tensors.map(\.output) == ["h", "lost", "y"])
        #expect(comparison.tensors.map(\.samples) == [2, 0, 4])
        #expect(comparison.tensors[1].explanation == .missing)
        #expect(comparison.tensors[0].fidelity?.maximumAbsoluteError == 27)
        #expect(comparison.worstSamples.map(\.sample) == [1, 3])
        let worst = try #require(comparison.worstSamples.first)
        #expect(worst.prediction.text == "fox" && worst.otherPrediction == SamplePrediction(text: "dog", score: 1))
        #expect(abs(worst.maximumAbsoluteError - 0.9) < 1e-6)
        // 1 against 0.2² + 0.9² + 0.7².
        #expect(abs(worst.sqnr - 10 * log10(1 / 1.34)) < 1e-5)
    }

    private static func softmax(_ values: [Float]) -> [Float] {
        let powers = values.map { exp($0) }
        return powers.map { $0 / powers.reduce(0, +) }
    }

    /// Index by index, as a reference for what walks strides.
    private static func turn(_ values: [Float], from shape: [Int], _ axes: [Int]) -> [Float] {
        let sizes = axes.map { shape[$0] }
        return (0..<values.count).map { flat in
            var rest = flat
            var place = [Int](repeating: 0, count: shape.count)
            for axis in sizes.indices.reversed() {
                place[axes[axis]] = rest % sizes[axis]
                rest /= sizes[axis]
            }
            return values[zip(place, shape).reduce(0) { $0 * $1.1 + $1.0 }]
        }
    }
}
