import Diagnostics
import Foundation
import Gating
import Records
import Statistics
import Suites

/// A run of one model with the variants fp32 (the reference, cell 0) and int8 (cell 1), built from the effects that
/// the test wants to see.
struct Scene {
    var run: RunRecord

    /// - Parameters:
    ///   - effects: d of each launch: ln(int8 / fp32).
    ///   - latency: of the reference, in nanoseconds.
    init(effects: [Double], latency: Double = 4e6, valuesPerBlock: Int = 3) {
        let launches: (Int, Bool) -> [LaunchRecord] = { pair, isCandidate in
            effects.enumerated().map { index, effect in
                Scene.launch(
                    index, pair: pair, latency: isCandidate ? latency * exp(effect) : latency, values: valuesPerBlock)
            }
        }
        let labels = [Int32](repeating: 0, count: 700)
        run = RunRecord(
            id: "r", kind: .gate, status: .complete, suite: SuiteReference(name: "demo", file: "s.yaml", digest: ""),
            startedAt: Date(timeIntervalSince1970: 0), seed: 1, pawlVersion: "0",
            environment: EnvironmentRecord(hostName: "h", machineFingerprint: "f", facts: []),
            goldenSets: [
                GoldenSetRecord(
                    id: "g", version: "1", digest: "golden", task: "classification",
                    sampleNames: labels.indices.map { "sample-\($0)" }, labels: labels, classNames: ["a", "b"])
            ],
            cells: [
                Scene.cell(0, "fp32", isReference: true, launches: launches(0, false), golden: labels),
                Scene.cell(1, "int8", launches: launches(0, true), golden: labels),
            ],
            pairs: [
                PairRecord(
                    id: 0, purpose: .reference, baselineCell: 0, candidateCell: 1,
                    launchesPlanned: max(effects.count, 2),
                    launchesMeasured: effects.count, secondsSpent: 32)
            ])
    }

    /// Sixteen effects with this mean and spread, symmetric about the mean and without serial correlation.
    static func effects(mean: Double, spread: Double) -> [Double] {
        let shape: [Double] = [1, -1, 0.5, -0.5, -1, 1, -0.5, 0.5, 1.5, -1.5, 0.2, -0.2, -1.5, 1.5, -0.2, 0.2]
        return shape.map { mean + spread * $0 }
    }

    static func launch(_ index: Int, pair: Int?, latency: Double, values: Int = 3) -> LaunchRecord {
        let blocks = (0..<2).flatMap { quad in
            (0..<2).map { position in
                BlockRecord(
                    quad: quad, position: position, startNanoseconds: 0, wallNanoseconds: 20_000_000,
                    cpuNanoseconds: 20_000_000, latenciesNanoseconds: [Double](repeating: latency, count: values))
            }
        }
        return LaunchRecord(
            index: index, pair: pair, loadNanoseconds: 5_000_000, firstInferenceNanoseconds: 6_000_000,
            warmUp: WarmUpRecord(inferences: 9, nanoseconds: 1, becameSteady: true), floorMemoryBytes: 10_000_000,
            peakMemoryBytes: 110_000_000, blocks: blocks)
    }

    static func cell(
        _ id: Int, _ variant: String, side: CellRecord.Side = .candidate, isReference: Bool = false,
        launches: [LaunchRecord], golden: [Int32]
    ) -> CellRecord {
        CellRecord(
            id: id, side: side, model: "magika", variant: variant, runtimeLabel: "ort", isReference: isReference,
            modelFile: ModelFileRecord(
                path: "\(variant).onnx", digest: variant, bytes: isReference ? 1_000_000 : 400_000),
            runtime: RuntimeRecord(name: "onnxruntime", version: "1", libraryDigest: "", provider: "cpu", options: [:]),
            goldenSetDigest: "golden", launches: launches,
            accuracy: AccuracyRecord(
                predictions: golden, labelRanks: golden.map { _ in 0 },
                metrics: [.accuracy: 1, .klDivergence: 0.01, .macroF1: 0.9, .topKAccuracy: 1],
                unitValues: [.klDivergence: golden.indices.map { Scene.divergence($0) }], seconds: 2),
            secondsSpent: 40)
    }

    mutating func setDivergences(_ values: [Double], ofCell cell: Int) {
        run.cells[cell].accuracy?.unitValues[.klDivergence] = values
        run.cells[cell].accuracy?.metrics[.klDivergence] = values.reduce(0, +) / Double(max(values.count, 1))
    }

    /// Seven values from 0.001 to 0.019 in turn, their mean 0.01.
    static func divergence(_ sample: Int) -> Double { 0.001 + 0.003 * Double(sample % 7) }

    /// Makes int8 answer samples wrongly, and fp32 others.
    mutating func setWrong(reference: Range<Int>, candidate: Range<Int>) {
        for (cell, samples) in [(0, reference), (1, candidate)] {
            for sample in samples {
                run.cells[cell].accuracy?.predictions[sample] = 1
                run.cells[cell].accuracy?.labelRanks[sample] = 1
            }
        }
    }

    /// Adds the baseline suite's int8 as cell 2, measured beside the candidate's.
    mutating func addBaseline(effects: [Double]) {
        var baseline = run.cells[0]
        baseline.id = 2
        baseline.side = .baseline
        baseline.variant = "int8"
        baseline.isReference = false
        baseline.launches = effects.indices.map { Scene.launch($0, pair: 1, latency: 4e6) }
        run.cells[1].launches += effects.enumerated().map {
            Scene.launch($0.offset, pair: 1, latency: 4e6 * exp($0.element))
        }
        run.cells.append(baseline)
        run.pairs.append(
            PairRecord(
                id: 1, purpose: .baseline, baselineCell: 2, candidateCell: 1, launchesPlanned: effects.count,
                launchesMeasured: effects.count, secondsSpent: 16))
    }

    static func gate(
        _ metric: Metric, _ limit: Gate.Limit, against: Gate.Counterpart = .reference, index: Int = 0,
        models: [String] = [], variants: [String] = []
    ) -> Gate {
        Gate(
            index: index, metric: metric, against: against, limit: limit, models: models, variants: variants,
            location: SourceLocation(file: "s.yaml", line: 12, column: 5))
    }

    /// The verdict about int8.
    func verdict(
        _ metric: Metric, _ limit: Gate.Limit, against: Gate.Counterpart = .reference,
        policy: JudgementPolicy = JudgementPolicy()
    ) -> Verdict {
        let verdicts = Judge.judge(run: run, gates: [Scene.gate(metric, limit, against: against)], policy: policy)
        guard let verdict = verdicts.first(where: { $0.cell == 1 }) else { preconditionFailure("int8 was not judged") }
        return verdict
    }
}
