import Foundation
import Records
import Statistics
import Suites
import Synchronization
import TestSupport
import Testing

@testable import Harness
@testable import Worker

@Suite("Measuring with workers", .hangLimit)
struct MeasurementTests {
    @Test("A pair is measured in quads, the reference first in the record, every launch in fresh processes")
    func pairInQuads() throws {
        let fixture = try HarnessFixture()
        let plan = try fixture.plan(
            ["fp32": "latency_us 50", "int8": "latency_us 100"], launches: 3, gates: [HarnessFixture.latencyGate])
        let run = try fixture.measure(plan)

        #expect(run.status == .complete)
        #expect(run.pairs.map(\.launchesMeasured) == [3])
        let reference = run.cells[0], candidate = run.cells[1]
        #expect(reference.isReference && !candidate.isReference)
        for cell in run.cells {
            #expect(cell.launches.map(\.index) == [0, 1, 2])
            #expect(cell.launches.allSatisfy { $0.pair == 0 && $0.blocks.count == 4 && $0.loadNanoseconds > 0 })
            #expect(cell.launches.allSatisfy { $0.floorMemoryBytes > 0 && $0.peakMemoryBytes >= $0.floorMemoryBytes })
            #expect(cell.accuracy?.metrics[.accuracy] == 1)
            #expect(cell.operators.map(\.type) == ["Scripted"])
        }
        for (one, other) in zip(reference.launches, candidate.launches) {
            let positions = one.blocks.filter { $0.quad == 0 }.map(\.position)
            #expect(positions == [0, 3] || positions == [1, 2])
            let both = (one.blocks + other.blocks).map { $0.quad * 4 + $0.position }.sorted()
            #expect(both == Array(0..<8))
            #expect(
                Set(one.blocks.filter { $0.quad == 0 }.map(\.position))
                    != Set(one.blocks.filter { $0.quad == 1 }.map(\.position)), "one ABBA and one BAAB quad a launch")
        }
        // The scripts differ by a factor of two; no clock reading decides the test beyond their order.
        func typical(_ cell: CellRecord) -> Double {
            let values = cell.launches.flatMap { $0.blocks.flatMap(\.latenciesNanoseconds) }.sorted()
            return values[values.count / 2]
        }
        #expect(typical(candidate) > typical(reference))
    }

    @Test("Cells without a pair are measured alone")
    func aloneWithoutPair() throws {
        let fixture = try HarnessFixture()
        let run = try fixture.measure(try fixture.plan(["fp32": "latency_us 20"]))
        #expect(run.pairs.isEmpty)
        #expect(run.cells[0].launches.map(\.pair) == [nil, nil])
        #expect(run.cells[0].launches.allSatisfy { $0.blocks.count == 8 })
    }

    @Test("A cell that is to be measured alone is so, beside its pair, and its launches tell which is which")
    func aloneBesidePair() throws {
        let fixture = try HarnessFixture()
        var plan = try fixture.plan(
            ["fp32": "latency_us 20", "int8": "latency_us 20"], gates: [HarnessFixture.latencyGate])
        plan.cellsAlone = [1]
        let run = try fixture.measure(plan)
        #expect(run.cells[0].launches.map(\.wasInterleaved) == [true, true])
        #expect(run.cells[1].launches.count { $0.pair == 0 && $0.wasInterleaved } == 2)
        #expect(run.cells[1].launches.count { $0.pair == nil && !$0.wasInterleaved } == 2)
        #expect(run.pairs.map(\.launchesMeasured) == [2])
    }

    @Test("Every sample's prediction is kept, and agreement is measured against the reference")
    func predictionsAreKept() throws {
        let fixture = try HarnessFixture(samples: 100)
        let run = try fixture.measure(
            try fixture.plan(["fp32": "classes 4", "worse": "wrong 10"], launches: 1))
        #expect(run.cells[0].accuracy?.predictions == run.goldenSets[0].labels)
        #expect(run.cells[0].accuracy?.metrics[.agreement] == nil)
        let worse = try #require(run.cells[1].accuracy)
        let wrong = zip(worse.predictions, run.goldenSets[0].labels).filter { $0 != $1 }.count
        #expect(wrong > 0 && wrong <= 10)
        #expect(worse.metrics[.accuracy] == 1 - Double(wrong) / 100)
        #expect(worse.metrics[.agreement] == 1 - Double(wrong) / 100)
        #expect(try #require(worse.metrics[.klDivergence]) > 0)
        #expect(worse.labelRanks.count { $0 > 0 } == wrong)
        #expect(run.cells[0].accuracy?.labelRanks == [Int32](repeating: 0, count: 100))
        let divergences = try #require(worse.unitValues[.klDivergence])
        #expect(divergences.count == 100)
        let mean = divergences.reduce(0, +) / 100
        #expect((mean - (try #require(worse.metrics[.klDivergence]))).magnitude < 1e-12)
        #expect(run.cells[0].accuracy?.unitValues[.klDivergence] == nil)
    }

    @Test("A launch has as many ABBA as BAAB quads; the seed decides which comes first")
    func seedDecidesOrders() throws {
        let fixture = try HarnessFixture()
        let plan = try fixture.plan(["fp32": "classes 4", "int8": "classes 4"], gates: [HarnessFixture.latencyGate])
        let comparison = try #require(LatencyComparison.all(of: plan).first)
        func orders(_ seed: UInt64) -> [[[Int]]] {
            var generator = SeededGenerator(seed: seed)
            return (0..<20).map { _ in comparison.orders(quads: 2, using: &generator) }
        }
        #expect(orders(7) == orders(7))
        #expect(orders(7) != orders(8))
        #expect(orders(7).allSatisfy { Set($0) == [[0, 1, 1, 0], [1, 0, 0, 1]] })
        #expect(Set(orders(7).map { $0[0] }).count == 2, "both come first at times")
    }
}

@Suite("Sizes of blocks", .hangLimit)
struct BlockSizeTests {
    private func warmUp(_ typical: Double, stamp: Double = 30) -> WarmUpCall.Reply {
        WarmUpCall.Reply(
            inferences: 10, nanoseconds: 1, becameSteady: true, typicalNanoseconds: typical, stampNanoseconds: stamp)
    }

    @Test("A 4 ms model gets five values of one inference: the minimum of both rules")
    func longInference() {
        let sizes = BlockSize.sizes(for: [warmUp(4e6)], policy: MeasurementPolicy())
        #expect(sizes == [BlockSize(values: 5, inferencesPerValue: 1)])
    }

    @Test("A 100 us model fills 20 ms")
    func shortInference() {
        let sizes = BlockSize.sizes(for: [warmUp(1e5)], policy: MeasurementPolicy())
        #expect(sizes == [BlockSize(values: 200, inferencesPerValue: 1)])
    }

    @Test("Below 3 us several inferences share a stamp, so that stamps cost at most 1 %")
    func sharedStamps() {
        let sizes = BlockSize.sizes(for: [warmUp(1000)], policy: MeasurementPolicy())
        #expect(sizes == [BlockSize(values: 6667, inferencesPerValue: 3)])
    }

    @Test("Both sides see the same samples unless the slower one would run five times too long")
    func sharedValues() {
        let close = BlockSize.sizes(for: [warmUp(4e6), warmUp(2e6)], policy: MeasurementPolicy())
        #expect(close.map(\.values) == [10, 10])
        let far = BlockSize.sizes(for: [warmUp(16e6), warmUp(1e5)], policy: MeasurementPolicy())
        #expect(far.map(\.values) == [6, 200])
    }
}
