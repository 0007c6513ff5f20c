import TestSupport
import Testing

@testable import Reports

@Suite("Console and Markdown", .hangLimit)
struct TextReportTests {
    @Test("Lines keep within the width", arguments: [80, 100, 120, 160])
    func width(width: Int) {
        for line in SampleRun.report.document().terminal(width, isTerminal: true).split(separator: "\n") {
            #expect(TextColumns.width(of: String(line)) <= width, "\(line)")
        }
    }

    @Test("No control character reaches a terminal", arguments: HostileRun.texts)
    func control(text: String) {
        let report = HostileRun.report(text).document().terminal(80)
        #expect(report.unicodeScalars.allSatisfy { $0 == "\n" || $0.properties.generalCategory != .control })
        #expect(!report.unicodeScalars.contains { (0x202A...0x202E).contains($0.value) })
    }

    @Test("Colour is never the only sign")
    func colour() {
        let plain = SampleRun.report.document().terminal(100)
        let coloured = SampleRun.report.document().terminal(100, usesColour: true)
        #expect(coloured.replacing(#/\u{1B}\[[0-9;]*m/#, with: "") == plain)
    }

    @Test("Wide characters count as two columns, combining marks as none")
    func columns() {
        #expect(TextColumns.width(of: "模型") == 4)
        #expect(TextColumns.width(of: "e\u{301}a") == 2)
        #expect(TextColumns.cut("模型模型", to: 5) == "模型…")
        #expect(TextColumns.padded("ab", to: 4, alignsRight: true) == "  ab")
    }

    @Test(
        "Markdown shows text as it is",
        arguments: [
            ("a|b", "a\\|b"), ("`x`", "\\`x\\`"), ("<b>", "&lt;b&gt;"), ("@user", "&#64;user"), ("a\nb", "a b"),
            ("int8_qdq", "int8\\_qdq"), ("- x", "\\- x"), ("1. x", "1\\. x"), ("https://x", "https&#58;//x"),
            ("*\u{301}", "&#42;\u{301}"), ("4.7x, 3 %", "4.7x, 3 %"),
        ])
    func markdown(text: String, escaped: String) {
        #expect(MarkdownText.escaped(text) == escaped)
    }

    @Test("Every Markdown table row has the same number of cells whatever the names", arguments: HostileRun.texts)
    func markdownTables(text: String) {
        let tables = HostileRun.report(text).document().markdown.split(separator: "\n\n")
            .map { $0.split(separator: "\n") }.filter { $0.first?.hasPrefix("|") == true }
        #expect(tables.count == 2)
        for table in tables {
            let counts = table.map { $0.replacing("\\|", with: "").count { $0 == "|" } }
            #expect(Set(counts).count == 1)
        }
    }
}
