import Diagnostics
import Foundation
import Records
import Reports
import Statistics
import Support

/// Publishes what a sweep found: to the console, and to the files asked for.
struct BisectionPublication {
    let report: BisectionReport
    let arguments: ParsedArguments
    let context: CommandContext

    /// - Throws: `FileError` when a file cannot be written; the console has been served then.
    func publish() throws {
        var files: [(label: String, path: String)] = []
        let failure: (any Error)?
        do {
            files = try write()
            failure = nil
        } catch {
            failure = error
        }
        if context.wantsJSON(arguments) {
            try context.writeJSON(report)
        } else {
            context.output.writeResult(context.text(of: report.document(), files: files))
        }
        if let failure { throw failure }
    }

    private func write() throws -> [(label: String, path: String)] {
        guard let folder = arguments["--out"].map(context.absolute) else { return [] }
        let chart = chart
        var files = [
            (label: "report", name: "bisect.html", data: Data(HTMLPrinter.print(report.document(chart: chart)).utf8)),
            (label: "summary", name: "bisect.md", data: Data(MarkdownPrinter.print(report.document()).utf8)),
            (label: "JSON", name: "bisect.json", data: Data(try context.json(report).utf8)),
        ]
        if let chart {
            files.append((label: "chart", name: "bisect.svg", data: Data(chart.svg.utf8)))
            files.append((label: "chart", name: "bisect.png", data: chart.png))
        }
        return try files.map { file in
            let path = (folder as NSString).appendingPathComponent(file.name)
            try AtomicFile.write(file.data, to: path)
            return (file.label, path)
        }
    }

    /// None, and why, where gnuplot cannot draw.
    private var chart: RenderedChart? {
        guard let chart = report.chart else { return nil }
        do {
            return try ChartRenderer().render([.init(name: "bisect", model: report.cell, chart: chart)]).first
        } catch {
            for diagnostic in error.diagnostics {
                var warning = diagnostic
                warning.severity = .warning
                context.warn(warning)
            }
            return nil
        }
    }
}

extension BisectionReport {
    /// Nil where no version has a value.
    var chart: VersionChart? {
        let levels = plateaus.flatMap { plateau -> [(String, Double)] in
            guard let value = plateau.value, let first = versions.firstIndex(where: { $0.version == plateau.first }),
                let last = versions.firstIndex(where: { $0.version == plateau.last })
            else { return [] }
            return versions[first...last].map { ($0.version, value) }
        }
        let byVersion = Dictionary(levels, uniquingKeysWith: { first, _ in first })
        return VersionChart(
            title: "\(cell) on \(runtime): \(metric.title)", dimension: metric.dimension,
            points: versions.map { version in
                let comparison = version.comparison
                let isBetter = comparison?.change.map { ($0 > 0) == (metric.direction == .higherIsBetter) }
                return VersionChart.Point(
                    version: version.version, value: version.value, level: byVersion[version.version],
                    change: comparison?.decision == .changed ? change(version) ?? "differs" : nil,
                    isBetter: isBetter, hasFailed: version.failure != nil)
            })
    }
}
