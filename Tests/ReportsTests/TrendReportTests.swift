import Foundation
import Records
import TestSupport
import Testing
import Trends

@testable import Reports

@Suite("Reports of a trend", .hangLimit) struct TrendReportTests {
    @Test("Console", arguments: [80, 120]) func console(width: Int) {
        Snapshot.expect(
            SampleTrend.report.document().terminal(width),
            matches: "trend-console-\(width).txt")
    }

    @Test("Console in colour") func consoleInColour() {
        Snapshot.expect(
            SampleTrend.report.document().terminal(100, usesColour: true).replacing("\u{1B}", with: "␛"),
            matches: "trend-console-colour.txt")
    }

    @Test("HTML, from the same sample") func html() {
        Snapshot.expect(SampleTrend.report.document().html, matches: "trend-sample.html")
    }

    @Test("Console, Markdown and HTML say the same of every change") func sameFacts() {
        func plain(_ text: String) -> String {
            text.replacing("&gt;", with: ">").replacing("&#64;", with: "@").replacing("\\", with: "").replacing(
                "**", with: ""
            ).replacing(
                #/<[^>]*>/#, with: ""
            )
            .replacing(#/\s+/#, with: " ")
        }
        let report = SampleTrend.report
        let renderings = [
            plain(report.document().terminal(160)), plain(report.document().markdown),
            plain(report.document().html),
        ]
        for text in [
            "2 regressions (1 new, 1 accepted), 1 regression made good, 1 improvement, 1 change of the machine, 1 probable change",
            "+5.0 % (+4.1 % to +5.9 %), 10.0 ms -> 10.5 ms", "found by run 3 of the new level, new",
            "changed with it: model voice -> 99d0e4b1", "accepted: the run that was promoted to main@3 has it",
            "the anchor moved as well; the size is what is left without that",
            "probably +65.5 % (+40.0 % to +95.0 %), 43.5 µs -> 72.0 µs",
            "1 run of the new level so far, too few to be sure", "too short to tell",
            "95 % of single values within ±1.6 %",
        ] {
            for rendering in renderings { #expect(rendering.contains(text), "\(text)") }
        }
        for word in ["regression", "recovered", "improved", "machine", "probable"] {
            for rendering in renderings { #expect(rendering.contains(word.uppercased()), "\(word)") }
        }
    }

    @Test("Markdown") func markdown() {
        Snapshot.expect(SampleTrend.report.document().markdown, matches: "trend.md")
    }

    @Test("JSON") func json() {
        Snapshot.expect(TrendJSONReport.render(SampleTrend.report), matches: "trend.json")
    }

    @Test("JUnit", arguments: JUnitReport.Dialect.allCases) func junit(dialect: JUnitReport.Dialect) {
        let text = TrendJUnitReport.render(SampleTrend.report, dialect: dialect) { $0.isStandingRegression && $0.isNew }
        Snapshot.expect(text, matches: "trend-junit-\(dialect.rawValue).xml")
    }

    @Test("Lines keep within the width", arguments: [80, 100, 160]) func width(columns: Int) {
        let text = SampleTrend.report.document().terminal(columns, isTerminal: true)
        #expect(text.split(separator: "\n").allSatisfy { TextColumns.width(of: String($0)) <= columns })
    }

    @Test("What the policy counts is a failure, what is too short is skipped") func junitCounts() {
        let all = TrendJUnitReport.render(SampleTrend.report) { $0.isStandingRegression }
        #expect(all.contains(#"tests="10" failures="2" errors="0" skipped="1""#))
        let none = TrendJUnitReport.render(SampleTrend.report) { _ in false }
        #expect(none.contains(#"tests="10" failures="0""#) && none.contains("REGRESSION: +5.0 %"))
    }

    @Test("An empty trend is worded in every report") func empty() {
        let report = TrendReport(suite: "nightly", since: SampleTrend.start, until: SampleTrend.start, series: [])
        #expect(
            report.document().terminal()
                == "nightly: 0 regressions, 0 of 0 series of 0 cells without a change\n  0 runs since 2026-01-13\n")
        #expect(report.document().markdown.hasPrefix("# nightly: trend\n\n"))
        #expect(TrendJUnitReport.render(report) { _ in true }.contains(#"tests="0""#))
    }

    @Test(
        "The strict dialect keeps to the schema of JUnit readers, and cases are told apart by class and name",
        .enabled(if: JUnitReportTests.xmllint != nil, "xmllint is not installed: apt-get install libxml2-utils"),
        arguments: HostileRun.texts + ["voice"])
    func junitSchema(text: String) throws {
        let report = SampleTrend.report(name: text)
        let strict = TrendJUnitReport.render(report, dialect: .strict) { _ in true }
        #expect(try JUnitReportTests.violations(strict) == "")
        let cases = try JUnitReportTests.cases(strict)
        #expect(cases.count == 10)
        #expect(Set(cases.map { [$0.attributes["classname"], $0.attributes["name"]] }).count == 10)
    }

    @Test("Two levels never read the same") func levels() {
        var report = SampleTrend.report
        report.series = [report.series[2]]
        report.series[0].metric = .modelSize
        report.series[0].changes[0].before = 1_000_000
        report.series[0].changes[0].after = 1_000_512
        #expect(report.document().terminal().contains("1.000 MB -> 1.001 MB"))
    }

    // MARK: - JSON Schema

    private static var schema: [String: Any]? {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../docs/trend.schema.json")
        return (try? JSONSerialization.jsonObject(with: Data(contentsOf: file))) as? [String: Any]
    }

    private func object(_ report: TrendReport) throws -> [String: Any] {
        let text = TrendJSONReport.render(report)
        return try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    @Test("The JSON keeps to its published schema, which describes every key", arguments: HostileRun.texts + ["voice"])
    func schema(text: String) throws {
        let schema = SchemaCheck(root: try #require(Self.schema))
        let report = try object(SampleTrend.report(name: text))
        #expect(schema.violations(in: report) == [] && schema.unknownKeys(in: report) == [])
    }

    @Test("The schema refuses what it does not allow, and names every metric") func schemaRefuses() throws {
        let schema = SchemaCheck(root: try #require(Self.schema))
        var report = try object(SampleTrend.report)
        report["pawl_trend"] = 2
        report["suite"] = nil
        report["runs"] = [["id": 7]]
        #expect(schema.violations(in: report).count == 11)
        let definitions = try #require(Self.schema?["$defs"] as? [String: [String: Any]])
        let properties = try #require(definitions["series"]?["properties"] as? [String: [String: Any]])
        #expect(properties["metric"]?["enum"] as? [String] == Metric.allCases.map(\.rawValue) + ["value"])
    }

    // MARK: - Hostile text

    @Test("Text from outside is only text", arguments: HostileRun.texts) func hostile(text: String) throws {
        let report = SampleTrend.report(name: text)
        let console = report.document().terminal()
        let isControl = { (scalar: Unicode.Scalar) in scalar.properties.generalCategory == .control && scalar != "\n" }
        #expect(!console.unicodeScalars.contains(where: isControl))
        let markdown = report.document().markdown
        #expect(
            !markdown.contains("<script") && !markdown.contains("<img")
                && !markdown.unicodeScalars.contains(where: isControl))
        let junit = TrendJUnitReport.render(report) { _ in true }
        #expect(!junit.contains("<script") && !junit.unicodeScalars.contains(where: isControl))
    }
}
