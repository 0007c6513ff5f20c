import GoldenSets
import TestSupport
import Testing

@Suite(.hangLimit) struct ScoreMatrixTests {
    private func rows(of matrix: ScoreMatrix) -> [[Float]] {
        (0..<matrix.rows).map { matrix.withRow($0) { Array($0) } }
    }

    @Test("Shards of any sizes are one matrix") func shards() throws {
        let values = (0..<14).map(Float.init)
        let parts = [(0, 3), (3, 4), (4, 7)].map { first, end in
            ScoreMatrix(rows: end - first, columns: 2, values: Array(values[first * 2..<end * 2]))
        }
        let whole = try ScoreMatrix(concatenating: parts)
        #expect(rows(of: whole).flatMap(\.self) == values)
        #expect(whole.columns == 2)
        let nested = try ScoreMatrix(concatenating: [whole, parts[1]])
        #expect(nested.rows == 8)
        #expect(rows(of: nested).last == [6, 7])
        #expect(throws: GoldenSetError.self) { try ScoreMatrix(concatenating: []) }
        #expect(throws: GoldenSetError.self) {
            try ScoreMatrix(concatenating: [whole, ScoreMatrix(rows: 1, columns: 1, values: [0])])
        }
    }
}
