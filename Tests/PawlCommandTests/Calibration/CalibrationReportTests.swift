import Foundation
import Statistics
import Suites
import Support
import TestSupport
import Testing

@testable import PawlCommand

@Suite("What a calibration says", .hangLimit)
struct CalibrationReportTests {
    let plan: CalibrationPlan

    init() throws {
        let fixture = try CalibrationFixture(looks: [8, 12, 16, 24, 32])
        plan = try fixture.plan(try fixture.suite())
    }

    /// Normal effects, by Box and Muller.
    static func effects(_ count: Int, spread: Double, seed: UInt64) -> [Double] {
        var generator = SeededGenerator(seed: seed)
        return (0..<count).map { _ in spread * StandardNormal.draw(using: &generator) }
    }

    static func outcome(
        _ variant: Int = 0, _ decision: GateOutcome.Decision? = .passed, spread: Double = 0.01, seed: UInt64
    ) -> GateOutcome {
        GateOutcome(
            variant: variant, decision: decision, effects: effects(8, spread: spread, seed: seed), launches: 8,
            seconds: 4)
    }

    func report(_ outcomes: [GateOutcome], seed: UInt64 = 1) -> CalibrationReport {
        var result = Calibration.Result()
        result.outcomes = outcomes
        result.seconds = 80
        return CalibrationReport(result, plan: plan, seed: seed, requestedSeconds: 60)
    }

    /// Clopper and Pearson's bounds of 0 of 20: 0 and 1 − 0.025^(1/20) = 0.16843.
    @Test("no false alarm in 20 gates is at most 16.8 % of them, and more gates would say more")
    func noFalseAlarm() throws {
        let report = report((0..<20).map { Self.outcome(seed: $0) })
        let rate = try #require(report.gates.falseAlarmRate)
        #expect(rate.value == 0 && rate.low == 0)
        #expect(abs(rate.high - (1 - pow(0.025, 1 / 20.0))) < 1e-12)
        #expect(report.gatesToProve == 368)
        #expect(report.secondsPerGate == 4)
        #expect(!report.breaksThePromise)
    }

    @Test(
        "three false alarms in twenty break the promise, one in two hundred does not", arguments: [(3, 20), (1, 200)])
    func promise(failed: Int, gates: Int) {
        let outcomes = (0..<gates).map { Self.outcome(0, $0 < failed ? .failed : .passed, seed: UInt64($0)) }
        #expect(report(outcomes).breaksThePromise == (gates == 20))
    }

    @Test("the spread of known launches is found, and their gates take what normal launches take")
    func knownSpread() throws {
        let variant = report((0..<60).map { Self.outcome(seed: 100 + $0) }).variants[0]
        let spread = try #require(variant.launchSpread)
        // 480 launches: the standard error of the spread is 0.01 / √960 = 0.0003.
        #expect(abs(spread.value - 0.01) < 0.0013)
        #expect(spread.low < spread.value && spread.value < spread.high)
        #expect(variant.launches == 480 && variant.meanLaunches == 8 && variant.secondsPerLaunch == 0.5)
        let forecast = try #require(variant.forecast(margin: 0.03))
        // docs/method.md: 9.0 launches at no change; half a second each.
        #expect((8...10).contains(forecast.unchanged.launches.value))
        #expect(abs(forecast.unchanged.seconds.value - forecast.unchanged.launches.value / 2) < 1e-12)
        #expect(forecast.isSharp)
        #expect(variant.forecasts.map(\.margin) == [0.01, 0.02, 0.03, 0.05, 0.1])
        let detectable = variant.forecasts.map(\.detectableChange.value)
        #expect(detectable == detectable.sorted())
        #expect(zip(detectable, variant.forecasts).allSatisfy { $0 > $1.margin })
    }

    @Test("ranges hold their values and follow the spread's")
    func ranges() throws {
        let variant = report((0..<4).map { Self.outcome(spread: 0.02, seed: $0) }).variants[0]
        for forecast in variant.forecasts {
            for estimate in [
                forecast.detectableChange, forecast.unchanged.launches, forecast.unchanged.seconds,
                forecast.doubled.launches,
            ] {
                #expect(estimate.low <= estimate.value && estimate.value <= estimate.high)
            }
            #expect((8...32).contains(forecast.unchanged.launches.low))
            #expect((8...32).contains(forecast.doubled.launches.high))
        }
    }

    @Test("a noisy machine's 3 % gates are not sharp, and need more launches")
    func noisy() throws {
        let variant = report((0..<10).map { Self.outcome(spread: 0.08, seed: $0) }).variants[0]
        let three = try #require(variant.forecast(margin: 0.03))
        #expect(!three.isSharp)
        #expect(try #require(three.launchesNeeded) > 32)
        #expect(three.detectableChange.value > 0.06)
    }

    @Test("variants are told apart, and one without a launch has no forecast")
    func variants() {
        let report = report([Self.outcome(1, .undecided, seed: 4)])
        #expect(report.variants.map(\.name) == ["m/a", "m/b"])
        #expect(report.variants[0].gates.gates == 0 && report.variants[0].forecasts.isEmpty)
        #expect(report.variants[0].launchSpread == nil && report.variants[0].meanLaunches == nil)
        #expect(report.variants[1].gates.undecided == 1)
    }

    @Test("nothing measured is no rate")
    func nothing() {
        let report = report([])
        #expect(report.gates.falseAlarmRate == nil && report.secondsPerGate == nil && !report.breaksThePromise)
    }

    @Test("a margin of one's own is foretold beside the usual ones")
    func ownMargin() throws {
        let fixture = try CalibrationFixture()
        var result = Calibration.Result()
        result.outcomes = [Self.outcome(seed: 1)]
        let report = CalibrationReport(
            result, plan: try fixture.plan(try fixture.suite(), margin: 0.04), seed: 1, requestedSeconds: 1)
        #expect(report.variants[0].forecasts.map(\.margin) == [0.01, 0.02, 0.03, 0.04, 0.05, 0.1])
        #expect(report.looks == [8, 12, 16])
    }

    @Test("the same gates and seed give the same report")
    func deterministic() {
        let outcomes = (0..<3).map { Self.outcome(seed: $0) }
        #expect(report(outcomes) == report(outcomes))
    }
}
