import Foundation
import Gating
import Records
import Statistics
import TestSupport
import Testing

@Suite(.hangLimit) struct StoredChangeTests {
    /// A launch measured alone: four blocks of one cell.
    private func launch(_ index: Int, _ latency: Double, isAlone: Bool = true, peak: UInt64 = 30_000_000)
        -> LaunchRecord
    {
        var launch = Fixtures.launch(
            index, pair: nil,
            blocks: (0..<4).map { Fixtures.block(quad: 0, position: $0, latencies: [latency, latency, 9 * latency]) },
            peak: peak)
        launch.wasInterleaved = !isAlone
        return launch
    }

    private func cell(_ latencies: [Double]) -> CellRecord {
        Fixtures.cell(0, "int8", launches: latencies.enumerated().map { launch($0.offset, $0.element) })
    }

    private func level(_ mean: Double) -> RunMean {
        RunMean(mean: mean, standardError: 0, degreesOfFreedom: 1, count: 2)
    }

    @Test("a run's level is the mean of ln over launches, each the mean of its blocks' medians")
    func level() throws {
        let level = try cell([1e6, 4e6]).level(of: .latencyP50)
        #expect(abs(level.mean - log(2e6)) < 1e-12)
        #expect(level.count == 2)
        #expect(abs(level.standardError - log(4) / 2) < 1e-12)
        #expect(abs(try cell([1e6, 1e6]).level(of: .latencyMax).mean - log(9e6)) < 1e-12)
        #expect(abs(try cell([1e6, 1e6]).level(of: .loadTime).mean - log(5e6)) < 1e-12)
    }

    @Test("launches that were interleaved with another variant do not count")
    func interleaved() throws {
        var mixed = cell([1e6, 1e6])
        mixed.launches += [launch(2, 8e6, isAlone: false), launch(3, 8e6, isAlone: false)]
        #expect(abs(try mixed.level(of: .latencyP50).mean - log(1e6)) < 1e-12)
        mixed.launches.removeFirst(2)
        #expect(throws: ComparisonError.notMeasuredAlone(cell: "magika/int8")) { try mixed.level(of: .latencyP50) }
        #expect(throws: ComparisonError.tooFewLaunches(usable: 0, needed: 2)) { try cell([]).level(of: .latencyP50) }
        #expect(throws: ComparisonError.tooFewLaunches(usable: 1, needed: 2)) {
            try cell([1e6]).level(of: .latencyP50)
        }
        #expect(throws: ComparisonError.unusableValue(metric: .latencyP50, cell: "magika/int8", launch: 1)) {
            try cell([1e6, 0]).level(of: .latencyP50)
        }
        #expect(throws: ComparisonError.notMeasuredPerLaunch(.modelSize)) { try cell([1e6]).level(of: .modelSize) }
    }

    @Test("a launch in a pair was interleaved, one outside was not, unless a copy says so")
    func defaults() {
        #expect(Fixtures.launch(0, pair: 0, blocks: []).wasInterleaved)
        #expect(!Fixtures.launch(0, pair: nil, blocks: []).wasInterleaved)
    }

    @Test("the change is the difference of levels, with a history of at least five other runs")
    func change() throws {
        let levels = [0.01, -0.01, 0.02, -0.02, 0].map { level($0) }
        let change = try StoredLatencyChange(
            .latencyP50, baseline: cell([1e6, 1e6]), candidate: cell([2e6, 2e6]), history: levels)
        #expect(abs(change.test.mean - log(2)) < 1e-12)
        #expect(abs(change.difference.betweenRunStandardDeviation - 0.00025.squareRoot()) < 1e-12)
        #expect(throws: ComparisonError.tooFewRuns(usable: 4, needed: 5)) {
            try StoredLatencyChange(
                .latencyP50, baseline: cell([1e6, 1e6]), candidate: cell([2e6, 2e6]), history: Array(levels[..<4]))
        }
    }

    @Test("the history that would decide is the first that does")
    func historyNeeded() throws {
        let levels = [0.01, -0.01, 0.02, -0.02, 0].map { level($0) }
        let change = try StoredLatencyChange(
            .latencyP50, baseline: cell([1e6, 1e6]), candidate: cell([1e6, 1e6]), history: levels)
        let limit = change.difference.test(historyCount: 9).upperBound(alpha: 0.05)
        #expect(change.historyNeeded { $0.upperBound(alpha: 0.05) <= limit } == 9)
        #expect(change.historyNeeded { $0.upperBound(alpha: 0.05) <= 0.001 } == nil)
    }

    @Test("memory of two runs is compared by all launches, unpaired")
    func memory() throws {
        func cell(_ peaks: [UInt64]) -> CellRecord {
            Fixtures.cell(
                0, "v",
                launches: peaks.enumerated().map { launch($0.offset, 1, isAlone: $0.offset < 2, peak: $0.element) })
        }
        let change = try MemoryChange(
            stored: cell([20_000_000, 20_000_000, 20_000_000, 21_000_000, 21_000_000]),
            candidate: cell([22_000_000, 22_000_000, 22_000_000, 22_000_000, 22_000_000, 22_000_000]))
        #expect(change.baseline.median == 10_000_000)
        #expect(change.test.mean == 1_600_000)
        #expect(change.launches == 5)
        #expect(change.test.standardError > 0)
        #expect(throws: ComparisonError.tooFewLaunches(usable: 4, needed: 5)) {
            try MemoryChange(stored: cell([1, 1, 1, 1]), candidate: cell([1, 1, 1, 1, 1]))
        }
    }
}
