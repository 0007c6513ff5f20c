import Foundation
import Records
import Statistics
import TestSupport
import Testing

@testable import Gating

@Suite("Two runs side by side", .hangLimit)
struct RunComparisonTests {
    /// Launches measured alone whose inferences take about so long; each differs a little from the next.
    private static func launches(_ nanoseconds: Double, peak: UInt64 = 30_000_000, count: Int = 10) -> [LaunchRecord] {
        (0..<count).map { index in
            let launch = nanoseconds * (1 + 0.002 * Double((index * 7) % 5 - 2))
            return Fixtures.launch(
                index, pair: nil,
                blocks: [Fixtures.block(quad: 0, position: 0, latencies: [launch, launch * 1.01, launch * 0.99])],
                peak: peak + UInt64((index * 3) % 4) * 1000)
        }
    }

    private static func side(
        _ cells: [CellRecord], machine: String = "same", sets: [GoldenSetRecord] = [], suite: String = "s"
    ) -> RunComparison.Side {
        var cells = cells
        for index in cells.indices { cells[index].id = index }
        let run = RunRecord(
            id: UUID().uuidString, kind: .run, status: .complete,
            suite: SuiteReference(name: suite, file: "s", digest: ""), startedAt: Date(timeIntervalSince1970: 0),
            seed: 0,
            pawlVersion: "1",
            environment: EnvironmentRecord(hostName: machine, machineFingerprint: machine, facts: []), goldenSets: sets,
            cells: cells)
        let summaries = cells.map { cell in
            let summary = cell.summary
            return (
                cell.id,
                Dictionary(
                    uniqueKeysWithValues: Metric.allCases.compactMap { metric in
                        summary.value(metric).map { (metric, $0) }
                    })
            )
        }
        return RunComparison.Side(run: run, summaries: Dictionary(uniqueKeysWithValues: summaries))
    }

    private static func change(_ metric: Metric, in comparison: RunComparison) throws -> MetricChange {
        try #require(comparison.cells.first?.metrics.first { $0.metric == metric })
    }

    @Test("A slower run is worse beyond noise, the same run is within it, and a faster one better") func times() throws
    {
        let before = Self.side([Fixtures.cell(0, "int8", launches: Self.launches(1_000_000))])
        for (factor, finding) in [(1.1, MetricChange.Finding.worse), (1.0001, .withinNoise), (0.9, .better)] {
            let after = Self.side([Fixtures.cell(0, "int8", launches: Self.launches(1_000_000 * factor))])
            let comparison = RunComparison(before, after)
            let change = try Self.change(.latencyP50, in: comparison)
            #expect(change.finding == finding, "\(factor)")
            let value = try #require(change.change)
            #expect(abs(value - (factor - 1)) < 1e-9)
            #expect(change.interval?.contains(factor - 1) == true)
            // More inferences a second are better.
            #expect(try Self.change(.throughput, in: comparison).finding == finding)
        }
    }

    @Test("Former runs widen the interval of a time by what runs differ") func history() throws {
        let before = Self.side([Fixtures.cell(0, "int8", launches: Self.launches(1_000_000))])
        let after = Self.side([Fixtures.cell(0, "int8", launches: Self.launches(1_020_000))])
        let past = [0.95, 1.05, 0.97, 1.03, 1.0].compactMap { factor in
            try? Fixtures.cell(0, "int8", launches: Self.launches(1_000_000 * factor)).level(of: .latencyP50)
        }
        #expect(past.count == StoredLatencyChange.minimumHistory)
        #expect(try Self.change(.latencyP50, in: RunComparison(before, after)).finding == .worse)
        let known = RunComparison(before, after, history: { _, _ in past })
        #expect(try Self.change(.latencyP50, in: known).finding == .withinNoise)
        // Of another machine former runs say nothing.
        let elsewhere = Self.side([Fixtures.cell(0, "int8", launches: Self.launches(1_020_000))], machine: "other")
        let comparison = RunComparison(before, elsewhere, history: { _, _ in past })
        #expect(try Self.change(.latencyP50, in: comparison).finding == .worse)
        #expect(!comparison.comparesTimes)
        #expect(comparison.environment.differences.first?.isDecisive == true)
    }

    @Test("Memory has an interval, sizes are exact") func memory() throws {
        var larger = Fixtures.cell(0, "int8", launches: Self.launches(1_000_000, peak: 32_000_000))
        larger.modelFile.bytes = 1001
        let comparison = RunComparison(
            Self.side([Fixtures.cell(0, "int8", launches: Self.launches(1_000_000))]), Self.side([larger]))
        let memory = try Self.change(.peakMemory, in: comparison)
        #expect(memory.finding == .worse)
        let growth = try #require(memory.change)
        #expect(abs(growth - 0.1) < 0.001)
        let size = try Self.change(.modelSize, in: comparison)
        #expect(size.finding == .worse)
        #expect(size.interval == nil)
    }

    @Test("Predictions are compared sample by sample, and those that changed are named") func answers() throws {
        let labels = [Int32](repeating: 0, count: 400)
        let set = Fixtures.goldenSet(labels: labels)
        var wrong = labels
        for sample in 0..<60 { wrong[sample] = 1 }
        func cell(_ predictions: [Int32]) -> CellRecord {
            var cell = Fixtures.cell(0, "int8", predictions: predictions)
            let right = zip(predictions, labels).count { $0 == $1 }
            cell.accuracy?.metrics = [.accuracy: Double(right) / 400, .klDivergence: 0.1]
            return cell
        }
        let comparison = RunComparison(
            Self.side([cell(labels)], sets: [set]), Self.side([cell(wrong)], sets: [set]))
        let change = try Self.change(.accuracy, in: comparison)
        #expect(change.finding == .worse)
        let value = try #require(change.change)
        #expect(abs(value + 0.15) < 1e-12)
        #expect(change.interval?.contains(-0.15) == true)
        #expect(comparison.cells[0].flips?.lost.count == 60)
        #expect(comparison.cells[0].flips?.lost.first == "sample-0")
        #expect(comparison.cells[0].flips?.gained.isEmpty == true)
        let same = RunComparison(Self.side([cell(wrong)], sets: [set]), Self.side([cell(wrong)], sets: [set]))
        #expect(try Self.change(.accuracy, in: same).finding == .same)
        // Without values by sample there is no interval, and the reason is told.
        guard case .unknown(let reason) = try Self.change(.klDivergence, in: same).finding else {
            Issue.record("an interval out of nothing")
            return
        }
        #expect(reason.contains("sample by sample"))
    }

    @Test("Predictions on different golden sets have no interval and no flips") func otherGoldenSet() throws {
        let set = Fixtures.goldenSet(labels: [0, 1, 0])
        var other = set
        other.digest = "other"
        var cell = Fixtures.cell(0, "int8", predictions: [0, 1, 1])
        cell.accuracy?.metrics = [.accuracy: 2.0 / 3]
        var moved = cell
        moved.goldenSetDigest = "other"
        let comparison = RunComparison(Self.side([cell], sets: [set]), Self.side([moved], sets: [other]))
        let change = try Self.change(.accuracy, in: comparison)
        #expect(change.finding == .unknown(reason: "they were evaluated on different golden sets"))
        #expect(comparison.cells[0].flips == nil)
        #expect(comparison.cells[0].differences.map(\.what) == ["golden set"])
    }

    @Test("What differs about a cell is listed, and what only one run has is named") func differences() {
        var before = Fixtures.cell(0, "int8")
        before.runtime.options = ["threads": "1", "old": "yes"]
        var after = before
        after.modelFile.digest = "changed"
        after.runtime.version = "2"
        after.runtime.options = ["threads": "2"]
        let comparison = RunComparison(
            Self.side([before, Fixtures.cell(1, "fp32")]),
            Self.side([after, Fixtures.cell(1, "int4")], suite: "another"))
        #expect(comparison.cells.map(\.name) == ["magika/int8"])
        #expect(
            comparison.cells[0].differences.map(\.what) == ["model file", "runtime", "option old", "option threads"])
        #expect(comparison.onlyInFirst == ["magika/fp32"])
        #expect(comparison.onlyInSecond == ["magika/int4"])
        #expect(RunComparison(Self.side([before]), Self.side([after]), isWanted: { _ in false }).cells.isEmpty)
    }

    @Test("Where raw values have aged out the figures stay, and no interval is made up") func aged() throws {
        var before = Self.side([Fixtures.cell(0, "int8", launches: Self.launches(1_000_000))])
        for index in before.run.cells[0].launches.indices { before.run.cells[0].launches[index].blocks = [] }
        let after = Self.side([Fixtures.cell(0, "int8", launches: Self.launches(1_100_000))])
        let change = try Self.change(.latencyP50, in: RunComparison(before, after))
        #expect(change.finding == .unknown(reason: "the raw values have aged out"))
        let value = try #require(change.change)
        #expect(abs(value - 0.1) < 0.001)
        #expect(change.interval == nil)
    }

    @Test("Launches beside another variant say nothing of a time alone") func paired() throws {
        var cell = Fixtures.cell(0, "int8", launches: Self.launches(1_000_000))
        for index in cell.launches.indices { cell.launches[index].wasInterleaved = true }
        let comparison = RunComparison(Self.side([cell]), Self.side([cell]))
        guard case .unknown(let reason) = try Self.change(.latencyP50, in: comparison).finding else {
            Issue.record("an interval of launches that were not alone")
            return
        }
        #expect(reason.contains("never alone"))
    }
}
