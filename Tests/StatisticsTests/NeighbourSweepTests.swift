import Foundation
import Statistics
import TestSupport
import Testing

/// Simulated sweeps over levels. Bounds lie three standard errors or more from what is promised.
@Suite("Sweeps over neighbours", .hangLimit)
struct NeighbourSweepTests {
    static let looks = [2, 3, 4, 6, 8, 12, 16, 24, 32]

    /// How the effects of a pair vary about its difference.
    enum Noise: Sendable {
        case normal
        /// A tenth have five times the spread.
        case outliers
        /// One pair has four times the spread of the others.
        case unequal
        /// One in forty is off by thirty deviations, as a neighbour of the machine does it.
        case rareAndFar
    }

    struct Outcome {
        var findings: [NeighbourSweep.Finding]
        var effects: Int { findings.reduce(0) { $0 + $1.effects } }
        var changed: [Int] { findings.indices.filter { findings[$0].decision == .changed } }
        var undecided: Int { findings.count { $0.decision == .undecided } }
    }

    /// Draws effects for every undecided pair up to the next look, as the harness measures launches.
    private func play(
        _ sweep: NeighbourSweep, levels: [Double], deviation: Double, noise: Noise = .normal,
        _ simulation: inout Simulation
    ) throws -> Outcome {
        var effects = [[Double]](repeating: [], count: levels.count - 1)
        var findings = [NeighbourSweep.Finding?](repeating: nil, count: levels.count - 1)
        for look in sweep.looks {
            for pair in effects.indices where findings[pair]?.decision ?? .undecided == .undecided {
                while effects[pair].count < look {
                    var error = simulation.normal()
                    if noise == .outliers, StandardNormal.cumulative(simulation.normal()) < 0.1 { error *= 5 }
                    if noise == .rareAndFar, StandardNormal.cumulative(simulation.normal()) < 0.025 { error += 30 }
                    if noise == .unequal, pair == 3 { error *= 4 }
                    effects[pair].append(levels[pair + 1] - levels[pair] + deviation * error)
                }
            }
            for pair in effects.indices where effects[pair].count == look {
                findings[pair] = sweep.finding(effects[pair], among: effects)
            }
        }
        return Outcome(findings: try findings.map { try #require($0) })
    }

    private func sweep(_ versions: Int) throws -> NeighbourSweep {
        try #require(NeighbourSweep(pairs: versions - 1, smallestStep: log1p(0.03), looks: Self.looks))
    }

    @Test(
        "Equal levels are told apart in at most one sweep of a hundred",
        arguments: [(Noise.normal, 0.01), (.normal, 0.03), (.outliers, 0.015), (.unequal, 0.01)])
    func equalLevels(noise: Noise, deviation: Double) throws {
        var simulation = Simulation(seed: 101)
        let sweep = try sweep(12)
        let alarms = try (0..<400).count { _ in
            let levels = [Double](repeating: 0, count: 12)
            return try !play(sweep, levels: levels, deviation: deviation, noise: noise, &simulation).changed.isEmpty
        }
        // 1 % of 400 and three times √(400 · 0.01 · 0.99).
        #expect(alarms <= 10)
    }

    @Test(
        "Steps of 3 % and more are found at their places, also those that cancel",
        arguments: [(Noise.normal, 0.01), (.normal, 0.02), (.outliers, 0.01)])
    func steps(noise: Noise, deviation: Double) throws {
        var simulation = Simulation(seed: 103)
        let sweep = try sweep(12)
        // Up at 3, down again at 6, and up at 9: between the ends there is less than half of what happened.
        let changes = [3: log1p(0.03), 6: -log1p(0.03), 9: log1p(0.05)]
        let levels = (0..<12).map { version in changes.filter { $0.key <= version }.values.reduce(0, +) }
        var found = (all: 0, other: 0, undecided: 0)
        for _ in 0..<200 {
            let outcome = try play(sweep, levels: levels, deviation: deviation, noise: noise, &simulation)
            if Set(outcome.changed).isSuperset(of: [2, 5, 8]) { found.all += 1 }
            if !Set(outcome.changed).isSubset(of: [2, 5, 8]) { found.other += 1 }
            found.undecided += outcome.undecided
        }
        // Two steps of exactly 3 % in each, of which 2 % may be missed: 96 %, less three standard errors.
        #expect(found.all >= 183)
        #expect(found.other <= 6)
        #expect(found.undecided <= 20)
    }

    @Test(
        "Time goes where the evidence is open: equal neighbours take few effects, whatever one launch did",
        arguments: [(Noise.normal, 40.0), (.rareAndFar, 60)])
    func effectsTaken(noise: Noise, most: Double) throws {
        var simulation = Simulation(seed: 107)
        let sweep = try sweep(12)
        let levels = (0..<12).map { $0 < 5 ? 0 : log1p(0.05) }
        var effects = 0
        for _ in 0..<100 {
            effects += try play(sweep, levels: levels, deviation: 0.01, noise: noise, &simulation).effects
        }
        // Gates look after 8 at the earliest: 88 for 11 pairs without any change.
        #expect(Double(effects) / 100 < most, "\(Double(effects) / 100)")
    }

    @Test("The interval of a change lies on one side of zero, that of no change within the step")
    func intervals() throws {
        var simulation = Simulation(seed: 109)
        let sweep = try sweep(6)
        let outcome = try play(sweep, levels: [0, 0, 0.08, 0.08, 0.08, 0], deviation: 0.01, &simulation)
        for (pair, finding) in outcome.findings.enumerated() {
            #expect(finding.low <= finding.estimate && finding.estimate <= finding.high)
            switch finding.decision {
            case .changed: #expect(pair == 1 && finding.low > 0 || pair == 4 && finding.high < 0)
            case .unchanged: #expect(finding.low > -log1p(0.03) && finding.high < log1p(0.03))
            case .undecided: Issue.record("pair \(pair) is undecided")
            }
        }
        #expect(outcome.changed == [1, 4])
    }

    @Test("Effects without any spread are known exactly") func exact() throws {
        let sweep = try sweep(3)
        let same = try #require(sweep.finding([0, 0], among: [[0, 0], [0.1, 0.1]]))
        #expect(same.decision == .unchanged && same.effects == 2)
        let step = [Double](repeating: 0.1, count: 7)
        let changed = try #require(sweep.finding(step, among: [step, [0, 0]]))
        // Of the last look that was reached.
        #expect(changed.decision == .changed && changed.effects == 6 && changed.low == 0.1 && changed.high == 0.1)
    }

    @Test("Nothing is said before the first look, of no number, or by rules that make no sense") func refusals() throws
    {
        let sweep = try sweep(3)
        #expect(sweep.finding([0.1], among: [[0.1], []]) == nil)
        #expect(sweep.finding([0.1, .nan], among: [[0.1, .nan]]) == nil)
        #expect(sweep.effectsToNextLook(after: 2) == 1 && sweep.effectsToNextLook(after: 32) == nil)
        #expect(NeighbourSweep(pairs: 0, smallestStep: 0.03, looks: Self.looks) == nil)
        #expect(NeighbourSweep(pairs: 2, smallestStep: 0, looks: Self.looks) == nil)
        #expect(NeighbourSweep(pairs: 2, smallestStep: 0.03, looks: [1, 2]) == nil)
        #expect(NeighbourSweep(pairs: 2, smallestStep: 0.03, looks: [4, 2]) == nil)
        #expect(NeighbourSweep(pairs: 2, smallestStep: 0.03, falseAlarm: 1.5, looks: Self.looks) == nil)
    }

    @Test("Of a schedule that ends early the last look tells changes") func shortSchedule() throws {
        let sweep = try #require(NeighbourSweep(pairs: 1, smallestStep: 0.03, looks: [2, 4]))
        let effects = [0.5, 0.51, 0.49, 0.5]
        #expect(sweep.finding(Array(effects.prefix(2)), among: [effects])?.decision == .undecided)
        #expect(sweep.finding(effects, among: [effects])?.decision == .changed)
    }
}
