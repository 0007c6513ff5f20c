import CSystem
import Foundation
import Records
import ResultsStore

/// How fast the results store takes in block values and gives back a history.
struct StoreBenchmark {
    var folder: String
    var progress: (String) -> Void

    func run() throws -> [BenchmarkLine] { try [writeValues()] + queryHistory() }

    /// 1,000,000 latencies in blocks of five, as a 4 ms model gives them, in one run.
    private func writeValues() throws -> BenchmarkLine {
        let launchesPerCell = 250, blocksPerLaunch = 8, valuesPerBlock = 5
        let cells = (0..<100).map { id in
            cell(id, launches: (0..<launchesPerCell).map { launch($0, blocksPerLaunch, valuesPerBlock) })
        }
        let store = try ResultsStore(path: folder + "/values.db")
        let values = cells.count * launchesPerCell * blocksPerLaunch * valuesPerBlock
        progress("writing \(values) block values ...")
        let record = run(0, cells: cells, startedAt: Date())
        let start = pawl_monotonic_raw_nanoseconds()
        try store.save(record)
        let seconds = Double(pawl_monotonic_raw_nanoseconds() - start) / 1e9
        return .atLeast(
            300_000, "store: block values written per second (\(values) in one run)",
            Double(values) / seconds, "/s")
    }

    /// 10,000 runs of four cells within 90 days, then one cell's latency over all of them.
    private func queryHistory() throws -> [BenchmarkLine] {
        let store = try ResultsStore(path: folder + "/history.db")
        let now = Date()
        let runs = 10_000
        let start = pawl_monotonic_raw_nanoseconds()
        for index in 0..<runs {
            if index % 2_000 == 0 { progress("recording run \(index) of \(runs) ...") }
            let started = now.addingTimeInterval(-90 * 86_400 * (1 - Double(index) / Double(runs)) + 60)
            let record = run(index, cells: (0..<4).map { cell($0, launches: []) }, startedAt: started)
            let summary: [Metric: Double] = [.latencyP50: 3.5e6, .latencyP99: 4e6, .accuracy: 0.95, .modelSize: 3e6]
            try store.save(
                record, summaries: Dictionary(uniqueKeysWithValues: record.cells.map { ($0.id, summary) }))
        }
        let saved = Double(pawl_monotonic_raw_nanoseconds() - start) / 1e9
        let address = CellAddress(suite: "bench", model: "model", variant: "variant-2", runtimeLabel: "ort")
        var milliseconds: [Double] = []
        for _ in 0..<5 {
            let start = pawl_monotonic_raw_nanoseconds()
            let points = try store.history(
                of: address, metric: .latencyP50, since: now.addingTimeInterval(-90 * 86_400))
            milliseconds.append(Double(pawl_monotonic_raw_nanoseconds() - start) / 1e6)
            guard points.count == runs else { throw StoreBenchmarkError(found: points.count, expected: runs) }
        }
        return [
            .told("store: runs of four cells recorded per second", Double(runs) / saved, "/s"),
            .atMost(100, "store: 90-day history of one cell over \(runs) runs", milliseconds.sorted()[2], "ms"),
        ]
    }

    private func run(_ index: Int, cells: [CellRecord], startedAt: Date) -> RunRecord {
        RunRecord(
            id: "bench-\(index)", kind: .run, status: .complete,
            suite: SuiteReference(name: "bench", file: "bench.yaml", digest: "0"), startedAt: startedAt,
            finishedAt: startedAt.addingTimeInterval(60), seed: 1, pawlVersion: "bench",
            environment: EnvironmentRecord(hostName: "bench", machineFingerprint: "0", facts: []),
            goldenSets: [
                GoldenSetRecord(
                    id: "bench", version: "1", digest: "0", task: "classification", sampleNames: ["one"], labels: [0],
                    classNames: ["class"])
            ], cells: cells)
    }

    private func cell(_ id: Int, launches: [LaunchRecord]) -> CellRecord {
        CellRecord(
            id: id, model: "model", variant: "variant-\(id)", runtimeLabel: "ort",
            modelFile: ModelFileRecord(path: "model.onnx", digest: "0", bytes: 1000),
            runtime: RuntimeRecord(
                name: "onnxruntime", version: "1.31.1", libraryDigest: "0", provider: "cpu", options: ["threads": "1"]),
            goldenSetDigest: "0", launches: launches)
    }

    private func launch(_ index: Int, _ blocks: Int, _ values: Int) -> LaunchRecord {
        LaunchRecord(
            index: index, loadNanoseconds: 30_000_000, firstInferenceNanoseconds: 5_000_000,
            warmUp: WarmUpRecord(inferences: 15, nanoseconds: 50_000_000, becameSteady: true),
            floorMemoryBytes: 10_000_000, peakMemoryBytes: 40_000_000,
            blocks: (0..<blocks).map { block in
                BlockRecord(
                    quad: block / 4, position: block % 4, startNanoseconds: UInt64(block) * 20_000_000,
                    wallNanoseconds: 20_000_000, cpuNanoseconds: 19_900_000,
                    latenciesNanoseconds: (0..<values).map {
                        Double(3_500_000 + 997 * (($0 + block * 31 + index * 7) % 101))
                    })
            })
    }
}

struct StoreBenchmarkError: Error {
    var found: Int
    var expected: Int
}
