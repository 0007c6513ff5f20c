import GoldenSets
import Testing

@Suite struct ScoreDigestsTests {
    private let values: [Float] = [0.5, 0.25, 0.25, 0, 1, 2]

    @Test("Equal scores have equal digests, however they are cut into shards") func shards() throws {
        let whole = ScoreDigests(of: ScoreMatrix(rows: 3, columns: 2, values: values))
        let parts = try ScoreMatrix(concatenating: [
            ScoreMatrix(rows: 1, columns: 2, values: Array(values[..<2])),
            ScoreMatrix(rows: 2, columns: 2, values: Array(values[2...])),
        ])
        #expect(ScoreDigests(of: parts) == whole)
        #expect(whole.rows.count == 3 && whole.whole.count == 64)
    }

    @Test("One bit of one score changes its row's digest and the whole") func oneBit() {
        let before = ScoreDigests(of: ScoreMatrix(rows: 3, columns: 2, values: values))
        var changed = values
        changed[3] = -0.0
        let after = ScoreDigests(of: ScoreMatrix(rows: 3, columns: 2, values: changed))
        #expect(after.whole != before.whole)
        #expect(zip(after.rows, before.rows).map { $0 != $1 } == [false, true, false])
    }

    @Test("The same values in another shape are other scores") func shape() {
        let wide = ScoreDigests(of: ScoreMatrix(rows: 2, columns: 3, values: values))
        #expect(wide.whole != ScoreDigests(of: ScoreMatrix(rows: 3, columns: 2, values: values)).whole)
    }
}
