import Foundation
import Statistics
import TestSupport
import Testing

@Suite(.hangLimit) struct NormalPowerTests {
    @Test("counts and distances are each other's inverse") func inverse() throws {
        // (1.644854 + 0.841621)² = 6.182557.
        let power = NormalPower(alpha: 0.05)
        let needed = try #require(power.requiredCount(distance: 0.01, standardError: 0.02, count: 100))
        #expect(needed == Int((6.182557 * 4 * 100).rounded(.up)))
        let detectable = power.detectableMean(above: 0.5, standardError: 0.02, difference: 0, count: 100)
        #expect(isClose(detectable, 0.5 + 2.486475 * 0.02, within: 1e-6))
        #expect(power.requiredCount(distance: 0, standardError: 1, count: 9) == nil)
        #expect(power.requiredCount(distance: 1, standardError: 0, count: 9) == 2)
    }

    @Test(
        "without flips a drop is detectable that brings its own flips",
        arguments: [(100, 0.01), (700, 0.01), (5000, 0)])
    func rareDifferences(count: Int, margin: Double) throws {
        let same = try #require(PairedProportions(onlyBaseline: 0, onlyCandidate: 0, count: count))
        let drop = try #require(same.detectableDrop(margin: margin, alpha: 0.01))
        // The exact power of Tango's bound when all flips are losses, binomial with that drop.
        var power = 0.0
        var mass = pow(1 - drop, Double(count))
        for lost in 0...count {
            let pair = try #require(PairedProportions(onlyBaseline: lost, onlyCandidate: 0, count: count))
            if pair.lowerBound(alpha: 0.01) > margin { power += mass }
            mass *= Double(count - lost) / Double(lost + 1) * drop / (1 - drop)
        }
        // Lost samples are whole: the power goes by leaps.
        #expect((0.75...0.95).contains(power))
        #expect(
            PairedProportions(onlyBaseline: 0, onlyCandidate: 0, count: 1)?.detectableDrop(margin: 0.01, alpha: 1e-9)
                == nil)
    }
}
