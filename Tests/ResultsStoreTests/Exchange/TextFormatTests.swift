import Foundation
import Records
import TestSupport
import Testing

@testable import ResultsStore

@Suite("Runs as CSV, JSON lines and OpenMetrics", .hangLimit)
struct TextFormatTests {
    private static func exported(day: Double = 0, id: String = "7f1c9a52-0000-4000-8000-000000000001") -> ExportedRun {
        var run = RunRecord(
            id: id, kind: .gate, status: .incomplete,
            suite: SuiteReference(name: "demo \"a\\b\"", file: "Suites/demo.yaml", digest: "aa"),
            startedAt: Date(timeIntervalSinceReferenceDate: 800_000_000 + day * 86_400), seed: 1, pawlVersion: "0.1.0",
            environment: EnvironmentRecord(
                hostName: "=HYPERLINK(\"x\")", machineFingerprint: "f00d", gitCommit: "0123abcd", facts: []))
        run.cells = [
            ("fp32", nil), ("int8, static", nil),
            ("int4\nnew", CellFailure(kind: .crash, phase: "load", message: "it died")),
        ]
        .enumerated().map { index, cell in
            CellRecord(
                id: index, model: "filetype", variant: cell.0, runtimeLabel: "ort",
                modelFile: ModelFileRecord(path: "m.onnx", digest: "d\(index)", bytes: 1),
                runtime: RuntimeRecord(
                    name: "onnxruntime", version: "1.31.1", libraryDigest: "cafe", provider: "cpu", options: [:]),
                goldenSetDigest: "g", failure: cell.1)
        }
        run.verdicts = [
            Verdict(
                gate: 0, metric: .latencyP50, against: .reference, rule: "r", file: "f", line: 1, column: 1, cell: 1,
                state: .failed, headline: "45 % slower"),
            Verdict(
                gate: 1, metric: .modelSize, against: .nothing, rule: "r", file: "f", line: 1, column: 1, cell: nil,
                state: .notJudged, headline: "no cell matches"),
        ]
        return ExportedRun(
            run: run,
            summaries: [
                0: [
                    .latencyP50: 4_000_000, .latencyP99: 5_000_000.5, .latencyMax: 9e9, .throughput: 250,
                    .peakMemory: 41_000_000, .modelSize: 1_000_000, .accuracy: 0.75, .fallbackOperators: 0,
                    .determination: -0.25, .meanAbsoluteError: 1.5,
                ],
                1: [.latencyP50: 2_000_000, .klDivergence: .infinity, .signalToNoise: 28.5, .agreement: .nan],
            ])
    }

    @Test("CSV: a row for each cell and metric, quoted as RFC 4180 says") func csv() {
        Snapshot.expect(CSVExport.header + CSVExport.rows(of: Self.exported()), matches: "runs.csv")
    }

    @Test(
        "What a spreadsheet would take for a formula is text, and numbers stay numbers",
        arguments: [
            ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@SUM(A1)", "'@SUM(A1)"), ("\t=1", "\"'\t'=1\""),
            ("\r=1", "\"'\r'=1\""), ("=a,b", "\"'=a,b\""), ("plain", "plain"), ("", ""), ("a=b", "a=b"),
            ("say \"hi\"", "\"say \"\"hi\"\"\""), ("=\u{301}1", "'=\u{301}1"),
            // Behind blanks, and in cells of countries whose cells end at semicolons.
            (" =1+1", "' =1+1"), ("\u{A0}@x", "'\u{A0}@x"), ("x;=1+1", "\"x;'=1+1\""), ("x; -1", "\"x;' -1\""),
            ("x\t+1", "\"x\t'+1\""), ("\u{FF1D}1", "'\u{FF1D}1"), ("a; b", "\"a; b\""), ("a\r\nb", "\"a\r\nb\""),
            ("int8 - final", "int8 - final"),
        ])
    func formulas(text: String, field: String) {
        #expect(CSVExport.text(text) == field)
    }

    @Test("JSON lines: an object a cell, numbers as numbers") func jsonLines() throws {
        let lines = try JSONLinesExport.lines(of: Self.exported())
        Snapshot.expect(lines, matches: "runs.jsonl")
        for line in lines.split(separator: "\n") {
            #expect(try JSONSerialization.jsonObject(with: Data(line.utf8)) is [String: Any])
        }
        #expect(lines.split(separator: "\n").count == 3)
    }

    @Test("Every metric has the name that the database's view gives it", arguments: Metric.allCases)
    func columns(metric: Metric) throws {
        #expect(try Repository.text("docs/database.md").contains("`\(metric.columnName)`"))
    }

    /// `Tools/tests/test_openmetrics.py` holds both files against the parser of prometheus_client.
    @Test("OpenMetrics of one run has no times, of several the time of each") func openMetrics() {
        Snapshot.expect(OpenMetricsExport.render([Self.exported()]), matches: "run.openmetrics")
        let later = Self.exported(day: 1, id: "7f1c9a52-0000-4000-8000-000000000002")
        Snapshot.expect(OpenMetricsExport.render([later, Self.exported()]), matches: "history.openmetrics")
    }

    @Test("The same sample twice is written once: the format has no place for it") func duplicates() {
        let one = Self.exported()
        let text = OpenMetricsExport.render([one, one])
        let lines = text.split(separator: "\n")
        #expect(Set(lines).count == lines.count)
        #expect(text.hasSuffix("# EOF\n"))
    }
}
