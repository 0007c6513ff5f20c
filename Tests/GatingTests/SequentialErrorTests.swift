import Foundation
import Records
import TestSupport
import Testing

@testable import Gating

/// The whole sequential rule on simulated launches: the figures of docs/method.md, from fewer draws.
@Suite("Error probabilities of the sequential gate", .hangLimit)
struct SequentialErrorTests {
    /// How the launches of a simulated pair vary.
    enum Noise: Sendable { case normal, outliers }

    struct Case: Sendable, CustomTestStringConvertible {
        var noise: Noise = .normal
        var spread: Double
        var change: Double
        var gates: Int
        /// Inclusive.
        var failures: ClosedRange<Double>
        var passes: ClosedRange<Double>
        var launches: ClosedRange<Double>
        var testDescription: String { "\(noise), launch sd \(spread), true change \(change)" }
    }

    /// Bounds are the figures of the page, give or take four standard errors.
    static let cases = [
        Case(spread: 0.01, change: 0, gates: 200, failures: 0...0, passes: 1...1, launches: 8...9.6),
        Case(spread: 0.01, change: 0.02, gates: 200, failures: 0...0, passes: 0.98...1, launches: 15...18.5),
        Case(spread: 0.01, change: 0.03, gates: 1500, failures: 0...0.021, passes: 0.028...0.075, launches: 31...32),
        Case(spread: 0.01, change: 0.04, gates: 200, failures: 0.96...1, passes: 0...0, launches: 20...23.5),
        Case(spread: 0.03, change: 0.05, gates: 300, failures: 0.75...0.95, passes: 0...0.01, launches: 25...29),
        Case(
            noise: .outliers, spread: 0.01, change: 0.03, gates: 600, failures: 0...0.022, passes: 0...0.08,
            launches: 31...32),
        Case(
            noise: .outliers, spread: 0.01, change: 0.05, gates: 200, failures: 0.95...1, passes: 0...0,
            launches: 14...19),
    ]

    @Test("are as documented", arguments: cases)
    func asDocumented(_ example: Case) throws {
        var draws = NormalDraws(seed: 99)
        let rule = try #require(
            SequentialRule(looks: [8, 12, 16, 24, 32], rule: DecisionRule(failAlpha: 0.01, passAlpha: 0.05)))
        var failed = 0
        var passed = 0
        var launches = 0
        for _ in 0..<example.gates {
            let effects = (0..<32).map { _ -> Double in
                var noise = draws.next()
                if example.noise == .outliers, Double.random(in: 0..<1, using: &draws.generator) < 0.1 { noise *= 5 }
                return log1p(example.change) + example.spread * noise
            }
            let stop = try #require(rule.stop(try change(effects), allowed: .atMost, limit: log1p(0.03)))
            failed += stop.decision == .fail ? 1 : 0
            passed += stop.decision == .pass ? 1 : 0
            launches += stop.change.launchesUsed
        }
        let gates = Double(example.gates)
        #expect(example.failures.contains(Double(failed) / gates), "failed \(failed) of \(example.gates)")
        #expect(example.passes.contains(Double(passed) / gates), "passed \(passed) of \(example.gates)")
        #expect(example.launches.contains(Double(launches) / gates), "mean launches \(Double(launches) / gates)")
    }

    /// Loading times carry an effect with no blocks to build, so that thousands of gates stay quick.
    private func change(_ effects: [Double]) throws -> LatencyChange {
        func cell(_ id: Int, _ nanoseconds: (Double) -> Double) -> CellRecord {
            var cell = Scene.cell(id, "v\(id)", launches: [], golden: [])
            cell.launches = effects.enumerated().map { index, effect in
                LaunchRecord(
                    index: index, pair: 0, loadNanoseconds: UInt64(nanoseconds(effect)), firstInferenceNanoseconds: 1,
                    warmUp: WarmUpRecord(inferences: 1, nanoseconds: 1, becameSteady: true), floorMemoryBytes: 0,
                    peakMemoryBytes: 0)
            }
            return cell
        }
        let pair = PairRecord(id: 0, purpose: .reference, baselineCell: 0, candidateCell: 1, launchesPlanned: 32)
        return try LatencyChange(
            .loadTime, of: pair, baseline: cell(0) { _ in 1e9 }, candidate: cell(1) { 1e9 * exp($0) })
    }
}
