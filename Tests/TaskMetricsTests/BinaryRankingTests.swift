import Statistics
import TaskMetrics
import TestSupport
import Testing

@Suite(.hangLimit) struct BinaryRankingTests {
    @Test("Areas and average precision are scikit-learn's") func knownAnswers() {
        for known in MetricFixtures.known.ranking {
            let ranking = BinaryRanking(scores: known.scores, labels: known.labels)
            let units = JackknifeUnits(samples: known.scores.count)
            #expect(isClose(ranking.auc(units)?.value, known.auc), "\(known.name)")
            #expect(isClose(ranking.averagePrecision(units)?.value, known.averagePrecision), "\(known.name)")
            for partial in known.partialAuc {
                let found = ranking.partialAUC(maximumFalsePositiveRate: partial.limit, units)
                #expect(isClose(found?.value, partial.value), "\(known.name) up to \(partial.limit)")
            }
        }
    }

    /// Hanley & McNeil, Radiology 143 (1982), table II: W = 0.893 with a standard error of 0.032 by their own formula.
    @Test("The area of Hanley and McNeil's images is as published") func hanleyAndMcNeil() throws {
        let known = try #require(MetricFixtures.known.ranking.first { $0.name == "Hanley and McNeil 1982" })
        let units = JackknifeUnits(samples: known.scores.count)
        let estimate = try #require(BinaryRanking(scores: known.scores, labels: known.labels).auc(units))
        #expect(abs(estimate.value - 0.893) < 0.0005)
        #expect(abs(estimate.variance.squareRoot() - 0.032) < 0.002)
    }

    @Test("The jackknife's variance of the area is DeLong's within 3 %") func deLong() throws {
        let known = MetricFixtures.known.ranking.filter { $0.scores.count > 100 }
        #expect(known.count == 3)
        for known in known {
            let units = JackknifeUnits(samples: known.scores.count)
            let estimate = try #require(BinaryRanking(scores: known.scores, labels: known.labels).auc(units))
            let deLong = try #require(known.delongVariance)
            #expect(abs(estimate.variance / deLong - 1) < 0.03, "\(known.name)")
        }
    }

    @Test("Leaving out is recomputing without", arguments: 0..<8) func slow(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let count = Int.random(in: 2...40, using: &generator)
        let labels = (0..<count).map { _ in Int.random(in: 0..<3, using: &generator) == 0 }
        let scores = labels.map { Double(Int.random(in: 0...12, using: &generator) + ($0 ? 3 : 0)) / 4 }
        let ranking = BinaryRanking(scores: scores, labels: labels)
        func of(_ kept: [Int], _ metric: (BinaryRanking, JackknifeUnits) -> MetricEstimate?) -> Double? {
            metric(
                BinaryRanking(scores: kept.map { scores[$0] }, labels: kept.map { labels[$0] }),
                JackknifeUnits(samples: kept.count))?.value
        }
        for units in SlowJackknife.unitsToTry(samples: count, seed: seed) {
            SlowJackknife.check(ranking.auc(units), units) { kept in obviousAUC(kept, scores, labels) }
            SlowJackknife.check(ranking.averagePrecision(units), units) { kept in
                of(kept) { $0.averagePrecision($1) }
            }
            for limit in [0.1, 0.4, 1] {
                SlowJackknife.check(ranking.partialAUC(maximumFalsePositiveRate: limit, units), units) { kept in
                    of(kept) { $0.partialAUC(maximumFalsePositiveRate: limit, $1) }
                }
            }
        }
    }

    /// Every pair of a positive and a negative sample, one by one.
    private func obviousAUC(_ kept: [Int], _ scores: [Double], _ labels: [Bool]) -> Double? {
        var won = 0.0, pairs = 0.0
        for positive in kept where labels[positive] {
            for negative in kept where !labels[negative] {
                pairs += 1
                won += scores[positive] > scores[negative] ? 1 : scores[positive] == scores[negative] ? 0.5 : 0
            }
        }
        return pairs > 0 ? won / pairs : nil
    }

    @Test("The only positive sample cannot be missed: without it the value counts") func onlyPositive() throws {
        let ranking = BinaryRanking(scores: [3, 1, 2, 2], labels: [false, false, true, false])
        let estimate = try #require(ranking.auc(JackknifeUnits(samples: 4)))
        #expect(estimate.value == 0.5 && estimate.pseudoValues[2] == 0.5)
        #expect(isClose(estimate.pseudoValues[0], 4 * 0.5 - 3 * 0.75))
    }
}
