import Charts
import Foundation
import Testing
@testable import Reports
@Test func scratch() throws {
    let drawn = RunCharts.draw(SampleRun.run, summaries: SampleRun.model)
    #expect(drawn.warnings.isEmpty)
    let model = ReportModel(run: SampleRun.run, summaries: SampleRun.model, charts: drawn.charts, warnings: drawn.warnings)
    let result = try ReportWriter.write(model, to: "/tmp/gallery/out")
    print(ConsoleReport(width: 100, usesColour: true).render(model, files: result.files))
    print(ConsoleReport(width: 80).render(model, files: result.files))
    try JUnitReport.render(model, dialect: .strict, attachments: ["latency-filetype": "/a/b.png"]).write(toFile: "/tmp/gallery/out/strict.xml", atomically: true, encoding: .utf8)
}
