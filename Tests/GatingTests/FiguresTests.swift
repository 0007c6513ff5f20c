import Foundation
import Records
import Suites
import TestSupport
import Testing

@testable import Gating

@Suite("A change and the two figures beside it", .hangLimit)
struct FiguresTests {
    /// Sixteen launches of which the baseline wanders by 10 %, and launches alone on a slower machine.
    private func wandering() -> Scene {
        // No two alike, so that it is clear which are trimmed.
        let effects = Scene.effects(mean: -0.43, spread: 0.02).enumerated().map { $1 + 1e-4 * Double($0) }
        var scene = Scene(effects: effects)
        for launch in effects.indices {
            let baseline = 4e6 * exp(0.1 * sin(Double(launch)))
            scene.run.cells[0].launches[launch] = Scene.launch(launch, pair: 0, latency: baseline)
            scene.run.cells[1].launches[launch] = Scene.launch(
                launch, pair: 0, latency: baseline * exp(effects[launch]))
        }
        // What the summary of a cell describes: here slower than the baseline beside which it is faster.
        scene.run.cells[1].launches += (0..<8).map { Scene.launch($0, pair: nil, latency: 8e6) }
        return scene
    }

    @Test("Pauses add up to the same in any order of the launches, such as that of the database") func pauses() {
        let conditions = [0.1, 0.2, 0.3].map { MachineConditions(pauseSeconds: $0) }
        #expect(MachineDisturbance(conditions) == MachineDisturbance(conditions.reversed()))
    }

    @Test("are of the same launches, trimmed alike, so that they agree")
    func agree() throws {
        let scene = wandering()
        #expect(scene.run.cells[1].summary.value(.latencyP50) == 8e6)
        let verdict = scene.verdict(.latencyP50, .maximumIncrease(0.03))
        #expect(verdict.state == .passed)
        let evidence = try #require(verdict.evidence)
        let (baseline, candidate) = (try #require(evidence.baselineValue), try #require(evidence.candidateValue))
        // numpy: d = -0.43 + 0.02 shape + 1e-4 (0..15), b = log(4e6) + 0.1 sin(0..15), without the lowest and highest d; exp of the means.
        #expect(abs(baseline - 4_031_650.331507188) < 1)
        #expect(abs(candidate - 2_624_461.687727993) < 1)
        // Latencies are whole nanoseconds: half of one in 2.6 ms, on either side.
        #expect(abs(evidence.effect - (-0.34903538949845503)) < 2e-7)
        #expect(abs(candidate / baseline - 1 - evidence.effect) < 1e-9)
        #expect(
            verdict.details.contains("latency p50, geometric mean over launches: 2.62 ms, the reference 4.03 ms"),
            "\(verdict.details)")
    }

    @Test("agree for every time and rate", arguments: [Metric.latencyP99, .latencyMean, .throughput, .loadTime])
    func otherMetrics(metric: Metric) throws {
        let limit: Gate.Limit = metric == .throughput ? .maximumDrop(0.03) : .maximumIncrease(0.03)
        let evidence = try #require(wandering().verdict(metric, limit).evidence)
        let (baseline, candidate) = (try #require(evidence.baselineValue), try #require(evidence.candidateValue))
        let effect = metric == .throughput ? -evidence.effect : evidence.effect
        #expect(abs(candidate / baseline - 1 - effect) < 1e-9)
    }

    @Test("agree for memory, whose change is one of means")
    func memory() throws {
        var scene = Scene(effects: Scene.effects(mean: 0, spread: 0.01))
        // Medians 100 MB and 101 MB, means 100 MB and 111 MB.
        for launch in 0..<16 {
            scene.run.cells[1].launches[launch].peakMemoryBytes = launch < 3 ? 170_000_000 : 110_000_000
        }
        let evidence = try #require(scene.verdict(.peakMemory, .maximumIncrease(0.03)).evidence)
        // (3 x 160 + 13 x 100) / 16 = 111.25 MB above the floor of 10 MB.
        #expect(evidence.candidateValue == 111_250_000 && evidence.baselineValue == 100_000_000)
        #expect(abs(evidence.effect - 0.1125) < 1e-12)
    }

    @Test("a p value is written so that one sees on which side of its level it lies")
    func levels() {
        #expect(VerdictText.pValue(3.2e-12, needed: 4.3e-9) == "3e-12 (needs below 4.3e-09)")
        #expect(VerdictText.pValue(5e-9, needed: 4.3e-9) == "5e-09 (needs below 4.3e-09)")
        #expect(VerdictText.pValue(0.00001, needed: 0.025) == "below 0.0001 (needs below 0.025)")
        #expect(VerdictText.pValue(0.41, needed: 0.025) == "0.41 (needs below 0.025)")
        #expect(VerdictText.pValue(0, needed: 4.3e-9) == "0 (needs below 4.3e-09)")
    }
}
