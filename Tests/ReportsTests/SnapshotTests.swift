import Reports
import TestSupport
import Testing

@Suite("Reports are as recorded", .timeLimit(.minutes(30)))
struct SnapshotTests {
    private static let files = [
        (label: "report", path: "out/report.html"), (label: "summary", path: "out/summary.md"),
        (label: "JUnit", path: "out/junit.xml"),
    ]

    @Test("Console", arguments: [80, 120])
    func console(width: Int) {
        Snapshot.expect(
            ConsoleReport(width: width).render(SampleRun.report, files: Self.files), matches: "console-\(width).txt")
    }

    @Test("Console in colour")
    func consoleInColour() {
        Snapshot.expect(
            ConsoleReport(width: 100, usesColour: true).render(SampleRun.report).replacing("\u{1B}", with: "␛"),
            matches: "console-colour.txt")
    }

    @Test("Markdown")
    func markdown() {
        Snapshot.expect(MarkdownReport.render(SampleRun.report), matches: "summary.md")
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
        Snapshot.expect(HTMLReport.render(SampleRun.report), matches: "report.html")
    }

    @Test("JSON")
    func json() {
        Snapshot.expect(JSONReport.render(SampleRun.report), matches: "results.json")
    }
}
