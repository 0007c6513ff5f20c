import Foundation
import Records
import Statistics
import Suites
import TestSupport
import Testing

@testable import Gating

@Suite("Forecasts of gates", .hangLimit)
struct GateForecasterTests {
    static let looks = [8, 12, 16, 24, 32]

    static func normals(_ count: Int, spread: Double, seed: UInt64 = 12) throws -> Sample {
        var draws = NormalDraws(seed: seed)
        return try #require(Sample((0..<count).map { _ in spread * draws.next() }))
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var spread: Double
        var change: Double
        var failed: ClosedRange<Double>
        var passed: ClosedRange<Double>
        var launches: ClosedRange<Double>
        var testDescription: String { "launch sd \(spread), true change \(change)" }
    }

    /// The table "What to expect" of docs/method.md, give or take four standard errors of 400 gates.
    static let cases = [
        Case(spread: 0.01, change: 0, failed: 0...0, passed: 1...1, launches: 8.4...9.6),
        Case(spread: 0.01, change: 0.02, failed: 0...0, passed: 0.98...1, launches: 15.2...17.6),
        Case(spread: 0.01, change: 0.04, failed: 0.98...1, passed: 0...0, launches: 20.8...23.2),
        Case(spread: 0.03, change: 0, failed: 0...0, passed: 0.98...1, launches: 15.2...17.4),
        Case(spread: 0.03, change: 0.05, failed: 0.77...0.93, passed: 0...0.01, launches: 25.8...28.6),
        Case(spread: 0.03, change: 0.06, failed: 0.97...1, passed: 0...0, launches: 20.8...23.4),
    ]

    @Test("of normal launches are what the page on the method says", arguments: cases)
    func asDocumented(_ example: Case) throws {
        let forecaster = try #require(GateForecaster(looks: Self.looks))
        let forecast = forecaster.forecast(
            margin: 0.03, change: example.change, noise: try Self.normals(4000, spread: example.spread))
        #expect(forecast.gates == 400)
        #expect(example.failed.contains(forecast.failedShare), "\(forecast)")
        #expect(example.passed.contains(forecast.passedShare), "\(forecast)")
        #expect(example.launches.contains(forecast.meanLaunches), "\(forecast)")
    }

    @Test("a seed repeats them, another does not, and a scale is a wider spread")
    func seeds() throws {
        let forecaster = try #require(GateForecaster(looks: Self.looks))
        let noise = try Self.normals(500, spread: 0.01)
        func forecast(_ noise: Sample, scale: Double = 1, seed: UInt64 = 1) -> GateForecast {
            forecaster.forecast(margin: 0.03, change: 0.02, noise: noise, scale: scale, gates: 50, seed: seed)
        }
        #expect(forecast(noise) == forecast(noise))
        #expect(forecast(noise) != forecast(noise, seed: 2))
        // A power of two scales without rounding.
        let wider = try #require(Sample(noise.values.map { 2 * $0 }))
        #expect(forecast(noise, scale: 2) == forecast(wider))
    }

    @Test("launches that do not differ decide at the first look")
    func noNoise() throws {
        let forecaster = try #require(GateForecaster(looks: Self.looks))
        let none = try #require(Sample([0, 0]))
        let unchanged = forecaster.forecast(margin: 0.03, change: 0, noise: none, gates: 10)
        #expect(unchanged.passedShare == 1 && unchanged.meanLaunches == 8 && unchanged.undecidedShare == 0)
        #expect(forecaster.forecast(margin: 0.03, change: 0.06, noise: none, gates: 10).failedShare == 1)
        #expect(abs(forecaster.detectableChange(margin: 0.03, launchDeviation: 0) - 0.03) < 1e-12)
    }

    @Test("outliers count as they occur: gates end sooner than with normal launches of the same spread")
    func outliers() throws {
        let forecaster = try #require(GateForecaster(looks: Self.looks))
        let normal = try Self.normals(4000, spread: 0.01)
        // A tenth has five times the spread: √(0.9 + 0.1 · 25) times that of the others over all.
        let noise = try #require(Sample(normal.values.enumerated().map { $0.isMultiple(of: 10) ? 5 * $1 : $1 }))
        func launches(_ noise: Sample, scale: Double, change: Double) -> Double {
            forecaster.forecast(margin: 0.03, change: change, noise: noise, scale: scale).meanLaunches
        }
        let scale = SpreadAboutZero(noise).standardDeviation / SpreadAboutZero(normal).standardDeviation
        #expect(scale > 1.7 && scale < 2)
        for change in [0, 0.06] {
            #expect(launches(noise, scale: 1, change: change) < launches(normal, scale: scale, change: change))
        }
    }

    @Test("a gate that is played ends as the same launches do before the judge", arguments: [0, 0.02, 0.03, 0.045])
    func playedAsJudged(change: Double) throws {
        let rule = try #require(
            SequentialRule(looks: Self.looks, rule: DecisionRule(failAlpha: 0.01, passAlpha: 0.05)))
        var draws = NormalDraws(seed: 77)
        var seen: Set<Verdict.State> = []
        for _ in 0..<25 {
            let effects = (0..<32).map { _ in log1p(change) + 0.015 * draws.next() }
            var scene = Scene(effects: effects)
            scene.run.pairs[0].looks = Self.looks
            let verdict = scene.verdict(.latencyP50, .maximumIncrease(0.03))
            var remaining = effects[...]
            let played = rule.play(allowed: .atMost, limit: log1p(0.03)) { remaining.removeFirst() }
            #expect(played.decision.state == verdict.state)
            #expect(played.launches == verdict.evidence?.launches)
            #expect(remaining.count == 32 - played.launches, "no launch is made in vain")
            seen.insert(verdict.state)
        }
        #expect(change != 0.045 || seen.contains(.failed))
        #expect(change != 0 || seen == [.passed])
    }

    @Test("the change that can be seen is the one that verdicts print")
    func detectable() throws {
        var scene = Scene(effects: Scene.effects(mean: 0, spread: 0.01) + Scene.effects(mean: 0, spread: 0.01))
        scene.run.pairs[0].looks = [32]
        let evidence = try #require(scene.verdict(.latencyP50, .maximumIncrease(0.03)).evidence)
        let forecaster = try #require(GateForecaster(looks: [32]))
        let pair = scene.run.pairs[0]
        let change = try LatencyChange(
            .latencyP50, of: pair, baseline: scene.run.cells[0], candidate: scene.run.cells[1])
        let expected = try #require(evidence.minimalDetectableEffect)
        let found = forecaster.detectableChange(margin: 0.03, launchDeviation: change.test.standardDeviation)
        #expect(abs(found - expected) < 1e-12)
        let needed = try #require(
            forecaster.requiredLaunches(
                margin: 0.03, change: found + 1e-9, launchDeviation: change.test.standardDeviation))
        #expect(needed == 32)
    }

    @Test("looks that are no schedule have no forecast", arguments: [[], [0, 8], [8, 8]])
    func noSchedule(looks: [Int]) {
        #expect(GateForecaster(looks: looks) == nil)
    }
}
