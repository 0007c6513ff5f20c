import Foundation
import TestSupport
import Testing

@testable import Statistics

@Suite("The ratio of likelihoods of one more level", .hangLimit) struct StepLikelihoodTests {
    private static let nights = [43.5, 43.1, 41.6, 43.2, 72.0, 71.9, 72.5, 74.2, 72.3, 72.9, 72.4].map { log($0) }
    private static let digits = [3.0, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9]

    // Reference values: generalised least squares with the dense matrix of correlations, numpy 2.2.
    @Test(
        "At a known place it is that of generalised least squares",
        arguments: [(5, 25.970089), (6, 32.433581), (11, 56.412893)])
    func known(count: Int, ratio: Double) {
        let step = StepLikelihood(Array(Self.nights.prefix(count)), starts: [0, 4], at: 4, leastDeviation: 0)
        #expect(isClose(step.ratio, ratio, within: 1e-5))
    }

    @Test("Among several levels, too", arguments: [(5, 3.817208), (11, 6.636897)])
    func several(position: Int, ratio: Double) {
        let step = StepLikelihood(Self.digits, starts: [0, 5, 11], at: position, leastDeviation: 0)
        #expect(isClose(step.ratio, ratio, within: 1e-5))
    }

    @Test("The best place is where it is largest, in a stretch of a longer series as well") func best() throws {
        let found = try #require(StepLikelihood.best(Self.digits, in: 0..<15, margin: 2))
        #expect(found.position == 11 && isClose(found.ratio, 8.461569, within: 1e-5))
        let within = try #require(StepLikelihood.best([70, 90] + Self.digits + [0], in: 2..<17, margin: 2))
        #expect(within.position == 13 && isClose(within.ratio, found.ratio, within: 1e-9))
        #expect(StepLikelihood.best([4, 4, 4, 4, 4], in: 0..<5, margin: 2) == nil)
        #expect(StepLikelihood.best(Self.digits, in: 3..<6, margin: 2) == nil)
    }

    @Test("Neither scale nor place of the values changes it", arguments: [1e-300, 1e-9, 1e9, 1e300]) func scale(
        unit: Double
    ) throws {
        let found = try #require(StepLikelihood.best(Self.digits.map { $0 * unit }, in: 0..<15, margin: 2))
        #expect(found.position == 11 && isClose(found.ratio, 8.461569, within: 1e-5))
    }

    @Test("Values that only flip in their last digit are taken to vary by half of it") func rounding() {
        let flips = StepLikelihood([43, 43, 43, 43, 44], starts: [0, 4], at: 4, leastDeviation: 0.5)
        #expect(StepLikelihood.pValue(flips.ratio, count: 5, levels: 2, shorter: 1) > 0.1)
        let jumps = StepLikelihood([61, 61, 61, 61, 90], starts: [0, 4], at: 4, leastDeviation: 0.5)
        #expect(StepLikelihood.pValue(jumps.ratio, count: 5, levels: 2, shorter: 1) < 0.001)
    }

    @Test(
        "Of series without a step a share of at most p has so small a p, at a place that is known", arguments: [0, 0.6])
    func pValues(correlation: Double) {
        var simulation = Simulation(seed: 31 + UInt64(10 * correlation))
        for (count, after) in [(4, 1), (8, 3), (20, 1), (20, 6)] {
            var below = 0
            for _ in 0..<800 {
                var value = simulation.normal()
                let series = (0..<count).map { _ in
                    value = correlation * value + (1 - correlation * correlation).squareRoot() * simulation.normal()
                    return value
                }
                let step = StepLikelihood(series, starts: [0, count - after], at: count - after, leastDeviation: 0)
                if StepLikelihood.pValue(step.ratio, count: count, levels: 2, shorter: after) <= 0.05 { below += 1 }
            }
            // 5 % of 800 and three times √(800 · 0.05 · 0.95).
            #expect(below <= 58, "\(count) values, \(after) of them after")
        }
    }

    @Test("The ratio asked for rises as the share falls, and is that of the table at its entries") func critical() {
        for (row, count) in StepLikelihood.counts.enumerated() {
            let five = StepLikelihood.critical(count: Int(count), share: 0.05)
            #expect(isClose(five, StepLikelihood.atFiveHundredths[row], within: 1e-9))
            #expect(StepLikelihood.critical(count: Int(count), share: 0.01) >= five)
            #expect(StepLikelihood.critical(count: Int(count), share: 0) > five)
        }
        #expect(StepLikelihood.critical(count: 4000, share: 0.05).isFinite)
    }
}
