import Foundation
import Records
import Reports

/// A gate run as the demo's would be, made up: frozen clock, host and seed.
enum SampleRun {
    static let suiteFile = "Suites/demo.yaml"

    static let model: [Int: [Metric: Double]] = [
        0: metrics(3_470_000, 3_920_000, 38_200_000, 3_163_737, 0.9501, 1),
        1: metrics(3_510_000, 4_050_000, 41_900_000, 1_606_414, 0.9501, 1),
        2: metrics(1_580_000, 1_790_000, 31_400_000, 1_165_291, 0.9511, 0.9894),
        3: metrics(16_300_000, 18_100_000, 30_100_000, 835_251, 0.9511, 0.9883),
        4: [.modelSize: 2_740_074],
    ]

    static var run: RunRecord {
        RunRecord(
            id: "0b9f3a52-7c1e-4d08-9a53-1f2e3d4c5b6a", kind: .gate, status: .incomplete,
            suite: SuiteReference(name: "demo", file: suiteFile, digest: String(repeating: "a1", count: 32)),
            startedAt: Date(timeIntervalSince1970: 1_767_323_045),
            finishedAt: Date(timeIntervalSince1970: 1_767_323_139), seed: 42, pawlVersion: "0.1.0",
            environment: environment,
            goldenSets: [
                GoldenSetRecord(
                    id: "filetypes", version: "1", digest: String(repeating: "c3", count: 32), task: "classification",
                    sampleNames: ["a.py", "b.zip", "c.png"], labels: [0, 1, 2], classNames: ["python", "zip", "png"])
            ],
            cells: cells,
            pairs: (1...4).map {
                PairRecord(
                    id: $0 - 1, purpose: .reference, baselineCell: 0, candidateCell: $0, launchesPlanned: 16,
                    launchesMeasured: $0 == 4 ? 0 : 16, secondsSpent: $0 == 4 ? 0 : 18.25)
            },
            verdicts: verdicts,
            warnings: ["the frequency governor is 'powersave'; latencies vary more than they need to"])
    }

    static let environment = EnvironmentRecord(
        hostName: "bench-1.lab", machineFingerprint: String(repeating: "f0", count: 32),
        gitCommit: "5b9284a4d1c0ffee5b9284a4d1c0ffee5b9284a4", gitIsDirty: true,
        facts: [
            .init(group: "cpu", key: "model", value: .text("Example CPU 9000 @ 2.40GHz")),
            .init(group: "cpu", key: "cores", value: .number(2, unit: "")),
            .init(group: "cpu", key: "frequency", value: .number(2_393.7, unit: "MHz")),
            .init(group: "cpu", key: "temperature", value: .unavailable(reason: "no thermal zone")),
            .init(group: "memory", key: "total", value: .number(8_215_932_928, unit: "bytes")),
            .init(group: "kernel", key: "release", value: .text("6.1.0-18-amd64")),
        ])

    static var cells: [CellRecord] {
        let crash = CellFailure(
            kind: .crash, phase: "warm-up", message: "the worker died from a signal",
            hint: "run it alone with --only filetype/int4", signal: "SIGSEGV",
            standardErrorTail: ["loading int4.onnx", "MatMulNBits: block size 7 is not <supported>"])
        return ["fp32", "fp16", "int8-qdq", "int8-dynamic", "int4"].enumerated().map { id, variant in
            CellRecord(
                id: id, model: "filetype", variant: variant, runtimeLabel: "ort", isReference: id == 0,
                modelFile: ModelFileRecord(
                    path: ".pawl/models/filetype/\(variant).onnx", digest: String(repeating: "b\(id)", count: 32),
                    bytes: UInt64(model[id]?[.modelSize] ?? 0)),
                runtime: RuntimeRecord(
                    name: "onnxruntime", version: "1.31.1", libraryDigest: String(repeating: "d4", count: 32),
                    provider: "cpu", options: ["threads": "1", "graph_optimization": "all"]),
                goldenSetDigest: String(repeating: "c3", count: 32), launches: id == 4 ? [] : [launch(of: id)],
                accuracy: id == 4 ? nil : accuracy(of: id), failure: id == 4 ? crash : nil,
                secondsSpent: id == 4 ? 1.5 : 22.125)
        }
    }

    /// The reference was evaluated again to the same predictions, two cells are reused, and one contradicts itself.
    private static func accuracy(of cell: Int) -> AccuracyRecord {
        let week = Date(timeIntervalSince1970: 1_767_323_045 - 7 * 86_400), day = week.addingTimeInterval(6 * 86_400)
        let former = "4e1d2c3b-0000-4000-8000-00000000000\(cell)"
        var origin = EvaluationProvenance(
            key: String(repeating: "e\(cell)", count: 32), scoresDigest: String(repeating: "5\(cell)", count: 32),
            evaluatedAt: Date(timeIntervalSince1970: 1_767_323_050))
        switch cell {
        case 1, 2:
            origin.evaluatedAt = cell == 1 ? week : day
            origin.reusedFromRun = former
        default:
            origin.repetition = RepeatedEvaluation(
                run: former, evaluatedAt: day, differingSamples: cell == 3 ? 2 : 0,
                differingPredictions: cell == 3 ? 1 : 0)
        }
        return AccuracyRecord(
            predictions: [0, 1, 2], metrics: [:], seconds: 4, comparison: cell == 3 ? comparison : nil, origin: origin)
    }

    /// Two outputs: one in another order, one that is not there.
    private static let comparison = OutputComparison(
        tensors: [
            TensorComparison(output: "embedding", shape: [1, 384], samples: 0, explanation: .missing),
            TensorComparison(
                output: "target_label", shape: [1, 3], samples: 3,
                fidelity: .init(sqnr: -2.41, cosineSimilarity: 0.125, maximumAbsoluteError: 0.9375),
                explanation: .lastAxis(order: [0, 2, 1], sqnr: 131.5)),
        ],
        worstSamples: [
            SampleComparison(
                sample: 1, output: "target_label", sqnr: -3.5, maximumAbsoluteError: 0.9375,
                prediction: SamplePrediction(text: "png", score: 0.9375),
                otherPrediction: SamplePrediction(text: "zip", score: 0.96875)
            )
        ])

    static var verdicts: [Verdict] {
        var list: [Verdict] = []
        for cell in 0...4 {
            if cell == 4 {
                for (gate, metric, rule) in gateRules where gate != 3 {
                    list.append(
                        verdict(
                            gate, metric, gate < 2 || gate == 4 ? .reference : .nothing, rule, cell, .error,
                            "no value: the cell was not measured whole"))
                }
                continue
            }
            if cell > 0 {
                list.append(
                    verdict(
                        0, .accuracy, .reference, gateRules[0].2, cell, .passed,
                        "accuracy 95.11 %, 0.11 points above the reference; at most 1 point below is allowed",
                        evidence: .init(
                            baselineValue: 0.9501, candidateValue: 0.9511, effect: -0.0011, low: -0.0064, high: 0.0042,
                            confidence: 0.95, limit: 0.01, samples: 942,
                            summary: .init(
                                complaint: nil, measured: "+0.11 points (95.11 %, the reference 95.01 %)",
                                limit: "allowed -1 point", causes: [],
                                certainty: "942 samples put it between -0.42 points and +0.64 points"),
                            axis: .init(scale: .points, isNegated: true))))
                list.append(latency(cell))
            }
            list.append(
                verdict(
                    2, .latencyP99, .nothing, gateRules[2].2, cell, .passed, "p99 is well below 50 ms",
                    evidence: .init(
                        candidateValue: 3_920_000, effect: 3_920_000, low: 3_850_000, high: 4_010_000, confidence: 0.95,
                        limit: 50_000_000, launches: 16, axis: .init(scale: .value))))
            if cell > 0 {
                list.append(
                    verdict(
                        4, .latencyP50, .baseline, "latency p50 at most +3 % against the baseline", cell, .notJudged,
                        "no baseline was given", details: ["give one with --against SUITE2"]))
            }
        }
        return list
    }

    private static func latency(_ cell: Int) -> Verdict {
        let rule = gateRules[1].2
        switch cell {
        case 1:
            return verdict(
                1, .latencyP50, .reference, rule, cell, .inconclusive,
                "1.2 % slower, but anything from 1.3 % faster to 3.8 % slower fits; at most 3 % slower is allowed",
                details: [
                    "16 of at most 32 launches, 18.3 s of measuring, interval at 98.0 % confidence",
                    "t tests against the margin: of failing, p 0.94 (needs below 0.01); of passing, p 0.06 (needs below 0.05)",
                ],
                evidence: .init(
                    baselineValue: 3_470_000, candidateValue: 3_510_000, effect: 0.012, low: -0.013, high: 0.038,
                    confidence: 0.98, limit: 0.03, minimalDetectableEffect: 0.061, launches: 16,
                    summary: .init(
                        complaint: nil, measured: "+1.2 % (3.51 ms, the reference 3.47 ms)", limit: "allowed +3 %",
                        causes: [],
                        certainty:
                            "16 launches put it between -1.3 % and +3.8 %; about 22 more launches (25 s) would decide"
                    ), axis: .init(scale: .relativeChange)))
        case 2:
            return verdict(
                1, .latencyP50, .reference, rule, cell, .passed,
                "54.5 % faster (interval 55.1 % to 53.8 % faster); at most 3 % slower is allowed",
                details: ["16 launches, 18.3 s"],
                evidence: .init(
                    baselineValue: 3_470_000, candidateValue: 1_580_000, effect: -0.545, low: -0.551, high: -0.538,
                    confidence: 0.98, limit: 0.03, minimalDetectableEffect: 0.041, launches: 16,
                    summary: .init(
                        complaint: nil, measured: "-54.5 % (1.58 ms, the reference 3.47 ms)", limit: "allowed +3 %",
                        causes: [], certainty: "16 launches put it between -55.1 % and -53.8 %"),
                    axis: .init(scale: .relativeChange)))
        default:
            return verdict(
                1, .latencyP50, .reference, rule, cell, .failed,
                "4.7 times as slow (370 % slower, interval 364 % to 376 %); at most 3 % slower is allowed",
                details: [
                    "16 launches, 18.3 s, 98 % interval", "could have failed an increase of 4.1 % or more",
                    "ConvInteger 11.2 ms, 69 % of the inference; the reference has none, it spends 2.1 ms in Conv",
                ],
                evidence: .init(
                    baselineValue: 3_470_000, candidateValue: 16_300_000, effect: 3.70, low: 3.64, high: 3.76,
                    confidence: 0.98, limit: 0.03, minimalDetectableEffect: 0.041, launches: 16,
                    summary: .init(
                        complaint: "is 4.7x slower", measured: "+370 % (16.3 ms, the reference 3.47 ms)",
                        limit: "allowed +3 %",
                        causes: [
                            "ConvInteger 11.2 ms, 69 % of the inference; the reference has none, it spends 2.1 ms in Conv"
                        ], certainty: "16 launches put it between +364 % and +376 %"),
                    axis: .init(scale: .relativeChange)))
        }
    }

    private static let gateRules: [(Int, Metric, String)] = [
        (0, .accuracy, "accuracy at most 1 point below the reference"),
        (1, .latencyP50, "latency p50 at most +3 % against the reference"),
        (2, .latencyP99, "latency p99 at most 50 ms"),
    ]

    static func verdict(
        _ gate: Int, _ metric: Metric, _ against: Verdict.Counterpart, _ rule: String, _ cell: Int?,
        _ state: Verdict.State,
        _ headline: String, details: [String] = [], evidence: Verdict.Evidence? = nil
    ) -> Verdict {
        Verdict(
            gate: gate, metric: metric, against: against, rule: rule, file: suiteFile, line: 14 + gate, column: 5,
            cell: cell, state: state, headline: headline, details: details, evidence: evidence,
            secondsSpent: state == .notJudged || state == .error ? 0 : 4.5625)
    }

    /// A skewed distribution around the cell's median, from a fixed sequence.
    private static func launch(of cell: Int) -> LaunchRecord {
        let median = model[cell]?[.latencyP50] ?? 1, ratio = log((model[cell]?[.latencyP99] ?? 1) / median)
        let values = (0..<600).map { index -> Double in
            let share = (Double(index) * 0.754_877_666_2 + 0.5).truncatingRemainder(dividingBy: 1)
            let logit = log((share + 0.002) / (1.002 - share)) / 4.6
            return (median * exp(logit * ratio * (logit < 0 ? 0.35 : 1))).rounded()
        }
        return LaunchRecord(
            index: 0, pair: 0, loadNanoseconds: 41_000_000, firstInferenceNanoseconds: 9_000_000,
            warmUp: WarmUpRecord(inferences: 40, nanoseconds: 200_000_000, becameSteady: true),
            floorMemoryBytes: 9_000_000, peakMemoryBytes: 47_200_000,
            blocks: [
                BlockRecord(
                    quad: 0, position: 0, startNanoseconds: 0, wallNanoseconds: 2_000_000_000,
                    cpuNanoseconds: 1_990_000_000, latenciesNanoseconds: values)
            ])
    }

    private static func metrics(
        _ p50: Double, _ p99: Double, _ memory: Double, _ size: Double, _ accuracy: Double, _ agreement: Double
    ) -> [Metric: Double] {
        [
            .latencyP50: p50, .latencyP90: (p50 + p99) / 2, .latencyP99: p99, .throughput: 1e9 / p50,
            .loadTime: 41_000_000, .peakMemory: memory, .modelSize: size, .accuracy: accuracy,
            .macroF1: accuracy - 0.02,
            .agreement: agreement, .klDivergence: 0.0042,
        ]
    }

    /// A stand-in for gnuplot's picture: what a picture looks like is none of the reports' business.
    static let charts = [
        RenderedChart(
            name: "latency-filetype", model: "filetype", title: "filetype: latency",
            description: "Distribution of the latency of each variant.",
            svg: "<svg class=\"pawl-chart\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 2 1\"></svg>\n",
            png: Data([0x89, 0x50, 0x4E, 0x47]))
    ]

    static var report: ReportModel { ReportModel(run: run, summaries: model, charts: charts) }
}
