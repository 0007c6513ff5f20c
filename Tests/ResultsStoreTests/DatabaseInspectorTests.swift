import Foundation
import Records
import Support
import TestSupport
import Testing

@testable import ResultsStore

@Suite("What an inspection finds in a database", .hangLimit)
struct DatabaseInspectorTests {
    let folder: TemporaryFolder
    let store: ResultsStore

    init() throws {
        folder = try TemporaryFolder()
        store = try ResultsStore(path: folder.file("pawl.db"))
        try store.save(SampleRun.make(), summaries: SampleRun.summaries)
    }

    private static let summary: DatabaseInspector.Summary = { cell in SampleRun.summaries[cell.id] ?? [:] }

    private func findings() throws -> [DatabaseFinding] {
        try #require(try DatabaseInspector(path: store.path).inspect(summary: Self.summary)).findings
    }

    @Test("A sound one has none, and not a byte of it changes") func sound() throws {
        let before = try raw.rows("SELECT * FROM cells")
        let answer = try #require(try DatabaseInspector(path: store.path).inspect(summary: Self.summary))
        #expect(answer.findings == [] && answer.runs == 1)
        #expect(try raw.rows("SELECT * FROM cells") == before)
    }

    private var raw: RawDatabase { get throws { try RawDatabase(store.path) } }

    @Test(
        "Each kind of damage is found, and where",
        arguments: [
            ("UPDATE answer_contents SET predictions = '[0,1,2,1]' WHERE content = 1", "answer_contents", "digest"),
            ("UPDATE answers SET scores_digest = 'c9' WHERE cell = 1", "answers", "checksum"),
            ("UPDATE findings SET state = 'passed' WHERE finding = 1", "findings", "verdict was changed"),
            (
                "UPDATE metric_values SET value = 4000001 WHERE cell = 2 AND value = 4000000", "cell_metrics", "give"
            ),
            ("DELETE FROM judgements; INSERT INTO judgements VALUES (1, 0, NULL, 9, 0)", "judgements", "not there"),
            ("UPDATE run_cells SET run = 7 WHERE cell = 3", "run_cells", "not there"),
            ("UPDATE run_cells SET subject = 9 WHERE cell = 3", "run_cells", "not there"),
            ("DELETE FROM metric_names WHERE name = 'latency_p50'", "metric_values", "without a name"),
            (
                "INSERT INTO subjects SELECT 9, side, model, variant, 'other', 0, 0, model_path, model_digest, 1, 'r', '', '', '', '{}', NULL, '' FROM subjects LIMIT 1",
                "subjects", "no run"
            ),
            ("INSERT INTO aged_runs VALUES (1, 1, 1)", "aged_runs", "have not"),
            ("INSERT INTO aged_cells VALUES (1, 2, 14)", "launches", "launches are left"),
            ("INSERT INTO answer_contents VALUES (9, 9, '[]', '[]', '[]', '{}', NULL)", "answer_contents", "no run"),
        ])
    func damage(statement: String, table: String, words: String) throws {
        try raw.execute(statement)
        let found = try findings()
        #expect(found.contains { $0.table == table && $0.message.contains(words) }, "\(found)")
    }

    @Test(
        "A schema that is not Pawl's is found, and what is strange in it",
        arguments: [
            (
                "CREATE TRIGGER quiet AFTER INSERT ON runs BEGIN UPDATE runs SET status = 'complete'; END",
                "has trigger quiet, which Pawl did not make"
            ),
            ("CREATE TABLE notes (text TEXT)", "has table notes, which"),
            ("CREATE INDEX faster ON warnings (position)", "has index faster, which"),
            ("DROP TRIGGER findings_end", "lacks the trigger findings_end"),
            (
                "DROP TRIGGER findings_end; CREATE TRIGGER findings_end AFTER DELETE ON judgements BEGIN SELECT 1; END",
                "has another trigger findings_end than"
            ),
        ])
    func foreignSchema(statement: String, words: String) throws {
        try raw.execute(statement)
        let found = try findings()
        #expect(found.contains { $0.message.contains(words) }, "\(found)")
    }

    @Test(
        "What cannot be read names the run",
        arguments: [
            "UPDATE runs SET status = 'pondering'", "UPDATE blocks SET bytes_per_value = 3 WHERE block = 1",
            "UPDATE runs SET seed = 'x'", "UPDATE subjects SET runtime_options = '{' WHERE subject = 1",
            "UPDATE judgements SET finding = 2; UPDATE findings SET evidence = '[' WHERE finding = 2",
            "UPDATE baseline_unit_values SET unit_values = x'00' WHERE cell = 1",
        ])
    func unreadable(statement: String) throws {
        try raw.execute(statement)
        let found = try findings()
        #expect(found.contains { $0.run == SampleRun.make().id && $0.message.contains("cannot be read") }, "\(found)")
    }

    @Test("Bytes that rot in the file are damage, not an error") func rottenPage() throws {
        for number in 0..<200 { try store.save(SampleRun.make(id: "run-\(number)")) }
        try store.reclaimSpace()
        let size = try Data(contentsOf: URL(fileURLWithPath: store.path)).count
        let file = try #require(FileHandle(forUpdatingAtPath: store.path))
        // The schema lies before; a file whose schema is damaged cannot even be opened.
        for offset in stride(from: 100 * 4096, to: size - 4096, by: 7 * 4096) {
            try file.seek(toOffset: UInt64(offset))
            try file.write(contentsOf: Data(repeating: 0xA5, count: 64))
        }
        try file.close()
        #expect(!(try findings()).isEmpty)
    }

    @Test("It can be ended") func ended() throws {
        let answer = try DatabaseInspector(path: store.path).inspect(summary: Self.summary) { $0 == .pages }
        #expect(answer == nil)
    }

    @Test("A file that is not there, or no database, is an error") func noDatabase() throws {
        #expect(throws: StoreError.self) { try DatabaseInspector(path: folder.file("missing.db")) }
        try AtomicFile.write("These are my notes, and there are no copies of them anywhere.", to: folder.file("notes"))
        #expect(throws: StoreError.notADatabase(path: folder.file("notes"))) {
            try DatabaseInspector(path: folder.file("notes"))
        }
        #expect(!FileManager.default.fileExists(atPath: folder.file("missing.db")))
    }
}
