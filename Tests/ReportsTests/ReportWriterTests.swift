import Diagnostics
import Foundation
import Reports
import Support
import TestSupport
import Testing

@Suite("Writing reports", .hangLimit)
struct ReportWriterTests {
    @Test("All files are written where the result says")
    func files() throws {
        let folder = try TemporaryFolder()
        let result = try ReportWriter.write(SampleRun.report, to: folder.file("a/out"))
        #expect(result.html == folder.file("a/out/report.html"))
        #expect(try String(contentsOfFile: result.html, encoding: .utf8) == SampleRun.report.document().html)
        #expect(try String(contentsOfFile: result.markdown, encoding: .utf8) == SampleRun.report.document().markdown)
        #expect(try String(contentsOfFile: result.json, encoding: .utf8) == JSONReport.render(SampleRun.report))
        let junit = try String(contentsOfFile: result.junit, encoding: .utf8)
        #expect(junit.contains("[[ATTACHMENT|\(folder.file("a/out/charts/latency-filetype.png"))]]"))
        #expect(result.charts.count == 2 && result.charts.allSatisfy { FileManager.default.fileExists(atPath: $0) })
        let left = try FileManager.default.contentsOfDirectory(atPath: folder.file("a/out")).sorted()
        #expect(left == ["charts", "junit.xml", "report.html", "results.json", "summary.md"])
    }

    @Test("The JUnit file can go elsewhere")
    func junitPath() throws {
        let folder = try TemporaryFolder()
        let result = try ReportWriter.write(
            SampleRun.report, to: folder.file("out"), dialect: .strict, junitPath: folder.file("ci/junit.xml"))
        #expect(result.junit == folder.file("ci/junit.xml"))
        #expect(try String(contentsOfFile: result.junit, encoding: .utf8).contains("<testsuites>"))
        #expect(!FileManager.default.fileExists(atPath: folder.file("out/junit.xml")))
    }

    @Test("A folder that cannot be written is an error that names it")
    func unwritable() throws {
        let folder = try TemporaryFolder()
        try Data().write(to: URL(fileURLWithPath: folder.file("file")))
        let error = #expect(throws: ReportError.self) {
            try ReportWriter.write(SampleRun.report, to: folder.file("file/out"))
        }
        #expect(error?.diagnostics.first?.code == "file.unwritable")
    }
}
