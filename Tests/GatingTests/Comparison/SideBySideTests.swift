import Foundation
@testable import Gating
import Records
import TestSupport
import Testing

@Suite("Operators and answers of two cells side by side", .hangLimit)
struct SideBySideTests {
    private static func node(_ type: String, _ microseconds: Double, name: String = "") -> OperatorRecord {
        OperatorRecord(
            name: name.isEmpty ? type : name, type: type, provider: "cpu", meanNanoseconds: microseconds * 1e3)
    }

    @Test("Types are told as kept, added, removed or fused, with nodes and times, what grew most first")
    func fates() throws {
        let before = Fixtures.cell(
            0, "a",
            operators: [
                Self.node("Conv", 400, name: "c1"), Self.node("Conv", 200, name: "c2"), Self.node("Relu", 50),
                Self.node("LayerNormalization", 100, name: "block/LayerNormFusion/"), Self.node("Add", 10),
            ])
        let after = Fixtures.cell(
            1, "b",
            operators: [
                Self.node("Conv", 300, name: "c1"), Self.node("FusedConv", 150, name: "fused c2"),
                Self.node("ConvInteger", 500), Self.node("Gemm", 60, name: "d/MatMulAddFusion"), Self.node("Add", 10),
            ])
        // An inference takes what the operators add up to: 760 and 1,020 µs.
        let found = try #require(
            ProfileComparison(baseline: before, candidate: after, typicalNanoseconds: (760e3, 1_020e3)))
        #expect(found.baselineScale == 1 && found.candidateScale == 1)
        #expect(
            found.rows.map { "\($0.type) \($0.fate.rawValue) \($0.baselineNodes) \($0.candidateNodes)" } == [
                "ConvInteger added 0 1", "FusedConv fused 0 1", "Gemm fused 0 1", "Add kept 1 1", "Relu removed 1 0",
                "LayerNormalization no longer fused 1 0", "Conv kept 2 1",
            ])
        #expect(found.rows.last?.baselineNanoseconds == 600e3 && found.rows.last?.candidateNanoseconds == 300e3)
        #expect(abs((found.rows.first?.candidateShare ?? 0) - 500 / 1_020) < 1e-12)
    }

    @Test("A profile that adds up to more than the inference is scaled to it; one that adds up to less is not")
    func scaled() throws {
        let before = Fixtures.cell(0, "a", operators: [Self.node("Conv", 100)])
        let after = Fixtures.cell(1, "b", operators: [Self.node("Conv", 100), Self.node("Mul", 100)])
        let found = try #require(
            ProfileComparison(baseline: before, candidate: after, typicalNanoseconds: (400e3, 50e3)))
        #expect(found.baselineScale == 1 && found.candidateScale == 0.25)
        #expect(found.rows.map(\.candidateNanoseconds) == [25e3, 25e3])
        #expect(found.rows.map(\.candidateShare) == [0.5, 0.5])
    }

    @Test("Without a profile of both there is no table")
    func unprofiled() {
        let bare = Fixtures.cell(0, "a"), profiled = Fixtures.cell(1, "b", operators: [Self.node("Conv", 1)])
        let idle = Fixtures.cell(2, "c", operators: [Self.node("Conv", .nan)])
        for (one, other) in [(bare, profiled), (profiled, bare), (idle, profiled), (profiled, idle)] {
            #expect(ProfileComparison(baseline: one, candidate: other, typicalNanoseconds: (nil, nil)) == nil)
        }
    }

    @Test("Flips are counted by both classes, and told apart by what the label says")
    func flips() throws {
        var set = Fixtures.goldenSet(labels: [0, 0, 1, 1, 2, 2, 0])
        set.classNames = ["cat", "dog", "fox"]
        let before = Fixtures.cell(0, "a", predictions: [0, 0, 1, 0, 2, 0, 0])
        let after = Fixtures.cell(1, "b", predictions: [1, 1, 1, 1, 2, 1, 0])
        let found = try #require(PredictionFlips(baseline: before, candidate: after, on: set))
        #expect(found.total == 7 && found.classNames == ["cat", "dog", "fox"])
        // Four from cat to dog: two were right, one is right now, one is wrong both times.
        #expect(
            found.flips == [
                PredictionFlips.Flip(baselineClass: 0, candidateClass: 1, count: 4, becameWrong: 2, becameRight: 1)
            ])
        #expect(try #require(PredictionFlips(baseline: before, candidate: before, on: set)).flips.isEmpty)
        // The other way round what became wrong became right.
        #expect(
            PredictionFlips(baseline: after, candidate: before, on: set)?.flips == [
                PredictionFlips.Flip(baselineClass: 1, candidateClass: 0, count: 4, becameWrong: 1, becameRight: 2)
            ])
    }

    @Test("Flipped samples are listed by label and by how sure the baseline was; differences are scikit-learn's")
    func flippedSamples() throws {
        var set = Fixtures.goldenSet(labels: [0, 0, 1, 1, 2, 2, 0])
        set.classNames = ["cat", "dog", "fox"]
        var before = Fixtures.cell(0, "a", predictions: [0, 0, 1, 0, 2, 0, 0])
        var after = Fixtures.cell(1, "b", predictions: [1, 1, 1, 1, 2, 1, 0])
        before.accuracy?.confidences = [0.6, 0.995, 0.9, 0.4, 0.8, 0.7, 0.99]
        after.accuracy?.confidences = [0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5]
        let found = try #require(PredictionFlips(baseline: before, candidate: after, on: set))
        #expect(found.samples.map(\.name) == [1, 0, 3, 5].map(set.sampleName))
        #expect(found.samples.map(\.outcome) == [.becameWrong, .becameWrong, .becameRight, .other])
        #expect(found.samples.map(\.baselineConfidence) == [0.995, 0.6, 0.4, 0.7])
        #expect(
            found.labels == [
                FlipCounts(name: "cat", samples: 3, becameWrong: 2),
                FlipCounts(name: "fox", samples: 2, otherwise: 1),
                FlipCounts(name: "dog", samples: 2, becameRight: 1),
            ])
        #expect(
            found.confidences.map(\.name).first == "below 50 %" && found.confidences.map(\.samples) == [1, 1, 2, 1, 2])
        #expect(found.confidences.map(\.becameWrong) == [0, 1, 0, 0, 1])
        // confusion_matrix(labels, after) - confusion_matrix(labels, before):
        // [[1, 2, 0], [0, 2, 0], [0, 1, 1]] - [[3, 0, 0], [1, 1, 0], [1, 0, 1]].
        let difference = try #require(ConfusionDifference(baseline: before, candidate: after, on: set))
        var rows = [[Int]](repeating: [0, 0, 0], count: 3)
        for entry in difference.entries { rows[entry.label][entry.prediction] = entry.count }
        #expect(rows == [[-2, 2, 0], [-1, 1, 0], [-1, 1, 0]])
        #expect(difference.classes == ["cat", "dog", "fox"] && difference.leftOut == 0)
        #expect(difference.entries.map(\.isWorse) == [true, true, false, false, false, true])
        #expect(ConfusionDifference(baseline: before, candidate: before, on: set) == nil)
        before.accuracy?.confidences = [0.5]
        #expect(PredictionFlips(baseline: before, candidate: after, on: set)?.confidences == [])
    }

    @Test("Predictions that do not fit each other or the golden set have no flips")
    func misfits() {
        let set = Fixtures.goldenSet(labels: [0, 1])
        let two = Fixtures.cell(0, "a", predictions: [0, 1]), three = Fixtures.cell(1, "b", predictions: [0, 1, 1])
        let outside = Fixtures.cell(2, "c", predictions: [0, 7]), none = Fixtures.cell(3, "d")
        for other in [three, outside, none] {
            #expect(PredictionFlips(baseline: two, candidate: other, on: set) == nil)
            #expect(PredictionFlips(baseline: other, candidate: two, on: set) == nil)
        }
        var elsewhere = two
        elsewhere.goldenSetDigest = "another"
        #expect(PredictionFlips(baseline: two, candidate: elsewhere, on: set) == nil)
    }
}
