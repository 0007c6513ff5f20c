import Gating
import Records
import Statistics
import TestSupport
import Testing

@Suite(.hangLimit) struct AccuracyChangeTests {
    @Test("flips are counted and named both ways, and changes between wrong predictions are seen")
    func countsFlips() throws {
        let golden = Fixtures.goldenSet(labels: [0, 1, 0, 1, 0])
        let change = try AccuracyChange(
            baseline: Fixtures.cell(0, "fp32", predictions: [0, 1, 1, 0, 7]),
            candidate: Fixtures.cell(1, "int8", predictions: [0, 0, 0, 0, 8]), goldenSet: golden)
        #expect(change.lost == ["sample-1"])
        #expect(change.gained == ["sample-2"])
        #expect(change.changed == ["sample-1", "sample-2", "sample-4"])
        #expect(change.pair.drop == 0)
        #expect(change.agreement.share == 0.4)
        #expect(change.baseline.successes == 2)
        #expect(change.candidate.successes == 2)
    }

    @Test("sets that do not belong together, or are empty, are refused")
    func refusesMismatches() {
        let golden = Fixtures.goldenSet(labels: [0, 1])
        let whole = Fixtures.cell(0, "fp32", predictions: [0, 1])
        var elsewhere = whole
        elsewhere.goldenSetDigest = "other"
        for (candidate, set) in [
            (Fixtures.cell(1, "int8", predictions: [0]), golden), (Fixtures.cell(1, "int8"), golden),
            (elsewhere, golden),
        ] {
            #expect(throws: ComparisonError.self) {
                try AccuracyChange(baseline: whole, candidate: candidate, goldenSet: set)
            }
        }
        let empty = Fixtures.cell(0, "fp32", predictions: [])
        #expect(throws: ComparisonError.emptyGoldenSet) {
            try AccuracyChange(baseline: empty, candidate: empty, goldenSet: Fixtures.goldenSet(labels: []))
        }
    }
}
