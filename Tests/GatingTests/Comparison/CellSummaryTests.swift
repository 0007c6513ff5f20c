import Gating
import Records
import TestSupport
import Testing

@Suite(.hangLimit) struct CellSummaryTests {
    @Test("latency figures pool the inferences of all launches")
    func pools() throws {
        let launches = (0..<4).map { launch in
            Fixtures.launch(
                launch,
                blocks: [Fixtures.block(quad: 0, position: 0, latencies: (1...25).map { Double(launch * 25 + $0) })],
                peak: UInt64(30 + launch) * 1_000_000, arena: UInt64(launch))
        }
        let summary = Fixtures.cell(0, "fp32", launches: launches).summary
        #expect(summary.value(.latencyP50) == 50.5)
        #expect(abs((summary.value(.latencyP90) ?? 0) - 90.1) < 1e-9)
        #expect(abs((summary.value(.latencyP99) ?? 0) - 99.01) < 1e-9)
        #expect(summary.value(.latencyMax) == 100)
        #expect(summary.value(.latencyMean) == 50.5)
        #expect(abs((summary.value(.throughput) ?? 0) - 1e9 / 50.5) < 1e-6)
        #expect(summary.value(.peakMemory) == 21_500_000)
        #expect(summary.value(.plannedArena) == 3)
        #expect(summary.value(.modelSize) == 1000)
        #expect(summary.value(.fallbackOperators) == nil && summary.value(.deviceMemory) == nil)
        #expect(summary.value(.loadTime) == 5_000_000)
        #expect(summary.value(.klDivergence) == nil)
    }

    @Test("a value that stands for a batch weighs as its inferences in the mean")
    func weighsBatches() {
        let blocks = [
            Fixtures.block(quad: 0, position: 0, latencies: [10, 10], inferencesPerValue: 3),
            Fixtures.block(quad: 0, position: 1, latencies: [30, 30], inferencesPerValue: 1),
        ]
        let summary = Fixtures.cell(0, "fp32", launches: [Fixtures.launch(0, blocks: blocks)]).summary
        #expect(summary.value(.latencyMean) == 15)
        #expect(summary.inferencesPerValue == 3)
    }

    @Test("a cell without launches, or with a latency of no inferences, has no latency figures")
    func absent() {
        #expect(Fixtures.cell(0, "fp32").summary.value(.latencyP50) == nil)
        var block = Fixtures.block(quad: 0, position: 0, latencies: [1, 2])
        block.inferencesPerValue = 0
        let broken = Fixtures.launch(0, blocks: [block])
        let summary = Fixtures.cell(0, "fp32", launches: [broken]).summary
        for metric in [Metric.latencyP50, .latencyMax, .latencyMean, .throughput, .plannedArena, .accuracy] {
            #expect(summary.value(metric) == nil)
        }
    }
}
