import Files
import Reports
import Trends

/// Publishes a trend: to the console, to the files asked for, and to the CI system's summary.
struct TrendPublication {
    let report: TrendReport
    let policy: TrendPolicy
    let arguments: ParsedArguments
    let context: CommandContext

    /// - Throws: `ReportError` and `FileError` when a file cannot be written; the console has been served then.
    func publish() throws {
        let failure: (any Error)?
        var files: [(label: String, path: String)] = []
        do {
            files = try write()
            failure = nil
        } catch {
            failure = error
        }
        context.output.writeResult(text(files: files))
        if let failure { throw failure }
    }

    private func text(files: [(label: String, path: String)]) -> String {
        if context.wantsJSON(arguments) { return TrendJSONReport.render(report) }
        return TrendConsoleReport(width: context.output.width, usesColour: context.resultUsesColour)
            .render(report, files: files.map { ($0.label, context.relative($0.path)) })
    }

    private func write() throws -> [(label: String, path: String)] {
        let dialect = arguments["--junit-dialect"].flatMap(JUnitReport.Dialect.init) ?? .rich
        let junit = arguments["--junit"].map(context.absolute)
        var files: [(label: String, path: String)] = []
        if let folder = arguments["--out"].map(context.absolute) {
            files = try TrendWriter.write(
                report, to: folder, dialect: dialect, junitPath: junit, fails: policy.failsInJUnit)
        } else if let junit {
            try AtomicFile.write(
                TrendJUnitReport.render(report, dialect: dialect, fails: policy.failsInJUnit), to: junit)
            files = [("JUnit", junit)]
        }
        // GitHub Actions shows what a step appends to this file.
        if let path = context.environment["GITHUB_STEP_SUMMARY"], !path.isEmpty {
            try AppendedFile.append(TrendMarkdownReport.render(report), to: path)
        }
        return files
    }
}
