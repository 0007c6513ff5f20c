import Reports
import TestSupport
import Testing

@Suite("Reports are as recorded", .hangLimit)
struct SnapshotTests {
    @Test("Console", arguments: [80, 120])
    func console(width: Int) {
        Snapshot.expect(
            SampleRun.report.document().terminal(width), matches: "console-\(width).txt")
    }

    @Test("Console in colour")
    func consoleInColour() {
        Snapshot.expect(
            SampleRun.report.document().terminal(100, usesColour: true).replacing("\u{1B}", with: "␛"),
            matches: "console-colour.txt")
    }

    @Test("Markdown")
    func markdown() {
        Snapshot.expect(SampleRun.report.document().markdown, matches: "summary.md")
    }

    @Test("JUnit", arguments: JUnitReport.Dialect.allCases)
    func junit(dialect: JUnitReport.Dialect) {
        Snapshot.expect(
            JUnitReport.render(
                SampleRun.report, dialect: dialect,
                attachments: ["latency-filetype": "/results/out/charts/latency-filetype.png"]),
            matches: "junit-\(dialect.rawValue).xml")
    }

    @Test("HTML")
    func html() {
        Snapshot.expect(SampleRun.report.document().html, matches: "report.html")
    }

    @Test("JSON")
    func json() {
        Snapshot.expect(JSONReport.render(SampleRun.report), matches: "results.json")
    }
}
