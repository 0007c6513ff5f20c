import GoldenSets
import TestSupport
import Testing

@Suite(.hangLimit) struct ScoreDigestsTests {
    private let values: [[Float]] = [[0.5, 0.25], [0.25, 0], [1, 2]]

    private func table(_ rows: [[Float]], shape: [Int] = [2]) -> OutputTable {
        OutputTable(rows: rows.map { (shape: shape, values: $0) })
    }

    @Test("Equal outputs have equal digests, however they are cut into shards") func shards() {
        let whole = ScoreDigests(of: ["y": table(values)])
        let parts = OutputTable(concatenating: [table([values[0]]), table(Array(values[1...]))])
        #expect(ScoreDigests(of: ["y": parts]) == whole)
        #expect(whole.rows.count == 3 && whole.whole.count == 64)
    }

    @Test("One bit of one value changes its sample's digest and the whole") func oneBit() {
        let before = ScoreDigests(of: ["y": table(values)])
        var changed = values
        changed[1][1] = -0.0
        let after = ScoreDigests(of: ["y": table(changed)])
        #expect(after.whole != before.whole)
        #expect(zip(after.rows, before.rows).map { $0 != $1 } == [false, true, false])
    }

    @Test("The same values in another shape, or on another output, are other outputs") func shape() {
        let before = ScoreDigests(of: ["y": table(values)])
        #expect(ScoreDigests(of: ["y": table(values, shape: [1, 2])]).whole != before.whole)
        #expect(ScoreDigests(of: ["z": table(values)]).whole != before.whole)
        #expect(ScoreDigests(of: ["y": table(values), "z": table(values)]).whole != before.whole)
    }
}
