import Foundation
import Records

/// Runs drawn from a seed, with every part of a record present in some and absent in others.
struct RandomRun {
    private var state: UInt64
    /// Whether golden sets may be judged group by group and have columns, which the first bundles did not know.
    var hasGroups = true

    init(seed: UInt64) { state = seed }

    /// SplitMix64 (Steele, Lea & Flood 2014).
    private mutating func bits() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    private mutating func count(_ limit: Int) -> Int { Int(bits() % UInt64(limit)) }
    private mutating func chance() -> Bool { bits() & 1 == 0 }
    private mutating func real() -> Double { Double(bits() >> 11) * 0x1p-53 }
    private mutating func optional<Value>(_ value: (inout Self) -> Value) -> Value? { chance() ? value(&self) : nil }
    private mutating func list<Value>(_ limit: Int, _ value: (inout Self) -> Value) -> [Value] {
        (0..<count(limit)).map { _ in value(&self) }
    }

    private mutating func number(in range: ClosedRange<Double>) -> Double {
        switch count(12) {
        case 0: .infinity
        case 1: -.infinity
        case 2: .nan
        case 3: 1e-300 * real()
        case 4: range.lowerBound + (range.upperBound - range.lowerBound) * real()
        case 5: Double(count(1000))
        default: real()
        }
    }

    private mutating func text() -> String {
        let alphabet = Array("abcXYZ09 _-./\\\"'=+@,;äß€漢🐾\u{301}")
        return String(list(12) { alphabet[$0.count(alphabet.count)] })
    }

    private mutating func name() -> String { "n\(count(1_000_000))" + text() }
    private mutating func digest() -> String { String(bits(), radix: 16) }
    /// As exact as a database keeps them.
    private mutating func date() -> Date {
        Date(timeIntervalSinceReferenceDate: 800_000_000 + Double(count(1 << 30)) / 64)
    }

    mutating func id() -> String {
        func half(_ value: UInt64) -> String {
            String(repeating: "0", count: 16 - String(value, radix: 16).count) + String(value, radix: 16)
        }
        let digits = half(bits()) + half(bits())
        var parts: [Substring] = []
        var rest = digits[...]
        for length in [8, 4, 4, 4, 12] {
            parts.append(rest.prefix(length))
            rest = rest.dropFirst(length)
        }
        return parts.joined(separator: "-")
    }

    mutating func run() -> RunRecord {
        let sets = (0..<count(3)).map { _ in goldenSet() }
        let cells = (0..<1 + count(4)).map { cell($0, sets) }
        var run = RunRecord(
            id: id(), kind: RunRecord.Kind.allCases[count(3)],
            status: [.complete, .incomplete, .interrupted][count(3)],
            suite: suite(), against: optional { $0.suite() }, startedAt: date(), finishedAt: optional { $0.date() },
            seed: bits(), pawlVersion: name(), environment: environment(), goldenSets: sets, cells: cells,
            warnings: list(3) { $0.text() }, onInconclusive: chance() ? .fail : .skip)
        run.pairs = (0..<count(3)).map { id in
            PairRecord(
                id: id, purpose: chance() ? .reference : .baseline, baselineCell: count(cells.count),
                candidateCell: count(cells.count), launchesPlanned: count(40), launchesMeasured: count(40),
                looks: list(4) { $0.count(40) }, ending: optional { [.decided, .complete, .budget][$0.count(3)] },
                secondsSpent: real())
        }
        for cell in run.cells.indices {
            for launch in run.cells[cell].launches.indices where !run.pairs.isEmpty && chance() {
                run.cells[cell].launches[launch].pair = count(run.pairs.count)
            }
        }
        run.verdicts = list(5) { $0.verdict(cells: cells.count) }
        run.storedBaseline = run.against == nil ? optional { $0.storedBaseline() } : nil
        return run
    }

    mutating func summaries(of run: RunRecord) -> [Int: [Metric: Double]] {
        Dictionary(uniqueKeysWithValues: run.cells.map { ($0.id, metrics()) })
    }

    private mutating func metrics() -> [Metric: Double] {
        Dictionary(
            list(8) {
                let metric = Metric.allCases[$0.count(Metric.allCases.count)]
                return (metric, $0.number(in: metric.dimension.plausibleRange))
            }
        ) { first, _ in first }
    }

    private mutating func suite() -> SuiteReference { SuiteReference(name: name(), file: name(), digest: digest()) }

    private mutating func environment() -> EnvironmentRecord {
        EnvironmentRecord(
            hostName: name(), machineFingerprint: digest(), gitCommit: optional { $0.digest() },
            gitIsDirty: optional { $0.chance() },
            facts: list(6) { random in
                let value: EnvironmentRecord.Value =
                    switch random.count(3) {
                    case 0: .text(random.text())
                    case 1: .number(random.real(), unit: random.text())
                    default: .unavailable(reason: random.text())
                    }
                return .init(group: random.name(), key: random.name(), value: value)
            })
    }

    private mutating func storedBaseline() -> StoredBaselineRecord {
        StoredBaselineRecord(
            run: id(), startedAt: date(), suite: suite(), pawlVersion: name(), hostName: name(),
            machineFingerprint: digest(), gitCommit: optional { $0.digest() }, gitIsDirty: optional { $0.chance() },
            history: list(3) {
                EarlierLevel(
                    run: $0.id(), startedAt: $0.date(), model: $0.name(), variant: $0.name(), metric: .latencyP50,
                    mean: $0.real(), standardError: $0.real(), degreesOfFreedom: $0.real(), launches: $0.count(99))
            })
    }

    private mutating func goldenSet() -> GoldenSetRecord {
        let names = list(6) { $0.name() }
        return GoldenSetRecord(
            id: name(), version: name(), digest: digest(), task: name(), sampleNames: names,
            labels: chance() ? names.map { _ in Int32(count(5)) } : [], classNames: list(4) { $0.text() },
            texts: chance() ? names.map { _ in text() } : [],
            sequences: chance() ? names.indices.map { Int32($0 / 2) } : [],
            groupedSamples: hasGroups && chance() ? names.count + 1 + count(9) : nil,
            columns: hasGroups && chance() ? [SampleColumn(name: name(), texts: names.map { _ in text() })] : nil)
    }

    private mutating func cell(_ id: Int, _ sets: [GoldenSetRecord]) -> CellRecord {
        let set = sets.isEmpty ? nil : sets[count(sets.count)]
        return CellRecord(
            id: id, side: chance() ? .candidate : .baseline, model: name(), variant: "\(id)" + name(),
            runtimeLabel: name(), isReference: chance(),
            modelFile: ModelFileRecord(path: name(), digest: digest(), bytes: bits() >> 5),
            runtime: RuntimeRecord(
                name: name(), version: text(), libraryDigest: digest(), provider: text(),
                options: Dictionary(list(4) { ($0.name(), $0.text()) }) { first, _ in first }),
            device: optional { $0.name() }, goldenSetDigest: set?.digest ?? digest(), launches: list(4) { $0.launch() },
            accuracy: optional { $0.accuracy(samples: set?.sampleNames.count ?? 3) },
            operators: list(3) {
                OperatorRecord(
                    name: $0.text(), type: $0.name(), provider: $0.text(), isFallback: $0.optional { $0.chance() },
                    meanNanoseconds: $0.real())
            },
            failure: optional {
                CellFailure(
                    kind: $0.chance() ? .crash : .timeout, phase: $0.name(), message: $0.text(),
                    hint: $0.optional { $0.text() }, signal: $0.optional { $0.name() },
                    exitCode: $0.optional { Int32($0.count(256)) - 128 }, standardErrorTail: $0.list(3) { $0.text() })
            }, secondsSpent: real())
    }

    private mutating func launch() -> LaunchRecord {
        LaunchRecord(
            index: count(32), wasInterleaved: chance(), loadNanoseconds: bits() >> 5,
            firstInferenceNanoseconds: bits() >> 5,
            warmUp: WarmUpRecord(inferences: count(999), nanoseconds: bits() >> 5, becameSteady: chance()),
            floorMemoryBytes: bits() >> 5, peakMemoryBytes: bits() >> 5, plannedArenaBytes: optional { $0.bits() >> 5 },
            deviceMemoryBytes: optional { $0.bits() >> 5 }, pinnedCore: optional { $0.count(64) },
            conditions: optional {
                MachineConditions(
                    foreignCores: $0.optional { $0.real() }, probeNanoseconds: $0.optional { $0.bits() >> 5 },
                    pauseSeconds: $0.real())
            },
            blocks: list(3) { random in
                let perValue = 1 + random.count(7)
                return BlockRecord(
                    quad: random.count(4), position: random.count(4), startNanoseconds: random.bits() >> 5,
                    wallNanoseconds: random.bits() >> 5, cpuNanoseconds: random.bits() >> 5,
                    inferencesPerValue: perValue,
                    valuesNanoseconds: random.list(6) { UInt64($0.count(9_000_000)) })
            })
    }

    private mutating func accuracy(samples: Int) -> AccuracyRecord {
        AccuracyRecord(
            predictions: chance() ? (0..<samples).map { _ in Int32(count(5)) } : [],
            labelRanks: chance() ? (0..<samples).map { _ in Int32(count(5)) } : [],
            texts: chance() ? (0..<samples).map { _ in text() } : [], metrics: metrics(),
            unitValues: [.klDivergence: list(4) { $0.real() }], seconds: real(), topK: count(9),
            metricsAgainstBaseline: metrics(), unitValuesAgainstBaseline: [:],
            comparison: optional {
                OutputComparison(
                    tensors: $0.list(3) {
                        TensorComparison(
                            output: $0.text(), shape: $0.list(3) { $0.count(9) }, samples: $0.count(9),
                            fidelity: $0.optional {
                                .init(
                                    sqnr: $0.real(), cosineSimilarity: $0.real(), maximumAbsoluteError: $0.real())
                            }, explanation: $0.optional { $0.explanation() })
                    },
                    worstSamples: $0.list(3) {
                        SampleComparison(
                            sample: $0.count(9), output: $0.text(), sqnr: $0.real(), maximumAbsoluteError: $0.real(),
                            prediction: SamplePrediction(
                                text: $0.optional { $0.text() }, score: $0.optional { $0.real() }),
                            otherPrediction: SamplePrediction())
                    })
            },
            origin: optional { random in
                EvaluationProvenance(
                    key: random.optional { $0.digest() }, scoresDigest: random.digest(),
                    sampleDigests: random.chance() ? (0..<samples).map { _ in random.bits() } : [],
                    referenceScoresDigest: random.optional { $0.digest() },
                    baselineScoresDigest: random.optional { $0.digest() }, evaluatedAt: random.date(),
                    reusedFromRun: random.optional { $0.id() },
                    repetition: random.optional {
                        RepeatedEvaluation(
                            run: $0.id(), evaluatedAt: $0.date(), differingSamples: $0.count(9),
                            differingPredictions: $0.count(9))
                    })
            })
    }

    private mutating func explanation() -> TensorExplanation {
        switch count(6) {
        case 0: .missing
        case 1: .notFinite(samples: count(9))
        case 2: .otherShape(shape: list(3) { $0.count(9) })
        case 3: .linear(factor: real(), offset: real(), sqnr: real())
        case 4: .withoutSoftmax(sqnr: real())
        default: .axes(order: list(3) { $0.count(3) }, sqnr: real())
        }
    }

    private mutating func verdict(cells: Int) -> Verdict {
        Verdict(
            gate: count(9), metric: Metric.allCases[count(Metric.allCases.count)],
            against: Verdict.Counterpart.allCases[count(3)], rule: name(), file: name(), line: count(99),
            column: count(99),
            cell: optional { $0.count(cells) }, state: [.passed, .failed, .inconclusive, .notJudged, .error][count(5)],
            headline: text(), details: list(3) { $0.text() },
            evidence: optional {
                .init(
                    baselineValue: $0.optional { $0.real() }, candidateValue: $0.optional { $0.real() },
                    effect: $0.real(), low: -.infinity, high: $0.real(), confidence: 0.95, limit: $0.real(),
                    minimalDetectableEffect: $0.optional { $0.real() }, launches: $0.optional { $0.count(99) },
                    samples: $0.optional { $0.count(99) }, resamples: $0.optional { $0.count(99) })
            }, secondsSpent: real())
    }
}
