import Foundation
import Records

/// Records to store, small but with every optional part present somewhere and absent elsewhere.
enum SampleRun {
    static func make(
        id: String = "7f1c9a52-0000-4000-8000-000000000001", suite: String = "demo",
        startedAt: Date = Date(timeIntervalSinceReferenceDate: 800_000_000.123_456_7), latencyScale: Double = 1
    ) -> RunRecord {
        RunRecord(
            id: id, kind: .gate, status: .incomplete,
            suite: SuiteReference(name: suite, file: "Suites/\(suite).yaml", digest: "aa11"),
            against: SuiteReference(name: suite, file: "../main/Suites/\(suite).yaml", digest: "bb22"),
            startedAt: startedAt, finishedAt: startedAt.addingTimeInterval(61.25), seed: .max - 3,
            pawlVersion: "0.1.0", environment: environment,
            goldenSets: [
                GoldenSetRecord(
                    id: "filetypes", version: "1", digest: "9999", task: "classification",
                    sampleNames: ["a.py", "b.rs", "c.md", "d.txt"], labels: [0, 1, 2, 2],
                    classNames: ["python", "rust", "text"], texts: ["a", "", "c'd", "é"], sequences: [0, 0, 1, 2])
            ],
            cells: [
                cell(0, variant: "fp32", predictions: [0, 1, 2, 2], latencyScale: latencyScale * 2),
                cell(1, variant: "int8", predictions: [0, 1, 2, 1], latencyScale: latencyScale),
                crashedCell,
            ],
            pairs: [
                PairRecord(
                    id: 0, purpose: .reference, baselineCell: 0, candidateCell: 1, launchesPlanned: 2,
                    launchesMeasured: 1, looks: [1, 2], ending: .budget, secondsSpent: 2.5)
            ],
            verdicts: verdicts, warnings: ["the governor is powersave", "gnuplot is missing"], onInconclusive: .skip)
    }

    static let environment = EnvironmentRecord(
        hostName: "bench-1", machineFingerprint: "f00d", gitCommit: "0123abcd", gitIsDirty: true,
        facts: [
            .init(group: "cpu", key: "model", value: .text("Example CPU")),
            .init(group: "memory", key: "total", value: .number(8_589_934_592, unit: "bytes")),
            .init(group: "cpu", key: "temperature", value: .unavailable(reason: "no thermal zone")),
        ])

    static func cell(_ id: Int, variant: String, predictions: [Int32], latencyScale: Double) -> CellRecord {
        CellRecord(
            id: id, model: "filetype", variant: variant, runtimeLabel: "ort", isReference: variant == "fp32",
            isAnchor: variant == "fp32",
            modelFile: ModelFileRecord(path: "/models/\(variant).onnx", digest: "d\(id)", bytes: 1_000_000),
            runtime: RuntimeRecord(
                name: "onnxruntime", version: "1.31.1", libraryDigest: "cafe", provider: "cpu",
                options: ["threads": "1", "graph_optimization": "all"]),
            goldenSetDigest: "9999",
            launches: [
                LaunchRecord(
                    index: 0, pair: 0, loadNanoseconds: 31_000_000, firstInferenceNanoseconds: 9_000_000,
                    warmUp: WarmUpRecord(inferences: 12, nanoseconds: 40_000_000, becameSteady: true),
                    floorMemoryBytes: 20_000_000, peakMemoryBytes: 61_000_000, plannedArenaBytes: 4_194_304,
                    deviceMemoryBytes: 1_048_576,
                    pinnedCore: 1,
                    conditions: MachineConditions(foreignCores: 0.25, probeNanoseconds: 1_000_321, pauseSeconds: 1.5),
                    blocks: (0..<4).map { position in
                        BlockRecord(
                            quad: 0, position: position, startNanoseconds: UInt64(position) * 50_000_000,
                            wallNanoseconds: 25_000_000, cpuNanoseconds: 24_900_000,
                            latenciesNanoseconds: [4_000_000, 4_010_001, 3_990_500].map { $0 * latencyScale })
                    }),
                LaunchRecord(
                    index: 1, loadNanoseconds: 30_000_000, firstInferenceNanoseconds: 8_500_000,
                    warmUp: WarmUpRecord(inferences: 200, nanoseconds: 2_000_000_000, becameSteady: false),
                    floorMemoryBytes: 20_000_001, peakMemoryBytes: 61_000_001,
                    blocks: [
                        BlockRecord(
                            quad: 0, position: 0, startNanoseconds: 5, wallNanoseconds: 6, cpuNanoseconds: 7,
                            inferencesPerValue: 7, latenciesNanoseconds: [1_000.0 / 7, 1_003.0 / 7]),
                        BlockRecord(
                            quad: 0, position: 1, startNanoseconds: 8, wallNanoseconds: 9, cpuNanoseconds: 10,
                            latenciesNanoseconds: []),
                    ]),
            ],
            accuracy: AccuracyRecord(
                predictions: predictions, labelRanks: [0, 0, 0, 1], texts: ["a", "", "c'd", "é"],
                metrics: [.accuracy: 1.0 / 3, .macroF1: 0.1, .klDivergence: .infinity],
                unitValues: [.klDivergence: [0, 0.25, 1.5, 0.125], .calibrationError: [0.5, 0.25]], seconds: 1.5,
                topK: 3, metricsAgainstBaseline: [.agreement: 0.75], unitValuesAgainstBaseline: [.klDivergence: [0.5]],
                comparison: id == 1 ? comparison : nil, comparisonWithBaseline: id == 1 ? OutputComparison() : nil,
                origin: origin(id)),
            operators: [
                OperatorRecord(
                    name: "/conv/Conv", type: "Conv", provider: "CPU", isFallback: false, meanNanoseconds: 812.5),
                OperatorRecord(name: "", type: "MatMul", provider: "CPU", meanNanoseconds: 100),
            ],
            secondsSpent: 12.25)
    }

    static let comparison = OutputComparison(
        tensors: [
            TensorComparison(output: "hidden", shape: [1, 8], samples: 0, explanation: .missing),
            TensorComparison(
                output: "scores", shape: [1, 3], samples: 4,
                fidelity: .init(sqnr: -1.5, cosineSimilarity: 0.25, maximumAbsoluteError: 0.5),
                explanation: .lastAxis(order: [2, 1, 0], sqnr: 140)),
        ],
        worstSamples: [
            SampleComparison(
                sample: 3, output: "scores", sqnr: -2, maximumAbsoluteError: 0.5,
                prediction: SamplePrediction(text: "rust", score: 0.75), otherPrediction: SamplePrediction(text: "text")
            )
        ])

    /// The first cell's answers are this run's own and a repetition, the second's are reused.
    static func origin(_ id: Int) -> EvaluationProvenance {
        let evaluatedAt = Date(timeIntervalSinceReferenceDate: 799_000_000.5)
        return id == 0
            ? EvaluationProvenance(
                key: "e0", scoresDigest: "c0", sampleDigests: [1, 0x0102_0304_0506_0708, .max, 4],
                baselineScoresDigest: "c2", evaluatedAt: evaluatedAt,
                repetition: RepeatedEvaluation(
                    run: "7f1c9a52-0000-4000-8000-000000000000",
                    evaluatedAt: Date(timeIntervalSinceReferenceDate: 798_000_000), differingSamples: 2,
                    differingPredictions: 1))
            : EvaluationProvenance(
                key: "e1", scoresDigest: "c1", referenceScoresDigest: "c0", evaluatedAt: evaluatedAt,
                reusedFromRun: "7f1c9a52-0000-4000-8000-000000000000")
    }

    static let crashedCell = CellRecord(
        id: 2, side: .baseline, model: "filetype", variant: "int8", runtimeLabel: "ort",
        modelFile: ModelFileRecord(path: "/models/gone.onnx", digest: "d2", bytes: 0),
        runtime: RuntimeRecord(name: "onnxruntime", version: "", libraryDigest: "", provider: "cpu", options: [:]),
        device: "board: aarch64, Cortex-A76, Linux 6.6.51", goldenSetDigest: "unknown to the run",
        failure: CellFailure(
            kind: .outOfMemory, phase: "load", message: "killed by the kernel", hint: "use a smaller model",
            signal: "SIGKILL", exitCode: -9, standardErrorTail: ["one", "two"]))

    static let verdicts: [Verdict] = [
        Verdict(
            gate: 0, metric: .latencyP50, against: .reference, rule: "latency p50 at most +3 % above the reference",
            file: "Suites/demo.yaml", line: 18, column: 5, cell: 1, state: .failed, headline: "45 % slower",
            details: ["interval +44 % to +46 %", "flips: d.txt"],
            evidence: .init(
                baselineValue: 4e6, candidateValue: 5.8e6, effect: 0.45, low: 0.44, high: .infinity, confidence: 0.95,
                limit: 0.03, minimalDetectableEffect: 0.035, launches: 16, samples: nil),
            secondsSpent: 2.5),
        Verdict(
            gate: 3, metric: .modelSize, against: .nothing, rule: "model size at most 1 MB", file: "Suites/demo.yaml",
            line: 21, column: 5, cell: nil, state: .notJudged, headline: "no cell matches"),
    ]

    static let summaries: [Int: [Metric: Double]] = [
        0: [.latencyP50: 8_000_000, .throughput: 125, .accuracy: 1, .peakMemory: 41_000_000, .modelSize: 1_000_000],
        1: [
            .latencyP50: 4_000_000, .latencyP99: 4_010_001, .throughput: 250, .accuracy: 0.75, .peakMemory: 41_000_000,
        ],
    ]
}
