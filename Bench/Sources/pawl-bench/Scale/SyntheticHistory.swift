import Foundation
import Records
import Statistics

/// The nights of an imagined suite: models in five variants each, whose files change now and then, on a machine with noise.
///
/// Night n is the same for the same seed. What a record has, this has too: launches in pairs with the reference, blocks, answers
/// that are evaluated once a week and reused otherwise, operators, verdicts with evidence, facts about the machine.
struct SyntheticHistory {
    static let variants = ["fp32", "fp16", "int8-dynamic", "int8-qdq", "int4"]
    static let suite = "nightly"
    static let launches = 8, blocksPerLaunch = 8, valuesPerBlock = 8
    /// An evaluation serves for a week, as suites have it.
    static let nightsPerEvaluation = 7

    var cells: Int
    var nights: Int
    var end: Date
    var seed: UInt64

    private let answers: SyntheticPredictions

    init(cells: Int, nights: Int, end: Date, seed: UInt64) {
        self.cells = cells
        self.nights = nights
        self.end = end
        self.seed = seed
        answers = SyntheticPredictions(seed: seed)
    }

    func startedAt(night: Int) -> Date { end.addingTimeInterval(-86_400 * Double(nights - 1 - night) - 3600) }

    static func id(night: Int) -> String {
        let digits = String(night, radix: 16)
        return "5ca1e000-0000-4000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits
    }

    func run(night: Int) -> RunRecord {
        var generator = SeededGenerator(seed: seed &+ UInt64(night) &* 0x9E37_79B9)
        var pairs: [PairRecord] = []
        var measured: [CellRecord] = []
        for id in 0..<cells {
            let subject = SyntheticSubject(cell: id, night: night)
            let reference = id - id % Self.variants.count
            if subject.variant > 0 {
                pairs.append(
                    PairRecord(
                        id: pairs.count, purpose: .reference, baselineCell: reference, candidateCell: id,
                        launchesPlanned: 32, launchesMeasured: Self.launches, looks: [8, 12, 16, 24, 32],
                        ending: .decided, secondsSpent: 4.25))
            }
            measured.append(cell(id, subject, pair: subject.variant > 0 ? pairs.count - 1 : nil, night, &generator))
        }
        let startedAt = startedAt(night: night)
        var run = RunRecord(
            id: Self.id(night: night), kind: .nightly, status: .complete,
            suite: SuiteReference(name: Self.suite, file: "Suites/nightly.yaml", digest: Self.digest("suite")),
            startedAt: startedAt, finishedAt: startedAt.addingTimeInterval(3500), seed: UInt64(night),
            pawlVersion: "bench", environment: SyntheticMachineFacts.environment(night: night),
            goldenSets: answers.sets, cells: measured, pairs: pairs)
        run.verdicts = SyntheticVerdicts.verdicts(of: run)
        return run
    }

    private func cell(
        _ id: Int, _ subject: SyntheticSubject, pair: Int?, _ night: Int, _ generator: inout SeededGenerator
    ) -> CellRecord {
        let set = answers.sets[subject.model % answers.sets.count]
        let level = subject.nanoseconds * (1 + 0.01 * Double.random(in: -1...1, using: &generator))
        var launches: [LaunchRecord] = []
        for index in 0..<Self.launches { launches.append(launch(index, pair, level, &generator)) }
        return CellRecord(
            id: id, model: subject.modelName, variant: Self.variants[subject.variant], runtimeLabel: "ort",
            isReference: subject.variant == 0,
            modelFile: ModelFileRecord(
                path: "/srv/ci/checkout/.pawl/models/\(subject.modelName)/\(Self.variants[subject.variant]).onnx",
                digest: subject.modelDigest, bytes: subject.modelBytes),
            runtime: RuntimeRecord(
                name: "onnxruntime", version: "1.\(20 + night / 180).0",
                libraryDigest: Self.digest("ort\(night / 180)"),
                provider: "cpu", options: ["threads": "1", "graph_optimization": "all", "affinity": "pinned"]),
            goldenSetDigest: set.digest, launches: launches,
            accuracy: answers.record(
                of: subject, night: night, evaluatedAt: startedAt(night: Self.evaluation(night, id))),
            operators: (0..<24).map { index in
                OperatorRecord(
                    name: "/encoder/layers.\(index)/attention/MatMul", type: index % 3 == 0 ? "Conv" : "MatMul",
                    provider: "CPUExecutionProvider", isFallback: false,
                    meanNanoseconds: (level / 24).rounded() + Double(index))
            }, secondsSpent: 17.5)
    }

    /// The night whose evaluation a cell uses on a night; each cell has its own day of the week.
    static func evaluation(_ night: Int, _ cell: Int) -> Int {
        let sinceLast = (night + cell) % nightsPerEvaluation
        let changed = SyntheticSubject.firstNight(ofModel: cell / variants.count, night: night)
        return max(night - sinceLast, changed, 0)
    }

    private func launch(
        _ index: Int, _ pair: Int?, _ level: Double, _ generator: inout SeededGenerator
    ) -> LaunchRecord {
        let launchLevel = level * (1 + 0.02 * Double.random(in: -1...1, using: &generator))
        return LaunchRecord(
            index: index, pair: pair, loadNanoseconds: UInt64(launchLevel * 9),
            firstInferenceNanoseconds: UInt64(launchLevel * 2),
            warmUp: WarmUpRecord(inferences: 24, nanoseconds: UInt64(launchLevel * 24), becameSteady: true),
            floorMemoryBytes: 21_000_000,
            peakMemoryBytes: 61_000_000 + UInt64.random(in: 0...500_000, using: &generator), pinnedCore: 1,
            conditions: MachineConditions(foreignCores: 0.01, probeNanoseconds: 1_000_321, pauseSeconds: 0),
            blocks: (0..<Self.blocksPerLaunch).map { block in
                BlockRecord(
                    quad: block / 4, position: block % 4, startNanoseconds: UInt64(block) * 20_000_000,
                    wallNanoseconds: 20_000_000, cpuNanoseconds: 19_900_000,
                    latenciesNanoseconds: (0..<Self.valuesPerBlock).map { _ in
                        (launchLevel * (1 + 0.03 * Double.random(in: 0...1, using: &generator))).rounded()
                    })
            })
    }

    /// Something that looks like a digest.
    static func digest(_ text: String) -> String {
        var generator = SeededGenerator(
            seed: text.utf8.reduce(14_695_981_039_346_656_037) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 })
        return (0..<4).map { _ in
            let digits = String(generator.next(), radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }
}
