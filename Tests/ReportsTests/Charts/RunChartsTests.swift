import Diagnostics
import Foundation
import Records
import TestSupport
import Testing

@testable import Reports

@Suite("Charts of a run", .hangLimit)
struct RunChartsTests {
    private static func run(models: [String], verdicts: [Verdict] = []) -> RunRecord {
        RunRecord(
            id: "r", kind: .gate, status: .complete, suite: SuiteReference(name: "s", file: "s.yaml", digest: ""),
            startedAt: Date(timeIntervalSince1970: 0), seed: 1, pawlVersion: "0",
            environment: EnvironmentRecord(hostName: "h", machineFingerprint: "", facts: []),
            cells: models.enumerated().map { id, model in
                CellRecord(
                    id: id, model: model, variant: "v\(id)", runtimeLabel: "ort", isReference: id == 0,
                    modelFile: ModelFileRecord(path: "m", digest: "", bytes: 1_000_000),
                    runtime: RuntimeRecord(name: "o", version: "1", libraryDigest: "", provider: "cpu", options: [:]),
                    goldenSetDigest: "",
                    launches: [
                        LaunchRecord(
                            index: 0, loadNanoseconds: 1, firstInferenceNanoseconds: 1,
                            warmUp: WarmUpRecord(inferences: 1, nanoseconds: 1, becameSteady: true),
                            floorMemoryBytes: 0, peakMemoryBytes: 1,
                            blocks: [
                                BlockRecord(
                                    quad: 0, position: 0, startNanoseconds: 0, wallNanoseconds: 3, cpuNanoseconds: 3,
                                    latenciesNanoseconds: [1e6, 1.1e6, 1.2e6])
                            ])
                    ])
            }, verdicts: verdicts)
    }

    private static func verdict(_ cell: Int, _ state: Verdict.State) -> Verdict {
        Verdict(
            gate: 0, metric: .accuracy, against: .nothing, rule: "", file: "", line: 1, column: 1, cell: cell,
            state: state, headline: "")
    }

    @Test("Each model has three charts when everything is known")
    func threeCharts() {
        let charts = RunCharts.charts(
            of: Self.run(models: ["a", "a"]),
            summaries: [
                0: [.latencyP50: 1e6, .accuracy: 0.9, .peakMemory: 1e7], 1: [.latencyP50: 2e6, .accuracy: 0.8],
            ])
        #expect(charts.map(\.name) == ["latency-a", "tradeoff-a", "footprint-a"])
    }

    @Test("A chart without values is left out")
    func missingValues() {
        let charts = RunCharts.charts(of: Self.run(models: ["a"]), summaries: [0: [.latencyP50: 1e6]])
        #expect(charts.map(\.name) == ["latency-a", "footprint-a"])
    }

    @Test("File names are safe and differ, also where case does not count")
    func fileNames() {
        let models = ["../../etc/passwd", "A b", "a/b", "a-b", "模型", "", String(repeating: "x", count: 500)]
        let names = RunCharts.charts(of: Self.run(models: models), summaries: [:]).map(\.name)
        #expect(names.count == 2 * models.count)
        #expect(Set(names.map { $0.lowercased() }).count == names.count)
        #expect(names.allSatisfy { $0.wholeMatch(of: #/[A-Za-z0-9_-]{1,80}/#) != nil })
    }

    @Test(
        "The worst verdict colours a variant",
        arguments: [
            ([.passed, .failed], .failed), ([.passed, .inconclusive], .undecided), ([.passed], .passed),
            ([.notJudged], .neutral), ([], .neutral), ([.error, .passed], .unmeasured),
        ] as [([Verdict.State], ChartStanding)])
    func standing(states: [Verdict.State], standing: ChartStanding) throws {
        let run = Self.run(models: ["a", "a"], verdicts: states.map { Self.verdict(1, $0) })
        let chart = try #require(RunCharts.charts(of: run, summaries: [:]).first?.chart as? LatencyChart)
        #expect(chart.rows.map(\.standing) == [.reference, standing])
    }

    @Test("A missing gnuplot is one warning for the whole run, not one a chart")
    func missingGnuplot() {
        let drawn = RunCharts.draw(
            Self.run(models: ["a", "b"]), summaries: [:], with: ChartRenderer(program: "/nonexistent/gnuplot"))
        #expect(drawn.charts.isEmpty)
        #expect(drawn.warnings.map(\.code) == ["chart.gnuplot-missing"])
        #expect(drawn.warnings.first?.severity == .warning)
    }

    @Test("Long series are thinned evenly and always in the same way")
    func thinning() {
        let values = (0..<1000).map(Double.init)
        let thinned = LatencyChart.thinned(values, to: 240)
        #expect(thinned.count == 240 && thinned.first == 0 && thinned == thinned.sorted())
        #expect(zip(thinned, thinned.dropFirst()).allSatisfy { $1 - $0 <= 5 })
        #expect(LatencyChart.thinned([1, 2], to: 240) == [1, 2])
    }
}
