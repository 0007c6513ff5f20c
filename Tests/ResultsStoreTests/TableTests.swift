import Records
import Support
import TestSupport
import Testing

@testable import ResultsStore

@Suite("A table's columns are listed once", .hangLimit)
struct TableTests {
    private let folder: TemporaryFolder
    private let connection: Connection

    init() throws {
        folder = try TemporaryFolder(prefix: "pawl-table-test")
        let path = folder.file("results.sqlite")
        _ = try ResultsStore(path: path)
        connection = try Connection(path: path, access: .readOnly, busyTimeoutSeconds: 1)
    }

    private func expectWhole<Record>(_ table: Table<Record>, key: Set<String> = []) throws {
        let stored = try connection.prepare("SELECT name FROM pragma_table_info(?)").rows(.text("\(table.name)")) {
            $0.text()
        }
        #expect(!stored.isEmpty, "\(table.name)")
        #expect(Set(table.columnNames).union(key) == Set(stored), "\(table.name)")
        #expect(table.columnNames.count == Set(table.columnNames).count, "\(table.name)")
    }

    @Test("and the list has every column of the schema") func listsAreWhole() throws {
        try expectWhole(Table<BaselinePromotion>.baselines, key: ["baseline"])
        try expectWhole(Table<BaselineVariant>.baselineVariants)
        try expectWhole(Table<BaselineFile>.baselineFiles)
        try expectWhole(Table<StoredBaselineRecord>.storedBaselines)
        try expectWhole(Table<EarlierLevel>.baselineHistory)
        try expectWhole(Table<NamedBaselineRecord>.namedBaselines)
        try expectWhole(Table<RunRecord>.runs)
        try expectWhole(Table<PairRecord>.pairs, key: ["pair"])
        try expectWhole(Table<Verdict>.findings, key: ["finding"])
        try expectWhole(Table<CellRecord>.subjects, key: ["subject"])
        try expectWhole(Table<CellOutcome>.runCells, key: ["cell"])
        try expectWhole(Table<LaunchRecord>.launches, key: ["launch"])
        try expectWhole(Table<BlockRecord>.blocks, key: ["block"])
        try expectWhole(Table<AccuracyRecord>.evaluationContents, key: ["content"])
        try expectWhole(Table<AccuracyRecord>.accuracyPasses)
        try expectWhole(Table<EvaluationProvenance>.provenances)
        try expectWhole(Table<GoldenSetRecord>.goldenSets, key: ["golden_set"])
        try expectWhole(Table<GoldenSample>.goldenSamples)
        try expectWhole(Table<OperatorRecord>.operators)
        try expectWhole(Table<EnvironmentRecord.Fact>.environmentFacts)
    }
}
