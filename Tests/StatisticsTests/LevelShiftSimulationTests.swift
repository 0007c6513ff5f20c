import Foundation
import Statistics
import TestSupport
import Testing

/// Small seeded simulations; `pawl-bench trends` has the large ones. Bounds lie three standard errors from what is promised.
@Suite(.hangLimit) struct LevelShiftSimulationTests {
    private func autoregression(_ simulation: inout Simulation, count: Int, correlation: Double) -> [Double] {
        var value = simulation.normal()
        return (0..<count).map { _ in
            value = correlation * value + (1 - correlation * correlation).squareRoot() * simulation.normal()
            return value
        }
    }

    private func heavyTailed(_ simulation: inout Simulation) -> Double {
        let numerator = simulation.normal()
        let chiSquare = simulation.normals(3).reduce(0) { $0 + $1 * $1 }
        return numerator / (chiSquare / 3).squareRoot()
    }

    @Test("series without a shift seldom show one", arguments: [20, 60, 120], [0, 0.3, 0.6])
    func seriesWithoutAShiftSeldomShowOne(count: Int, correlation: Double) throws {
        var simulation = Simulation(seed: UInt64(count) + UInt64(1000 * correlation))
        let found = try (0..<120).count { _ in
            let series = autoregression(&simulation, count: count, correlation: correlation)
            return try !LevelShiftSearch().segment(sample(series)).shifts.isEmpty
        }
        // 5 % of 120 and three times √(120 · 0.05 · 0.95).
        #expect(found <= 13)
    }

    @Test("nor with known breaks, heavy tails and outliers") func norWithKnownBreaksHeavyTailsAndOutliers() throws {
        var simulation = Simulation(seed: 73)
        var found = (breaks: 0, tails: 0, outliers: 0)
        for _ in 0..<200 {
            let plain = try sample(autoregression(&simulation, count: 100, correlation: 0.3))
            if !LevelShiftSearch().segment(plain, knownBreaks: [20, 50, 90]).shifts.isEmpty { found.breaks += 1 }
            let tails = try sample((0..<100).map { _ in heavyTailed(&simulation) })
            if !LevelShiftSearch().segment(tails).shifts.isEmpty { found.tails += 1 }
            let outliers = try sample(
                simulation.normals(100).enumerated().map { $1 + ($0 % 50 == 17 ? 12 * simulation.normal() : 0) })
            if !LevelShiftSearch().segment(outliers).shifts.isEmpty { found.outliers += 1 }
        }
        #expect(found.breaks <= 19)
        #expect(found.tails <= 19)
        #expect(found.outliers <= 19)
    }

    @Test("a smaller share of false points is kept too, and finds less") func aSmallerShareOfFalsePointsIsKeptToo()
        throws
    {
        var simulation = Simulation(seed: 79)
        var found = (strict: 0, plain: 0, shifted: 0, shiftedStrict: 0)
        for _ in 0..<300 {
            let series = autoregression(&simulation, count: 60, correlation: 0.3)
            let shifted = series.enumerated().map { $1 + ($0 < 40 ? 0 : 1.8) }
            let strict = LevelShiftSearch(falseShare: 0.01)
            if try !LevelShiftSearch().segment(sample(series)).shifts.isEmpty { found.plain += 1 }
            if try !strict.segment(sample(series)).shifts.isEmpty { found.strict += 1 }
            if try !LevelShiftSearch().segment(sample(shifted)).shifts.isEmpty { found.shifted += 1 }
            if try !strict.segment(sample(shifted)).shifts.isEmpty { found.shiftedStrict += 1 }
        }
        #expect(found.strict <= 8)
        #expect(found.strict <= found.plain)
        #expect(found.shiftedStrict < found.shifted)
    }

    @Test("three nights of three deviations suffice for most") func threeNightsOfThreeDeviationsSufficeForMost() throws
    {
        var simulation = Simulation(seed: 83)
        let found = try (0..<150).count { _ in
            let series = simulation.normals(120).enumerated().map { $1 + ($0 < 117 ? 0 : 3) }
            return try LevelShiftSearch().segment(sample(series)).shifts.contains { ($0.position - 117).magnitude <= 2 }
        }
        // 90 % of 200 points, measured; less with fewer.
        #expect(found >= 115)
    }

    @Test("place and size lie in their intervals as often as they say", arguments: [0, 0.5])
    func placeAndSizeLieInTheirIntervals(correlation: Double) throws {
        var simulation = Simulation(seed: 89 + UInt64(10 * correlation))
        var count = (found: 0, place: 0, size: 0, noise: 0.0, correlation: 0.0)
        for _ in 0..<200 {
            let noise = autoregression(&simulation, count: 100, correlation: correlation)
            let series = noise.enumerated().map { $1 + ($0 < 60 ? 0 : 3.5) }
            let segmentation = LevelShiftSearch().segment(try sample(series))
            count.noise += segmentation.noise / 200
            count.correlation += segmentation.serialCorrelation / 200
            guard
                let shift = segmentation.shifts.min(by: { ($0.position - 60).magnitude < ($1.position - 60).magnitude })
            else { continue }
            count.found += 1
            if (shift.earliest...shift.latest).contains(60) { count.place += 1 }
            if (shift.sizeInterval.low...shift.sizeInterval.high).contains(3.5) { count.size += 1 }
        }
        #expect(count.found >= 170)
        let least = 0.95 - 3 * (0.95 * 0.05 / Double(count.found)).squareRoot()
        #expect(Double(count.place) >= least * Double(count.found))
        #expect(Double(count.size) >= least * Double(count.found))
        #expect(isClose(count.noise, 1, within: 0.1))
        #expect(isClose(count.correlation, correlation, within: 0.1))
    }

    @Test("the delay is that of the rule run on each beginning of the series")
    func theDelayIsThatOfTheRuleRunOnEachBeginning() throws {
        var simulation = Simulation(seed: 97)
        var equal = 0
        for _ in 0..<20 {
            let series = simulation.normals(60).enumerated().map { $1 + ($0 < 35 ? 0 : 6) }
            let shift = try #require(LevelShiftSearch().segment(sample(series)).shifts.first { $0.position == 35 })
            let needed = try (36...60).first { end in
                try LevelShiftSearch().segment(sample(Array(series.prefix(end)))).shifts.contains {
                    ($0.position - 35).magnitude <= 1 && $0.certainty == .found
                }
            }
            // The prefix estimates its own noise, from fewer values.
            let slow = try #require(needed) - 35
            #expect((shift.delay - slow).magnitude <= 2)
            if shift.delay == slow { equal += 1 }
        }
        #expect(equal >= 15)
    }
}
