import Diagnostics
import Foundation
import Support
import TestSupport
import Testing

@testable import GoldenSets

@Suite("Tables of comma-separated values", .hangLimit)
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

    @Test("Blanks around fields are left out with a warning, those in quotes stay")
    func blanks() throws {
        let table = try rows("a.npz, cat\nb.npz\t,\"  dog \"\n c.npz , x y \n")
        #expect(table.rows == [["a.npz", "cat"], ["b.npz", "  dog "], ["c.npz", "x y"]])
        #expect(table.findings == ["create.blanks"])
    }

    @Test(
        "Another separator is one finding that names it",
        arguments: [
            ("file;label\na;x\nb;y\n", "';'"), ("a\tx\nb\ty\n", "a tab"), ("a|x\nb|y\n", "'|'"),
            ("a 1\nb 2\n", "a blank"),
            ("a.npz;1,5\nb.npz;2,5\n", "';'"),
        ])
    func separators(text: String, name: String) throws {
        let folder = try TemporaryFolder(prefix: "pawl-table-test")
        try AtomicFile.write(text, to: folder.file("t.csv"))
        var findings = CreationFindings()
        #expect(CSVTable(path: folder.file("t.csv"), &findings).rows.isEmpty)
        #expect(findings.listed.map(\.code) == ["create.separator"])
        #expect(findings.listed[0].message.contains(name))
    }

    @Test("Names with blanks and semicolons in a table with commas are names")
    func separatorsInNames() throws {
        #expect(try rows("a 1.npz,x;y\nb 2.npz,z\n").findings.isEmpty)
    }

    @Test("A quote that never ends and text after one are findings", arguments: ["\"a,b", "\"a\"b,c\n"])
    func broken(text: String) throws {
        #expect(try rows(text).findings == ["create.table"])
    }
}
