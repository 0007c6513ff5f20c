import Foundation
import Records
import Support
import TestSupport
import Testing

@testable import ResultsStore

@Suite(.hangLimit) struct RoundTripTests {
    let folder: TemporaryFolder
    let store: ResultsStore

    init() throws {
        folder = try TemporaryFolder()
        store = try ResultsStore(path: folder.file("pawl.db"))
    }

    @Test func aRunComesBackWholeAlsoThroughAnotherConnection() throws {
        let run = SampleRun.make()
        try store.save(run, summaries: SampleRun.summaries)
        #expect(try store.run(id: run.id) == run)
        #expect(try ResultsStore(path: folder.file("pawl.db")).run(id: run.id) == run)
        try store.verifyIntegrity()
    }

    @Test func aSetOfGroupsComesBackAndIsNoOtherThanOneOfSamples() throws {
        var run = SampleRun.make()
        try store.save(run)
        var grouped = SampleRun.make(id: "grouped")
        grouped.goldenSets[0].groupedSamples = 12
        try store.save(grouped)
        run = try #require(try store.run(id: run.id))
        #expect(run.goldenSets[0].groupedSamples == nil)
        #expect(try store.run(id: "grouped")?.goldenSets == grouped.goldenSets)
        let raw = try RawDatabase(store.path)
        #expect(try raw.value("SELECT samples FROM golden_groups") == "12")
        grouped.goldenSets[0].groupedSamples = 3
        #expect(throws: StoreError.self) { try store.save(grouped) }
    }

    @Test func columnsAndConfidencesComeBackAndAreOtherContents() throws {
        try store.save(SampleRun.make())
        var run = SampleRun.make(id: "columns")
        let count = run.goldenSets[0].sampleNames.count
        run.goldenSets[0].columns = [
            SampleColumn(name: "camera", texts: (0..<count).map { $0 % 2 == 0 ? "front" : "rear" }),
            SampleColumn(name: "language", texts: (0..<count).map { _ in "de" }),
        ]
        let cell = try #require(run.cells.firstIndex { $0.accuracy != nil })
        run.cells[cell].accuracy?.confidences = (0..<count).map { 0.5 + 0.1 * Double($0) }
        try store.save(run)
        #expect(try store.run(id: "columns") == run)
        let first = try #require(try store.run(id: SampleRun.make().id))
        #expect(first.goldenSets[0].columns == nil && first.cells[cell].accuracy?.confidences == nil)
        run.id = "again"
        try store.save(run)
        // Equal contents are kept once.
        let raw = try RawDatabase(store.path)
        #expect(try raw.value("SELECT count(*) FROM content_confidences") == "1")
        #expect(try raw.value("SELECT count(*) FROM golden_columns") == "2")
        try store.verifyIntegrity()
        run.id = "uneven"
        run.goldenSets[0].columns?[0].indices.removeLast()
        #expect(throws: StoreError.self) { try store.save(run) }
    }

    @Test func whoVouchesForALibraryComesBack() throws {
        for origin in LibraryOrigin.allCases {
            var run = SampleRun.make(id: origin.rawValue)
            run.cells[0].runtime.origin = origin
            try store.save(run)
            #expect(try store.run(id: run.id)?.cells.map(\.runtime.origin) == run.cells.map(\.runtime.origin))
        }
    }

    @Test func theSmallestRunComesBack() throws {
        let run = RunRecord(
            id: "x", kind: .run, status: .running, suite: SuiteReference(name: "", file: "", digest: ""),
            startedAt: Date(timeIntervalSinceReferenceDate: 0), seed: 0, pawlVersion: "",
            environment: EnvironmentRecord(hostName: "", machineFingerprint: "", facts: []))
        try store.save(run)
        #expect(try store.run(id: "x") == run)
    }

    @Test func anUnknownRunIsNil() throws {
        #expect(try store.run(id: "nowhere") == nil)
        #expect(try store.latestRun() == nil)
        #expect(try store.latestRun(suite: "demo") == nil)
        #expect(try store.runs(limit: 10).isEmpty)
    }

    @Test func savingAgainReplacesTheRunAndLeavesNothingBehind() throws {
        let whole = SampleRun.make()
        var started = whole
        started.status = .running
        started.finishedAt = nil
        started.verdicts = []
        started.pairs = []
        started.cells = [SampleRun.cell(0, variant: "fp32", predictions: [0], latencyScale: 1)]
        started.cells[0].launches = []
        try store.save(started)
        #expect(try store.run(id: whole.id) == started)
        try store.save(whole, summaries: SampleRun.summaries)
        try store.save(whole, summaries: SampleRun.summaries)
        #expect(try store.run(id: whole.id) == whole)
        #expect(try store.runs(limit: 10).count == 1)

        let raw = try RawDatabase(store.path)
        #expect(try raw.value("SELECT count(*) FROM blocks") == "12")
        #expect(try raw.value("SELECT count(*) FROM cells") == "3")
        #expect(try raw.value("SELECT count(*) FROM golden_sets") == "1")
        #expect(try raw.rows("PRAGMA foreign_key_check").isEmpty)
    }

    @Test func replacingOneRunLeavesTheOthersAlone() throws {
        let first = SampleRun.make(id: "first"), second = SampleRun.make(id: "second")
        try store.save(first)
        try store.save(second)
        var changed = first
        changed.cells = []
        changed.pairs = []
        changed.verdicts = []
        try store.save(changed)
        #expect(try store.run(id: "first") == changed)
        #expect(try store.run(id: "second") == second)
    }

    @Test(arguments: [
        "'; DROP TABLE runs; --", "\"quoted\"", "nul\u{0}inside", "%_[*]?1", "naïve 🦾\n\ttab", "{\"json\": [1]}",
        "\u{202E}desrever", "",
    ])
    func aHostileNameIsOnlyAName(_ name: String) throws { try checkName(name) }

    @Test func anEndlessNameIsOnlyAName() throws { try checkName(String(repeating: "long", count: 100_000)) }

    private func checkName(_ name: String) throws {
        var run = SampleRun.make(id: "id-" + name, suite: name)
        run.warnings = [name]
        run.environment.hostName = name
        run.environment.facts = [.init(group: name, key: name, value: .text(name))]
        run.goldenSets[0].sampleNames[0] = name
        run.goldenSets[0].classNames = [name]
        run.cells[1].model = name
        run.cells[1].variant = name
        run.cells[1].runtime.options = [name: name]
        run.cells[2].failure?.standardErrorTail = [name]
        run.verdicts[0].details = [name]
        try store.save(run, summaries: SampleRun.summaries)
        #expect(try store.run(id: run.id) == run)
        #expect(try store.latestRun(suite: name) == run)
        let history = try store.history(
            of: CellAddress(suite: name, model: name, variant: name, runtimeLabel: "ort"), metric: .latencyP50,
            since: .distantPast)
        #expect(history.map(\.value) == [4_000_000])
        #expect(try RawDatabase(store.path).value("SELECT count(*) FROM runs") == "1")
    }

    @Test func numbersThatAreNotNumbersComeBack() throws {
        var run = SampleRun.make()
        run.environment.facts = [.init(group: "load", key: "average", value: .number(.nan, unit: ""))]
        run.cells[0].accuracy?.metrics = [.accuracy: .nan, .klDivergence: -.infinity]
        run.cells[0].accuracy?.unitValues[.klDivergence] = [.nan, -.infinity, .leastNonzeroMagnitude, 0.1, -0.0]
        run.cells[0].operators = [.init(name: "n", type: "t", provider: "p", meanNanoseconds: .nan)]
        try store.save(run)
        let back = try #require(try store.run(id: run.id))
        guard case .number(let average, unit: "") = back.environment.facts[0].value else {
            Issue.record("not a number: \(back.environment.facts[0].value)")
            return
        }
        #expect(average.isNaN)
        #expect(back.cells[0].accuracy?.metrics[.accuracy]?.isNaN == true)
        #expect(back.cells[0].accuracy?.metrics[.klDivergence] == -.infinity)
        #expect(back.cells[0].operators[0].meanNanoseconds.isNaN)
        #expect(
            back.cells[0].accuracy?.unitValues[.klDivergence]?.map(\.bitPattern)
                == run.cells[0].accuracy?.unitValues[.klDivergence]?.map(\.bitPattern))
    }

    @Test func unitValuesThatAreNoNumbersAreRefused() throws {
        let run = SampleRun.make()
        try store.save(run)
        try RawDatabase(store.path).execute("UPDATE content_unit_values SET unit_values = X'0102030405'")
        #expect(throws: StoreError.self) { try store.run(id: run.id) }
    }

    @Test func aGoldenSetIsStoredOncePerContent() throws {
        try store.save(SampleRun.make(id: "a"))
        try store.save(SampleRun.make(id: "b"))
        let raw = try RawDatabase(store.path)
        #expect(try raw.value("SELECT count(*) FROM golden_sets") == "1")
        #expect(try raw.value("SELECT count(*) FROM golden_samples") == "4")

        // The same digest with other content must not change what the first run recorded.
        var other = SampleRun.make(id: "c")
        other.goldenSets[0].labels = []
        try store.save(other)
        #expect(try store.run(id: "a")?.goldenSets[0].labels == [0, 1, 2, 2])
        #expect(try store.run(id: "c") == other)
    }

    @Test func aRecordThatContradictsItselfIsRefusedAndNothingOfItIsStored() throws {
        var wrongCell = SampleRun.make()
        wrongCell.cells[1].id = 7
        var wrongPair = SampleRun.make()
        wrongPair.pairs[0].candidateCell = 9
        var wrongLaunch = SampleRun.make()
        wrongLaunch.cells[0].launches[0].pair = 5
        var wrongVerdict = SampleRun.make()
        wrongVerdict.verdicts[0].cell = -1
        var wrongLabels = SampleRun.make()
        wrongLabels.goldenSets[0].labels = [1]
        var wrongDate = SampleRun.make()
        wrongDate.finishedAt = .distantFuture
        var tooLarge = SampleRun.make()
        tooLarge.cells[1].launches[1].blocks[0].wallNanoseconds = .max
        for run in [wrongCell, wrongPair, wrongLaunch, wrongVerdict, wrongLabels, wrongDate, tooLarge] {
            let error = #expect(throws: StoreError.self) { try store.save(run) }
            guard case .invalidRecord = error else {
                Issue.record("\(String(describing: error))")
                continue
            }
        }
        #expect(throws: StoreError.self) { try store.save(SampleRun.make(), summaries: [12: [:]]) }
        #expect(try store.runs(limit: 1).isEmpty)
    }

    @Test(arguments: [
        0, 800_000_000.123_456_7, 766_000_000.000_000_1, -1.5, 63_113_904, 8_000_000_000.25, -8_100_000_000,
    ])
    func aDateKeepsEveryBit(_ interval: Double) throws {
        let date = Date(timeIntervalSinceReferenceDate: interval)
        #expect(StoredTime.date(ofNanoseconds: try #require(StoredTime.nanoseconds(of: date))) == date)
    }

    @Test func nowKeepsEveryBit() throws {
        for _ in 0..<1000 {
            let now = Date().addingTimeInterval(.random(in: 0..<1e7))
            #expect(StoredTime.date(ofNanoseconds: try #require(StoredTime.nanoseconds(of: now))) == now)
        }
    }

    @Test func aDateIsCountedFrom1970() {
        #expect(StoredTime.nanoseconds(of: Date(timeIntervalSince1970: 0)) == 0)
        #expect(StoredTime.nanoseconds(of: Date(timeIntervalSince1970: 1.5)) == 1_500_000_000)
    }
}
