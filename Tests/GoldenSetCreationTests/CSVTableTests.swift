import Diagnostics
import Files
import Foundation
import Testing

@testable import GoldenSetCreation

@Suite("Tables of comma-separated values")
struct CSVTableTests {
    private func rows(_ text: String) throws -> (rows: [[String]], lines: [Int], findings: [String]) {
        let folder = try TemporaryFolder(prefix: "pawl-table-test")
        try AtomicFile.write(text, to: folder.file("t.csv"))
        var findings = CreationFindings()
        let table = CSVTable(path: folder.file("t.csv"), &findings)
        return (table.rows.map(\.fields), table.rows.map(\.location.line), findings.listed.map(\.code))
    }

    @Test("Fields, quotes, doubled quotes, line ends within quotes: RFC 4180")
    func reading() throws {
        let table = try rows("a,b\r\n\"c,\"\"d\"\"\",\"e\nf\"\n\n,\ng,h")
        #expect(table.rows == [["a", "b"], ["c,\"d\"", "e\nf"], ["", ""], ["g", "h"]])
        #expect(table.lines == [1, 2, 5, 6])
        #expect(table.findings.isEmpty)
    }

    @Test("A byte order mark and a missing last line end mean nothing")
    func edges() throws {
        #expect(try rows("\u{FEFF}a,b").rows == [["a", "b"]])
        #expect(try rows("").rows == [])
    }

    @Test("A quote that never ends and text after one are findings", arguments: ["\"a,b", "\"a\"b,c\n"])
    func broken(text: String) throws {
        #expect(try rows(text).findings == ["create.table"])
    }
}
