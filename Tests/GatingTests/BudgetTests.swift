import Foundation
import Gating
import Records
import Suites
import TestSupport
import Testing

@Suite(.hangLimit) struct BudgetTests {
    /// 16 launches x 4 blocks x 10 values = 640 inferences, a ramp from 1 ms to just below 2 ms.
    private var ramp: Scene {
        var scene = Scene(effects: [Double](repeating: 0, count: 16), valuesPerBlock: 10)
        for launch in 0..<16 {
            for block in 0..<4 {
                for value in 0..<10 {
                    // The order of launches is shuffled: a trend over launches would count as correlation.
                    let rank = UInt64(launch * 7 % 16 + 16 * (block + 4 * value))
                    scene.run.cells[1].launches[launch].blocks[block].valuesNanoseconds[value] =
                        1_000_000 + 1_000_000 * rank / 640
                }
            }
        }
        return scene
    }

    @Test(
        "a budget on a quantile has three states",
        arguments: [
            (Metric.latencyP99, 2.1e6, Verdict.State.passed), (.latencyP99, 1.9e6, .failed),
            (.latencyP99, 1.99e6, .inconclusive),
            (.latencyP90, 1.99e6, .passed), (.latencyP90, 1.8e6, .failed), (.latencyP90, 1.9e6, .inconclusive),
            (.latencyP50, 1.7e6, .passed), (.latencyP50, 1.3e6, .failed), (.latencyP50, 1.5e6, .inconclusive),
        ])
    func quantiles(metric: Metric, limit: Double, state: Verdict.State) throws {
        let verdict = ramp.verdict(metric, .maximum(limit), against: .nothing)
        #expect(verdict.state == state)
        #expect(try #require(verdict.evidence).samples == 640)
        #expect(verdict.details.contains { $0.contains("640 inferences") })
    }

    @Test("a 99th percentile from too few inferences is undecided and says how many it takes")
    func tooFewForP99() throws {
        var scene = Scene(effects: [0, 0, 0])
        let verdict = scene.verdict(.latencyP99, .maximum(5e7), against: .nothing)
        #expect(verdict.state == .inconclusive)
        #expect(
            verdict.headline
                == "undecided: latency p99 4.00 ms, allowed 50 ms; 36 inferences, at least 299 needed to bound it")
        #expect(try #require(verdict.evidence).confidence < 0.5)
        // Far too slow fails all the same: one inference in a hundred cannot explain all of them.
        for launch in 0..<3 {
            for block in 0..<4 {
                scene.run.cells[1].launches[launch].blocks[block].valuesNanoseconds = [
                    90_000_000, 90_000_000, 90_000_000,
                ]
            }
        }
        #expect(scene.verdict(.latencyP99, .maximum(5e7), against: .nothing).state == .failed)
    }

    @Test(
        "the maximum is compared as observed, the mean and the throughput by launches",
        arguments: [
            (Metric.latencyMax, Gate.Limit.maximum(2.1e6), Verdict.State.passed),
            (.latencyMax, .maximum(1.9e6), .failed),
            (.latencyMean, .maximum(1.6e6), .passed), (.latencyMean, .maximum(1.4e6), .failed),
            (.throughput, .minimum(500), .passed), (.throughput, .minimum(900), .failed),
        ])
    func others(metric: Metric, limit: Gate.Limit, state: Verdict.State) {
        #expect(ramp.verdict(metric, limit, against: .nothing).state == state)
    }

    @Test("load time is bounded by the median of launches")
    func loadTime() {
        #expect(ramp.verdict(.loadTime, .maximum(6e6), against: .nothing).state == .passed)
        #expect(ramp.verdict(.loadTime, .maximum(4e6), against: .nothing).state == .failed)
        #expect(Scene(effects: [0, 0]).verdict(.loadTime, .maximum(6e6), against: .nothing).state == .inconclusive)
    }

    @Test("batched timings are declared in the verdict")
    func batches() {
        var scene = ramp
        scene.run.cells[1].launches[0].blocks[0].inferencesPerValue = 32
        let verdict = scene.verdict(.latencyP99, .maximum(2.1e6), against: .nothing)
        #expect(verdict.details.contains { $0.contains("batches of 32") })
    }

    @Test("a cell without latencies is an error")
    func nothingMeasured() {
        var scene = ramp
        for launch in scene.run.cells[1].launches.indices { scene.run.cells[1].launches[launch].blocks = [] }
        for (metric, limit) in [
            (Metric.latencyP99, Gate.Limit.maximum(1)), (.latencyMax, .maximum(1)), (.throughput, .minimum(1)),
        ] {
            #expect(scene.verdict(metric, limit, against: .nothing).state == .error)
        }
    }

    @Test("a budget that ended before the first launch leaves the cell undecided")
    func noLaunchInTime() {
        var scene = ramp
        scene.run.cells[1].launches = []
        for (metric, limit) in [
            (Metric.latencyP99, Gate.Limit.maximum(1)), (.latencyMax, .maximum(1)), (.throughput, .minimum(1)),
            (.loadTime, .maximum(1)), (.peakMemory, .maximum(1)), (.plannedArena, .maximum(1)),
        ] {
            let verdict = scene.verdict(metric, limit, against: .nothing)
            #expect(verdict.state == .inconclusive)
            #expect(
                verdict.headline
                    == "undecided: \(metric.title): no launch was measured in the time allowed (--budget), "
                    + "or before another pawl kept the machine")
        }
        #expect(scene.verdict(.modelSize, .maximum(1e9), against: .nothing).state == .passed)
    }
}
