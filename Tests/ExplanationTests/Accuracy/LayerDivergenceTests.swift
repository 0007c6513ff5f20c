import Explanation
import GoldenSets
import TestSupport
import Testing

@Suite("Values of two models", .hangLimit)
struct LayerDivergenceTests {
    private func output(_ rows: [[Float]], shape: [Int]? = nil, samples: [Int]? = nil) -> SampledOutput {
        SampledOutput(
            OutputTable(rows: rows.map { (shape ?? [$0.count], $0) }), samples: samples ?? Array(rows.indices))
    }

    @Test("are compared over all samples that both have")
    func compared() throws {
        let reference = output([[3, 4], [0, 1], [9, 9]], samples: [0, 5, 7])
        let candidate = output([[3, 4.5], [0, 1]], samples: [0, 5])
        let comparison = try #require(ValueComparison(reference: reference, candidate: candidate))
        #expect(comparison.samples == 2 && comparison.maximumAbsoluteError == 0.5)
        // 26 over 0.25, in decibels.
        #expect(abs((comparison.sqnr ?? 0) - 20.17) < 0.01)
        #expect(ValueComparison(reference: reference, candidate: output([[1, 1]], samples: [3])) == nil)
    }

    @Test("that are not finite, or of another shape, are as far apart as can be")
    func incomparable() throws {
        let right = output([[1, 2]])
        let nan = try #require(ValueComparison(reference: right, candidate: output([[1, .nan]])))
        #expect(nan.sqnr == nil && nan.notFinite == 1 && nan.suspicion == 200)
        let other = try #require(ValueComparison(reference: right, candidate: output([[1, 2, 3]])))
        #expect(!other.hasEqualShapes && other.suspicion == 200)
        let equal = try #require(ValueComparison(reference: right, candidate: right))
        #expect(equal.sqnr == 200 && equal.suspicion == -200)
    }

    @Test("are looked at in chunks that grow as long as they are small")
    func chunks() {
        var sizes = ChunkSizes()
        #expect([sizes.next(), sizes.next(), sizes.next()] == [4, 8, 16])
        sizes.saw(bytes: 4 << 20)
        #expect(sizes.next() == 4)
        sizes.saw(bytes: 1 << 30)
        #expect(sizes.next() == 1)
    }
}
