import Foundation
import Records
import ResultsStore

/// Nights of a made-up suite, written as runs write them: levels that change, an outage, a cell that fails now and then.
struct RecordedHistory {
    var suite = "nightly"
    var nights = 30
    var models = ["filetype", "speech"]
    var variants = ["fp32", "fp16", "int8"]
    var kind = RunRecord.Kind.nightly
    var until = Date()

    func write(to path: String) throws {
        let store = try ResultsStore(path: path)
        // Two weeks without a run.
        for night in 0..<nights where !(night > nights / 3 && night < nights / 3 + 14 && nights > 60) {
            let run = run(of: night)
            try store.save(run, summaries: summaries(run, night))
        }
    }

    func run(of night: Int) -> RunRecord {
        let startedAt = until.addingTimeInterval(Double(night - nights) * 86_400)
        let digest = String(repeating: "ab", count: 32)
        let set = GoldenSetRecord(
            id: "set", version: "1", digest: digest, task: "classification", sampleNames: ["a", "b"], labels: [0, 1],
            classNames: ["x", "y"])
        let cells = models.flatMap { model in variants.map { (model, $0) } }.enumerated().map { id, name in
            let failure =
                id == 1 && night % 11 == 10
                ? CellFailure(kind: .crash, phase: "measure", message: "the worker died from a signal") : nil
            return CellRecord(
                id: id, model: name.0, variant: name.1, runtimeLabel: "ort", isReference: name.1 == variants[0],
                modelFile: ModelFileRecord(path: "m.onnx", digest: digest, bytes: UInt64(3_000_000 / (id + 1))),
                runtime: RuntimeRecord(
                    name: "onnxruntime", version: night < nights / 2 ? "1.20.1" : "1.31.1", libraryDigest: digest,
                    provider: "cpu", options: [:]),
                goldenSetDigest: digest, failure: failure, secondsSpent: 12)
        }
        let verdicts = cells.map { cell in
            Verdict(
                gate: 0, metric: .latencyP99, against: .nothing, rule: "latency p99 at most 50 ms", file: "suite.yaml",
                line: 9, column: 5, cell: cell.id,
                state: cell.failure != nil ? .error : cell.id == 2 && night == nights - 1 ? .failed : .passed,
                headline: "p99 is what it is")
        }
        return RunRecord(
            id: String(
                format: "%08x-0000-4000-8000-%012d", suite.utf8.reduce(5) { ($0 * 31 + Int($1)) % 0xFFFF_FFFF }, night),
            kind: kind, status: cells.contains { $0.failure != nil } ? .incomplete : .complete,
            suite: SuiteReference(name: suite, file: "suite.yaml", digest: digest), startedAt: startedAt,
            finishedAt: startedAt.addingTimeInterval(754), seed: 1, pawlVersion: "0.1.0",
            environment: EnvironmentRecord(
                hostName: "bench-1", machineFingerprint: String(repeating: "f0", count: 32),
                gitCommit: String(format: "%040x", night * 7919 + 17), gitIsDirty: false,
                facts: [
                    .init(group: "kernel", key: "release", value: .text("6.1.0-\(18 + night / 20)-amd64"))
                ]), goldenSets: [set], cells: cells, verdicts: verdicts)
    }

    private func summaries(_ run: RunRecord, _ night: Int) -> [Int: [Metric: Double]] {
        Dictionary(
            uniqueKeysWithValues: run.cells.filter { $0.failure == nil }.map { cell in
                let level = cell.id % 3 == 2 && night > nights * 2 / 3 ? 1.08 : 1
                let noise = 1 + 0.008 * sin(Double(night * (cell.id + 3)) * 12.9898)
                return (
                    cell.id,
                    [
                        .latencyP50: 1e6 * Double(cell.id % 7 + 1) * level * noise,
                        .latencyP99: 1.2e6 * Double(cell.id % 7 + 1) * level * noise, .peakMemory: 4e7 * noise,
                        .modelSize: Double(cell.modelFile.bytes), .accuracy: 0.95 + 0.0004 * Double(cell.id % 5),
                        .agreement: 0.99,
                    ]
                )
            })
    }
}
