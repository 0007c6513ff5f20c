import Foundation
import Records

/// Records as a harness would write them, small and exact.
enum Fixtures {
    static func block(
        quad: Int, position: Int, latencies: [Double], cpuShare: Double = 1, inferencesPerValue: Int = 1
    ) -> BlockRecord {
        let wall = latencies.reduce(0, +) * Double(inferencesPerValue)
        return BlockRecord(
            quad: quad, position: position, startNanoseconds: 0, wallNanoseconds: UInt64(wall.isFinite ? wall : 0),
            cpuNanoseconds: UInt64(wall.isFinite ? wall * cpuShare : 0), inferencesPerValue: inferencesPerValue,
            latenciesNanoseconds: latencies)
    }

    static func launch(
        _ index: Int, pair: Int? = 0, blocks: [BlockRecord], peak: UInt64 = 30_000_000, floor: UInt64 = 10_000_000,
        load: UInt64 = 5_000_000, arena: UInt64? = nil
    ) -> LaunchRecord {
        LaunchRecord(
            index: index, pair: pair, loadNanoseconds: load, firstInferenceNanoseconds: 2_000_000,
            warmUp: WarmUpRecord(inferences: 10, nanoseconds: 1, becameSteady: true), floorMemoryBytes: floor,
            peakMemoryBytes: peak, plannedArenaBytes: arena, blocks: blocks)
    }

    static func cell(
        _ id: Int, _ variant: String, launches: [LaunchRecord] = [], predictions: [Int32]? = nil,
        operators: [OperatorRecord] = []
    ) -> CellRecord {
        CellRecord(
            id: id, model: "magika", variant: variant, runtimeLabel: "ort",
            modelFile: ModelFileRecord(path: "\(variant).onnx", digest: variant, bytes: 1000),
            runtime: RuntimeRecord(name: "onnxruntime", version: "1", libraryDigest: "", provider: "cpu", options: [:]),
            goldenSetDigest: "golden", launches: launches,
            accuracy: predictions.map { AccuracyRecord(predictions: $0, metrics: [.klDivergence: 0.1], seconds: 1) },
            operators: operators)
    }

    static func pair(planned: Int = 16) -> PairRecord {
        PairRecord(
            id: 0, purpose: .reference, baselineCell: 0, candidateCell: 1, launchesPlanned: planned, secondsSpent: 4)
    }

    static func goldenSet(labels: [Int32]) -> GoldenSetRecord {
        GoldenSetRecord(
            id: "g", version: "1", digest: "golden", task: "classification",
            sampleNames: labels.indices.map { "sample-\($0)" }, labels: labels, classNames: ["a", "b"])
    }
}
