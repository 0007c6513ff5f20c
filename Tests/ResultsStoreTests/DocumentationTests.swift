import Foundation
import Support
import TestSupport
import Testing

@testable import ResultsStore

/// `docs/database.md` against the database itself.
@Suite(.hangLimit) struct DocumentationTests {
    let folder: TemporaryFolder
    let raw: RawDatabase
    let page: String

    init() throws {
        folder = try TemporaryFolder()
        let store = try ResultsStore(path: folder.file("pawl.db"))
        try store.save(SampleRun.make(), summaries: SampleRun.summaries)
        raw = try RawDatabase(store.path)
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../docs/database.md")
        page = try String(contentsOf: file, encoding: .utf8)
    }

    /// The names in backquotes in the first column of the table under `heading`.
    private func documentedColumns(under heading: String) throws -> Set<String> {
        let start = try #require(page.range(of: "\n\(heading)\n"), "no heading '\(heading)'").upperBound
        var columns: Set<String> = []
        for line in page[start...].split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("#") { break }
            guard line.hasPrefix("| `") else { continue }
            for name in line.split(separator: "|")[0].split(separator: ",") {
                columns.insert(name.trimmingCharacters(in: CharacterSet(charactersIn: " `")))
            }
        }
        return columns
    }

    @Test func everyColumnOfEveryTableIsDescribedAndNoOther() throws {
        let tables = try raw.rows(
            "SELECT name FROM pragma_table_list WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        #expect(tables.count > 10)
        for table in tables.compactMap({ $0[0] }) {
            let columns = try raw.rows("SELECT name FROM pragma_table_info('\(table)')").compactMap { $0[0] }
            #expect(try documentedColumns(under: "### `\(table)`") == Set(columns), "\(table)")
        }
        let headings = page.split(separator: "\n").filter { $0.hasPrefix("### `") }
        #expect(headings.count == tables.count)
    }

    @Test func everyColumnOfTheViewIsDescribedAndNoOther() throws {
        let columns = try raw.rows("SELECT name FROM pragma_table_info('cell_summary')").compactMap { $0[0] }
        #expect(try documentedColumns(under: "## The view `cell_summary`") == Set(columns))
    }

    @Test func everyExampleFindsRows() throws {
        let examples = page.components(separatedBy: "```sql\n").dropFirst()
            .map { String($0.prefix(upTo: $0.range(of: "```")!.lowerBound)) }
        #expect(examples.count == 5)
        for example in examples { #expect(try !raw.rows(example).isEmpty, "\(example)") }
    }

    @Test func theExamplesAnswerRight() throws {
        let examples = page.components(separatedBy: "```sql\n").dropFirst()
            .map { String($0.prefix(upTo: $0.range(of: "```")!.lowerBound)) }
        try #require(examples.count == 5)
        #expect(try raw.rows(examples[1]).map { $0[2] } == ["4.0"])
        #expect(try raw.rows(examples[2]).map { $0[5] } == ["0.45"])
        #expect(try raw.rows(examples[3]) == [["int8", "d.txt", "2", "1"]])
    }

    @Test func theViewHasOneRowACell() throws {
        let rows = try raw.rows(
            "SELECT variant, side, status, latency_p50_ns, accuracy, kl_divergence_nats, failure FROM cell_summary")
        #expect(
            rows == [
                ["fp32", "candidate", "measured", "8000000.0", "1.0", "Inf", nil],
                ["int8", "candidate", "measured", "4000000.0", "0.75", "Inf", nil],
                ["int8", "baseline", "failed", nil, nil, nil, "out_of_memory while load: killed by the kernel"],
            ])
    }

    @Test func theVersionOnThePageIsTheSchemas() {
        #expect(page.contains("schema's version, now \(Migration.all.count)."))
    }
}
