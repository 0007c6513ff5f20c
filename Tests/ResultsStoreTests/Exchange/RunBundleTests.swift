import Diagnostics
import Foundation
import Records
import Support
import TestSupport
import Testing

@testable import ResultsStore

@Suite("Bundles hold a run whole, or are refused", .hangLimit)
struct RunBundleTests {
    /// A run of a few hundred bytes.
    private static func smallRun(id: String = "7f1c9a52-0000-4000-8000-000000000001") -> RunRecord {
        RunRecord(
            id: id, kind: .run, status: .complete, suite: SuiteReference(name: "s", file: "s.yaml", digest: "aa"),
            startedAt: Date(timeIntervalSinceReferenceDate: 800_000_000), seed: 1, pawlVersion: "0.1.0",
            environment: EnvironmentRecord(hostName: "h", machineFingerprint: "f", facts: []))
    }

    private static func read(_ data: Data, limits: RunBundle.Limits = .standard) -> Result<RunBundle, BundleError> {
        Result { () throws(BundleError) in try RunBundle(reading: data, name: "x.pawlrun", limits: limits) }
    }

    private static func code(_ data: Data, limits: RunBundle.Limits = .standard) -> String? {
        switch read(data, limits: limits) {
        case .success: nil
        case .failure(let error): error.diagnostics.first?.code
        }
    }

    /// A file with any content under a right digest.
    private static func forged(_ content: Data, version: String = "1", stating bytes: Int? = nil) throws -> Data {
        let packed = try Zstandard.pack(content)
        let digest = packed.withUnsafeBytes { SHA256.hexadecimal(of: $0) }
        return Data("pawlrun \(version) \(bytes ?? content.count) \(digest)\n".utf8) + packed
    }

    private static func forged(_ run: RunRecord) throws -> Data {
        try forged(
            RecordJSON.encode(RunBundle.Content(run: run, summaries: run.cells.map { _ in [:] })))
    }

    @Test(
        "Every part of a record comes back, and the same run gives the same bytes", arguments: 0..<60 as Range<UInt64>)
    func roundTrip(seed: UInt64) throws {
        var random = RandomRun(seed: seed)
        let run = random.run()
        let summaries = random.summaries(of: run)
        let bundle = try RunBundle(run, summaries: summaries)
        let read = try RunBundle(reading: bundle.data, name: "x")
        // By their JSON: not a number is not equal to itself.
        #expect(try RecordJSON.encode(read.run) == RecordJSON.encode(run))
        #expect(try RecordJSON.encode(read.summaries) == RecordJSON.encode(summaries))
        #expect(read.digest == bundle.digest)
        #expect(try RunBundle(read.run, summaries: read.summaries).data == bundle.data)
    }

    @Test("One changed byte anywhere is enough to be refused")
    func damage() throws {
        let data = try RunBundle(Self.smallRun(), summaries: [:]).data
        #expect(Self.code(data) == nil)
        for index in data.indices {
            for change in [0x01, 0x20, 0x80] as [UInt8] {
                var damaged = data
                damaged[index] ^= change
                #expect(Self.code(damaged) != nil, "byte \(index) ^ \(change)")
            }
        }
    }

    @Test("A file that was cut off anywhere, or goes on behind its end, is refused")
    func truncation() throws {
        let data = try RunBundle(Self.smallRun(), summaries: [:]).data
        for count in 0..<data.count { #expect(Self.code(data.prefix(count)) != nil, "\(count) bytes") }
        #expect(Self.code(data + Data([0])) == "bundle.wrong-digest")
        #expect(Self.code(data + data) == "bundle.wrong-digest")
    }

    @Test("A newer version is told apart from damage")
    func newer() throws {
        #expect(try Self.code(Self.forged(Data("{}".utf8), version: "2")) == "bundle.newer")
        #expect(try Self.code(Self.forged(Data("{}".utf8), version: "0")) == "bundle.not-a-bundle")
        #expect(try Self.code(Self.forged(Data("{}".utf8), version: "+1")) == "bundle.invalid")
        #expect(Self.code(Data("PK\u{3}\u{4} and so on\n".utf8)) == "bundle.not-a-bundle")
        #expect(Self.code(Data()) == "bundle.not-a-bundle")
    }

    @Test("What unpacks to more than is stated, or more than is allowed, is never unpacked whole")
    func bombs() throws {
        let zeros = Data(repeating: 0x20, count: 4 << 20)
        #expect(try Self.code(Self.forged(zeros, stating: 100)) == "bundle.invalid")
        let small = RunBundle.Limits(fileBytes: 1 << 20, contentBytes: 1 << 20)
        #expect(try Self.code(Self.forged(zeros), limits: small) == "bundle.too-large")
        #expect(try Self.code(Self.forged(zeros, stating: .max), limits: small) == "bundle.too-large")
        #expect(
            Self.code(Data(count: 2000), limits: .init(fileBytes: 1000, contentBytes: 1000)) == "bundle.too-large")
        #expect(throws: BundleError.self) {
            try RunBundle(Self.smallRun(), summaries: [:], limits: .init(fileBytes: 10, contentBytes: 10))
        }
    }

    @Test("Bytes that are not packed are not taken as they are")
    func unpacked() throws {
        let content = try RecordJSON.encode(RunBundle.Content(run: Self.smallRun(), summaries: []))
        let digest = content.withUnsafeBytes(SHA256.hexadecimal(of:))
        #expect(Self.code(Data("pawlrun 1 \(content.count) \(digest)\n".utf8) + content) == "bundle.invalid")
    }

    @Test("Content that Pawl would write otherwise is refused: a key that it does not know would be lost")
    func canonical() throws {
        let content = try RecordJSON.encode(RunBundle.Content(run: Self.smallRun(), summaries: []))
        let text = String(decoding: content, as: UTF8.self)
        #expect(try Self.code(Self.forged(content)) == nil)
        #expect(try Self.code(Self.forged(Data((text + " ").utf8))) == "bundle.invalid")
        let added = text.replacing("{\"run\":", with: "{\"more\":1,\"run\":")
        #expect(added != text)
        #expect(try Self.code(Self.forged(Data(added.utf8))) == "bundle.invalid")
        let deep = String(repeating: "[", count: 100_000)
        #expect(try Self.code(Self.forged(Data(deep.utf8))) == "bundle.invalid")
        #expect(try Self.code(Self.forged(Data("{}".utf8))) == "bundle.invalid")
        #expect(try Self.code(Self.forged(Data([0xFF, 0xFE]))) == "bundle.invalid")
    }

    /// Small files that unpack to what would take gigabytes as a tree of values. All of it is harmless text.
    @Test(
        "A content that is too deep, has too many values or too long a text is refused before it is decoded",
        arguments: [
            (String(repeating: "[", count: 30) + String(repeating: "]", count: 30), "nested too deep"),
            ("[" + String(repeating: "[],", count: 700_000) + "[]]", "more values than a run's"),
            ("{\"run\":{\"cells\":[{\"a\":[" + String(repeating: "1,", count: 700_000) + "1]}]}}", "more values"),
            ("{\"a\":\"" + String(repeating: "x", count: 2 << 20) + "\"}", "a text in its content is too long"),
            ("{\"a\":[1,2}", "no JSON"), ("{\"a\":[1,2]", "ends in the middle"), ("{\"a", "ends in the middle"),
            ("{\"a\\", "ends in the middle"), ("]", "no JSON"),
        ])
    func bombs(content: String, words: String) throws {
        switch Self.read(try Self.forged(Data(content.utf8))) {
        case .success: Issue.record("it was taken")
        case .failure(let error): #expect(error.description.contains(words), "\(error.description.prefix(300))")
        }
    }

    @Test("Cells and launches are found wherever their names stand, and only where they are a run's")
    func outline() throws {
        var run = Self.smallRun()
        run.cells = [Self.cell(), Self.cell(), Self.cell()]
        for index in run.cells.indices {
            run.cells[index].id = index
            run.cells[index].variant = "cells\":[{\"launches\":[\(index)"
            run.cells[index].launches = (0..<index).map { _ in LaunchRecord.with(inferencesPerValue: 2) }
        }
        run.warnings = ["{\"run\":{\"cells\":[", "\\\""]
        let content = RunBundle.Content(run: run, summaries: [[:], [:], [:]])
        let bytes = try RecordJSON.encode(content)
        let outline = try bytes.withOutline()
        #expect(outline.cells.elements.count == 3)
        #expect(outline.launches.map(\.elements.count) == [0, 1, 2])
        #expect(try RunBundle.decode(bytes, name: "x") == content)
        #expect(try Self.code(Self.forged(run)) == nil)
    }

    @Test("Names that could do harm are refused", arguments: hostileChanges.indices)
    func hostileNames(index: Int) throws {
        var run = Self.smallRun()
        run.cells = [Self.cell()]
        #expect(try Self.code(Self.forged(run)) == nil)
        Self.hostileChanges[index](&run)
        #expect(try Self.code(Self.forged(run)) == "bundle.invalid")
        // Nor is such a run handed on.
        #expect(throws: BundleError.self) { try RunBundle(run, summaries: [:]) }
    }

    private static func cell() -> CellRecord {
        CellRecord(
            id: 0, model: "m", variant: "v", runtimeLabel: "ort",
            modelFile: ModelFileRecord(path: "m.onnx", digest: "d", bytes: 1),
            runtime: RuntimeRecord(name: "onnxruntime", version: "1", libraryDigest: "", provider: "cpu", options: [:]),
            goldenSetDigest: "g")
    }

    @Test("Figures that cannot be true are refused, and times that are none", arguments: impossibleChanges.indices)
    func impossibleFigures(index: Int) throws {
        var run = Self.smallRun()
        run.cells = [Self.cell()]
        run.cells[0].launches = [LaunchRecord.with(inferencesPerValue: 1)]
        #expect(try Self.code(Self.forged(run)) == nil)
        Self.impossibleChanges[index](&run)
        #expect(try Self.code(Self.forged(run)) == "bundle.invalid")
    }

    @Test(
        "A latency in a bundle is whole nanoseconds of its inferences, or refused",
        arguments: [
            ("[1,2]", "[1.0,2.4]", "bundle.invalid"), ("[1,2]", "[1e300]", "bundle.invalid"),
            ("[1,2]", "[-1]", "bundle.invalid"),
            ("[1,2]", "[\"nan\"]", "bundle.invalid"), ("[1,2]", "[\"inf\"]", "bundle.invalid"),
            ("[1,2]", "[1e17]", "bundle.invalid"),
        ] as [(String, String, String?)])
    func latencies(written: String, forged: String, code: String?) throws {
        var run = Self.smallRun()
        run.cells = [Self.cell()]
        run.cells[0].launches = [LaunchRecord.with(inferencesPerValue: 1)]
        let content = try RecordJSON.encode(RunBundle.Content(run: run, summaries: run.cells.map { _ in [:] }))
        let text = String(decoding: content, as: UTF8.self)
        #expect(text.contains("\"latenciesNanoseconds\":\(written)"))
        let other = text.replacing("\"latenciesNanoseconds\":\(written)", with: "\"latenciesNanoseconds\":\(forged)")
        let found = try Self.code(Self.forged(Data(other.utf8)))
        #expect(found == code)
    }

    private static let impossibleChanges: [@Sendable (inout RunRecord) -> Void] = [
        { $0.startedAt = Date(timeIntervalSinceReferenceDate: .nan) },
        { $0.startedAt = Date(timeIntervalSinceReferenceDate: -.infinity) },
        { $0.finishedAt = Date(timeIntervalSinceReferenceDate: 1e300) },
        { $0.rawValuesAgedOutAt = Date(timeIntervalSinceReferenceDate: -9_223_372_036_854_775_808) },
        { $0.cells[0].launches[0].blocks[0].valuesNanoseconds = [.max] },
        { $0.cells[0].launches[0].blocks[0].startNanoseconds = .max },
        { $0.cells[0].launches[0].blocks[0].wallNanoseconds = .max },
        { $0.cells[0].launches[0].peakMemoryBytes = .max },
        { $0.cells[0].launches[0].index = .min },
        { $0.cells[0].modelFile.bytes = .max },
        { $0.cells[0].secondsSpent = 1e300 },
        { $0.cells[0].accuracy = AccuracyRecord(metrics: [.accuracy: -1e300], seconds: 0) },
        {
            $0.verdicts = [
                Verdict(
                    gate: .min, metric: .accuracy, against: .nothing, rule: "r", file: "f", line: 1, column: 1,
                    cell: nil, state: .passed, headline: "h")
            ]
        },
    ]

    @Test("A latency of 1e300 ns in a summary is refused, one that is missing or infinite is not")
    func impossibleSummary() throws {
        var run = Self.smallRun()
        run.cells = [Self.cell()]
        let codes: [(Double, String?)] = [
            (1e300, "bundle.invalid"), (-1, "bundle.invalid"), (.infinity, nil), (.nan, nil),
        ]
        for (value, code) in codes {
            let content = RunBundle.Content(run: run, summaries: [[.latencyP50: value]])
            #expect(try Self.code(Self.forged(RecordJSON.encode(content))) == code, "\(value)")
        }
    }

    private static let hostileChanges: [@Sendable (inout RunRecord) -> Void] = [
        { $0.id = "../../../../etc/passwd" },
        { $0.id = "7F1C9A52-0000-4000-8000-000000000001" },
        { $0.id = "" },
        { $0.suite.name = "demo\u{1B}[2J" },
        { $0.suite.name = "a\nb" },
        { $0.suite.file = String(repeating: "x", count: 5000) },
        { $0.environment.hostName = "h\u{0}" },
        { $0.environment.facts = [.init(group: "g\u{7}", key: "k", value: .text(""))] },
        { $0.cells[0].model = "" },
        { $0.cells[0].variant = "v\u{9B}" },
        { $0.cells[0].runtime.options = ["a\tb": "c"] },
        { $0.cells.append($0.cells[0]) },
        { $0.cells[0].launches = [LaunchRecord.with(inferencesPerValue: .max)] },
        { $0.cells[0].launches = [LaunchRecord.with(inferencesPerValue: 0)] },
        { $0.pairs = [PairRecord(id: 0, purpose: .reference, baselineCell: 0, candidateCell: 0, launchesPlanned: -1)] },
        {
            $0.goldenSets = [
                GoldenSetRecord(id: "g", version: "1", digest: "g", task: "t", sampleNames: ["a", "b"])
            ]
            $0.cells[0].accuracy = AccuracyRecord(predictions: [1, 2, 3], metrics: [:], seconds: 0)
        },
        {
            $0.goldenSets = [
                GoldenSetRecord(
                    id: "g", version: "1", digest: "g", task: "t", sampleNames: ["a", "b"], sequences: [1, 0])
            ]
        },
        {
            $0.goldenSets = [
                GoldenSetRecord(
                    id: "g", version: "1", digest: "g", task: "t", sampleNames: ["a", "b"], groupedSamples: -1)
            ]
        },
    ]

    @Test("A run that is still being measured is not handed on, nor taken")
    func unfinished() throws {
        var run = Self.smallRun()
        run.status = .running
        #expect(throws: BundleError.unfinished(run: run.id)) { try RunBundle(run, summaries: [:]) }
        #expect(try Self.code(Self.forged(run)) == "bundle.unfinished")
    }

    @Test("A bundle of version 1 is read for ever")
    func fixture() throws {
        var random = RandomRun(seed: 2026)
        random.hasGroups = false
        let run = random.run()
        let summaries = random.summaries(of: run)
        let path = Repository.root + "/Tests/ResultsStoreTests/Exchange/Fixtures/version-1.pawlrun"
        if ProcessInfo.processInfo.environment["PAWL_RECORD_SNAPSHOTS"] == "1" {
            try AtomicFile.write(RunBundle(run, summaries: summaries).data, to: path)
            Issue.record("recorded \(path)")
        }
        let read = try BundleFile.read(path, name: path)
        #expect(try RecordJSON.encode(read.run) == RecordJSON.encode(run))
        #expect(try RecordJSON.encode(read.summaries) == RecordJSON.encode(summaries))
    }
}

extension LaunchRecord {
    fileprivate static func with(inferencesPerValue: Int) -> LaunchRecord {
        LaunchRecord(
            index: 0, loadNanoseconds: 1, firstInferenceNanoseconds: 1,
            warmUp: WarmUpRecord(inferences: 1, nanoseconds: 1, becameSteady: true), floorMemoryBytes: 1,
            peakMemoryBytes: 2,
            blocks: [
                BlockRecord(
                    quad: 0, position: 0, startNanoseconds: 0, wallNanoseconds: 1, cpuNanoseconds: 1,
                    inferencesPerValue: inferencesPerValue, latenciesNanoseconds: [1, 2])
            ])
    }
}
