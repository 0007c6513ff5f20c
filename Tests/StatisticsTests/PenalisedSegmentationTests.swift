import Foundation
import TestSupport
import Testing

@testable import Statistics

@Suite(.hangLimit) struct PenalisedSegmentationTests {
    /// The cost from its definition, by the sums themselves and the best level by weighted mean.
    private func slowCost(_ values: [Double], _ innovations: [Double], _ correlation: Double, _ range: Range<Int>)
        -> Double
    {
        let first = values[range.lowerBound]
        let weights = (1 - correlation * correlation, 1 - correlation)
        let rest = range.dropFirst().map { innovations[$0] }
        let level =
            (weights.0 * first + weights.1 * rest.reduce(0, +))
            / (weights.0 + weights.1 * weights.1 * Double(rest.count))
        return weights.0 * (first - level) * (first - level)
            + rest.reduce(0) { $0 + ($1 - weights.1 * level) * ($1 - weights.1 * level) }
    }

    private func series(_ simulation: inout Simulation, count: Int, correlation: Double) -> [Double] {
        var value = simulation.normal()
        return (0..<count).map { index in
            value = correlation * value + (1 - correlation * correlation).squareRoot() * simulation.normal()
            return value + (index * 7 / count % 2 == 0 ? 0 : 2.5)
        }
    }

    @Test("prefix sums give the cost of its definition", arguments: [0, 0.3, 0.6])
    func prefixSumsGiveTheCostOfItsDefinition(correlation: Double) {
        var simulation = Simulation(seed: 59)
        let values = series(&simulation, count: 24, correlation: correlation)
        // So small a deviation that nothing lies within the limits would do nothing; so large a one that nothing is limited.
        let deviation = 50.0
        let cost = LevelCost(values, correlation: correlation, deviation: deviation)
        let unit = deviation * (1 - correlation * correlation).squareRoot()
        let scaled = values.map { $0 / unit }
        let innovations = scaled.indices.map { $0 == 0 ? 0 : scaled[$0] - correlation * scaled[$0 - 1] }
        for start in 0..<24 {
            for end in (start + 1)...24 {
                #expect(
                    isClose(cost(start, end), slowCost(scaled, innovations, correlation, start..<end), within: 1e-9))
            }
        }
    }

    @Test("splitting costs at most the loss", arguments: [0, 0.3, 0.6]) func splittingCostsAtMostTheLoss(
        correlation: Double
    ) {
        var simulation = Simulation(seed: 61)
        let cost = LevelCost(
            series(&simulation, count: 30, correlation: correlation), correlation: correlation, deviation: 1)
        for start in 0..<28 {
            for place in (start + 1)..<29 {
                for end in (place + 1)...30 {
                    let split = cost(start, place) + cost(place, end)
                    #expect(split <= cost(start, end) + max(0, cost.largestLoss(at: place)) + 1e-9)
                }
            }
        }
    }

    @Test("the best segmentation is the best of all", arguments: [0, 0.3, 0.6], [2.0, 6.0, 12.0])
    func theBestSegmentationIsTheBestOfAll(correlation: Double, penalty: Double) {
        var simulation = Simulation(seed: UInt64(67 + 10 * correlation))
        for count in [6, 9, 12, 13] {
            for minimum in [1, 3] {
                let cost = LevelCost(
                    series(&simulation, count: count, correlation: correlation), correlation: correlation,
                    deviation: 0.8)
                var least = Double.infinity
                // Every subset of the inner positions, as the bits of a number.
                for subset in 0..<(1 << (count - 1)) {
                    let edges = [0] + (1..<count).filter { subset >> ($0 - 1) & 1 == 1 } + [count]
                    let pieces = Array(zip(edges, edges.dropFirst()))
                    guard pieces.allSatisfy({ $1 - $0 >= minimum }) else { continue }
                    least = min(least, pieces.reduce(penalty * Double(pieces.count - 1)) { $0 + cost($1.0, $1.1) })
                }
                let found = PenalisedSegmentation(cost, minimum: minimum, penalty: penalty)
                #expect(isClose(found.best[count], least, within: 1e-9))
                let edges = [0] + found.changes(end: count) + [count]
                let total = zip(edges, edges.dropFirst()).reduce(penalty * Double(edges.count - 2)) {
                    $0 + cost($1.0, $1.1)
                }
                #expect(isClose(total, least, within: 1e-9))
            }
        }
    }

    @Test("leaving starts out changes no beginning of the series", arguments: [0, 0.3, 0.6])
    func leavingStartsOutChangesNoBeginningOfTheSeries(correlation: Double) {
        var simulation = Simulation(seed: 71)
        for count in [40, 150] {
            let cost = LevelCost(
                series(&simulation, count: count, correlation: correlation), correlation: correlation, deviation: 0.9)
            let penalty = 7.0
            // Optimal partitioning over all starts (Jackson et al., IEEE Signal Processing Letters 12, 2005).
            var best = [Double](repeating: .infinity, count: count + 1)
            best[0] = -penalty
            for end in 3...count {
                for start in 0...(end - 3) { best[end] = min(best[end], best[start] + cost(start, end) + penalty) }
            }
            let found = PenalisedSegmentation(cost, minimum: 3, penalty: penalty)
            for end in 3...count { #expect(isClose(found.best[end], best[end], within: 1e-9)) }
        }
    }

    @Test("one segment costs no penalty, and a short series is one") func oneSegmentCostsNoPenalty() {
        let cost = LevelCost([1, 1, 1, 5], correlation: 0, deviation: 1)
        #expect(PenalisedSegmentation(cost, minimum: 3, penalty: 0).changes(end: 4).isEmpty)
        #expect(PenalisedSegmentation(cost, minimum: 9, penalty: 1).changes(end: 4).isEmpty)
    }
}
