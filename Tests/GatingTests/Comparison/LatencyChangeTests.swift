import Foundation
import Gating
import Records
import Statistics
import TestSupport
import Testing

@Suite(.hangLimit) struct LatencyChangeTests {
    /// One launch of either side: per quad the two block medians, in nanoseconds.
    private func launch(_ index: Int, _ quads: [[Double]], pair: Int? = 0) -> LaunchRecord {
        Fixtures.launch(
            index, pair: pair,
            blocks: quads.enumerated().flatMap { quad, medians in
                medians.enumerated().map { position, median in
                    // Three values around the median, so that the mean differs from it.
                    Fixtures.block(quad: quad, position: position, latencies: [median * 5, median, median * 0.9])
                }
            })
    }

    @Test("the effect of a launch is the mean over quads of differences of mean log medians")
    func effectFollowsTheFormula() throws {
        let baseline = Fixtures.cell(
            0, "fp32", launches: [launch(0, [[100, 110], [120, 130]]), launch(1, [[100, 100]])])
        let candidate = Fixtures.cell(
            1, "int8", launches: [launch(0, [[200, 210], [90, 95]]), launch(1, [[300, 300]])])
        let change = try LatencyChange(.latencyP50, of: Fixtures.pair(), baseline: baseline, candidate: candidate)
        let first = (log(200.0) + log(210)) / 2 - (log(100.0) + log(110)) / 2
        let second = (log(90.0) + log(95)) / 2 - (log(120.0) + log(130)) / 2
        #expect(abs(change.effects.values[0] - (first + second) / 2) < 1e-12)
        #expect(abs(change.effects.values[1] - log(3)) < 1e-12)
        #expect(abs(change.relativeChange - expm1(change.effects.mean)) < 1e-12)
    }

    @Test("drift that grows steadily through a quad cancels, whichever order was drawn")
    func driftCancels() throws {
        func side(_ positions: [Int], slowdown: Double) -> LaunchRecord {
            Fixtures.launch(
                0,
                blocks: positions.map {
                    Fixtures.block(quad: 0, position: $0, latencies: [100_000 * slowdown * pow(1.1, Double($0))])
                })
        }
        for (a, b) in [([0, 3], [1, 2]), ([1, 2], [0, 3])] {
            let launches = { (positions: [Int], slowdown: Double) in
                [0, 1].map { index in
                    var launch = side(positions, slowdown: slowdown)
                    launch.index = index
                    return launch
                }
            }
            let change = try LatencyChange(
                .latencyP50, of: Fixtures.pair(), baseline: Fixtures.cell(0, "a", launches: launches(a, 1)),
                candidate: Fixtures.cell(1, "b", launches: launches(b, 1.02)))
            #expect(abs(change.relativeChange - 0.02) < 1e-12)
        }
    }

    @Test("launches of other pairs, launches without a partner and broken quads are left out")
    func onlyWholeLaunchesCount() throws {
        let whole = [[100.0, 100]]
        let baseline = Fixtures.cell(
            0, "fp32", launches: [launch(0, whole), launch(1, whole), launch(2, whole), launch(0, [[1, 1]], pair: 7)])
        let candidate = Fixtures.cell(
            1, "int8", launches: [launch(0, whole), launch(1, whole), launch(2, [[100]]), launch(9, whole)])
        let change = try LatencyChange(.latencyP50, of: Fixtures.pair(), baseline: baseline, candidate: candidate)
        #expect(change.launchesUsed == 2)
        #expect(change.launchesPlanned == 16)
    }

    @Test(
        "other metrics compare the figures of the two launches",
        arguments: [Metric.latencyMean, .latencyMax, .throughput])
    func ratioMetrics(metric: Metric) throws {
        let baseline = Fixtures.cell(0, "fp32", launches: (0..<3).map { launch($0, [[100, 100]]) })
        let candidate = Fixtures.cell(1, "int8", launches: (0..<3).map { launch($0, [[150, 150]]) })
        let change = try LatencyChange(metric, of: Fixtures.pair(), baseline: baseline, candidate: candidate)
        #expect(abs(change.test.mean - (metric == .throughput ? -log(1.5) : log(1.5))) < 1e-12)
        #expect(change.test.standardDeviation == 0)
    }

    @Test("a latency of 0, or of no inferences, is refused, not averaged", arguments: [(0, 1), (100, 0)])
    func refusesUnusableValues(value: UInt64, inferences: Int) {
        let good = [launch(0, [[100, 100]]), launch(1, [[100, 100]])]
        var bad = good
        bad[1].blocks[0].valuesNanoseconds = [value, value, value]
        bad[1].blocks[0].inferencesPerValue = inferences
        #expect(throws: ComparisonError.unusableValue(metric: .latencyP50, cell: "magika/int8", launch: 1)) {
            try LatencyChange(
                .latencyP50, of: Fixtures.pair(), baseline: Fixtures.cell(0, "fp32", launches: good),
                candidate: Fixtures.cell(1, "int8", launches: bad))
        }
    }

    @Test("one launch is not enough, and memory is no matter of time")
    func refusesTooLittle() {
        let cells = (0...1).map { Fixtures.cell($0, "v\($0)", launches: [launch(0, [[100, 100]])]) }
        #expect(throws: ComparisonError.tooFewLaunches(usable: 1, needed: 2)) {
            try LatencyChange(.latencyP50, of: Fixtures.pair(), baseline: cells[0], candidate: cells[1])
        }
        #expect(throws: ComparisonError.notMeasuredPerLaunch(.peakMemory)) {
            try LatencyChange(.peakMemory, of: Fixtures.pair(), baseline: cells[0], candidate: cells[1])
        }
    }
}
