import Statistics
import TaskMetrics
import TestSupport
import Testing

@Suite(.hangLimit) struct EmbeddingMetricTests {
    @Test("Rank correlation is SciPy's") func spearmanKnownAnswers() {
        for known in MetricFixtures.known.rankCorrelation {
            let found = RankCorrelation.spearman(known.x, known.y, units: JackknifeUnits(samples: known.x.count))
            #expect(isClose(found?.value, known.spearman), "\(known.name)")
        }
    }

    @Test("Leaving out of the rank correlation is ranking the others anew", arguments: 0..<6)
    func spearmanSlow(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let count = Int.random(in: 2...30, using: &generator)
        let x = (0..<count).map { _ in Double(Int.random(in: 0...8, using: &generator)) }
        let y = x.map { $0 + Double(Int.random(in: -3...3, using: &generator)) }
        for units in SlowJackknife.unitsToTry(samples: count, seed: seed) {
            SlowJackknife.check(RankCorrelation.spearman(x, y, units: units), units) { kept in
                obviousSpearman(kept.map { x[$0] }, kept.map { y[$0] })
            }
        }
    }

    /// A rank is half of how many are smaller and how many are not larger, plus one half.
    private func obviousSpearman(_ x: [Double], _ y: [Double]) -> Double? {
        func ranks(_ values: [Double]) -> [Double] {
            values.map { value in Double(values.count { $0 < value } + values.count { $0 <= value } + 1) / 2 }
        }
        let first = ranks(x), second = ranks(y), middle = Double(x.count + 1) / 2
        func sum(_ left: [Double], _ right: [Double]) -> Double {
            zip(left, right).reduce(0) { $0 + ($1.0 - middle) * ($1.1 - middle) }
        }
        let spread = sum(first, first) * sum(second, second)
        return spread > 0 ? sum(first, second) / spread.squareRoot() : nil
    }

    private func recall(_ rows: [Float], _ groups: [Int32], k: Int, units: JackknifeUnits? = nil) -> MetricEstimate? {
        rows.withUnsafeBufferPointer {
            Retrieval.recall(
                embeddings: $0, groups: groups, k: k, units: units ?? JackknifeUnits(samples: groups.count))
        }
    }

    @Test("Recall at k is that of scikit-learn's cosine similarities") func retrievalKnownAnswers() {
        for known in MetricFixtures.known.retrieval {
            let units = JackknifeUnits(samples: known.groups.count)
            for recall in known.recall {
                let found = self.recall(known.embeddings, known.groups, k: recall.k, units: units)
                #expect(isClose(found?.value, recall.value), "\(known.name) at \(recall.k)")
                let lent = Retrieval.recall(groups: known.groups, k: recall.k, units: units) { row, body in
                    let values = known.embeddings[row * known.dimension..<(row + 1) * known.dimension]
                    values.withUnsafeBufferPointer(body)
                }
                #expect(found == lent)
            }
        }
    }

    @Test("Equal similarities go to the earlier sample, and zeros are like nothing") func retrievalTies() throws {
        // All of one direction but the zeros.
        let rows: [Float] = [1, 1, 2, 2, 0, 0, 4, 4]
        func found(_ groups: [Int32], _ k: Int) -> MetricEstimate? {
            recall(rows, groups, k: k)
        }
        // Of sample 0 the nearest are 1, 3, 2; of 1: 0, 3, 2; of 2: 0, 1, 3; of 3: 0, 1, 2.
        #expect(try #require(found([0, 1, 1, 0], 1)).pseudoValues == [0, 0, 0, 1])
        #expect(try #require(found([0, 1, 1, 0], 2)).pseudoValues == [1, 0, 1, 1])
        #expect(try #require(found([0, 1, 1, 0], 3)).value == 1)
        #expect(found([0, 1, 2, 3], 1) == nil)
    }

    @Test("A sample alone in its group does not count") func retrievalAlone() throws {
        let estimate = try #require(recall([1, 1, -1, -1], [0, 0, 1, 2], k: 1))
        #expect(estimate == MetricEstimate(value: 1, valuesWithout: [1, 1, 1, 1]))
    }

    @Test("Large numbers do not overflow") func retrievalLarge() throws {
        let estimate = try #require(recall([1e30, 0, 1e30, 1e30, 1e30, 1e29], [0, 1, 0], k: 1))
        #expect(estimate.value == 1)
    }

    @Test("Leaving out of recall leaves out queries", arguments: 0..<3) func retrievalSlow(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let rows = (0..<30 * 3).map { _ in Float(Int.random(in: -2...2, using: &generator)) }
        let groups = (0..<30).map { _ in Int32.random(in: 0..<12, using: &generator) }
        for units in SlowJackknife.unitsToTry(samples: 30, seed: seed) {
            let fast = recall(rows, groups, k: 2, units: units)
            SlowJackknife.check(fast, units) { kept in obviousRecall(kept, rows, groups, k: 2) }
        }
    }

    /// Every query sorts all other samples.
    private func obviousRecall(_ queries: [Int], _ rows: [Float], _ groups: [Int32], k: Int) -> Double? {
        func cosine(_ first: Int, _ second: Int) -> Double {
            func sum(_ one: Int, _ other: Int) -> Double {
                (0..<3).reduce(0) { $0 + Double(rows[one * 3 + $1]) * Double(rows[other * 3 + $1]) }
            }
            let lengths = sum(first, first).squareRoot() * sum(second, second).squareRoot()
            return lengths > 0 ? sum(first, second) / lengths : 0
        }
        let hits = queries.compactMap { query -> Bool? in
            let others = groups.indices.filter { $0 != query }
            guard others.contains(where: { groups[$0] == groups[query] }) else { return nil }
            let nearest = others.sorted { (-cosine(query, $0), $0) < (-cosine(query, $1), $1) }.prefix(k)
            return nearest.contains { groups[$0] == groups[query] }
        }
        return hits.isEmpty ? nil : Double(hits.count { $0 }) / Double(hits.count)
    }
}
