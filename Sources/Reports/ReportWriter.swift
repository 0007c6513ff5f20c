import Diagnostics
import Foundation
import Support

/// Writes the reports of a run into a folder, each file whole or not at all.
public enum ReportWriter {
    /// What was written, and what to tell the user.
    public struct Result: Sendable, Equatable {
        public var html: String
        public var junit: String
        public var markdown: String
        public var json: String
        /// SVG and PNG of each chart.
        public var charts: [String]

        /// Labelled, in the order in which people look for them.
        public var files: [(label: String, path: String)] {
            [("report", html), ("summary", markdown), ("JUnit", junit), ("JSON", json)]
                + (charts.isEmpty ? [] : [("charts", (charts[0] as NSString).deletingLastPathComponent)])
        }
    }

    /// Writes `report.html`, `junit.xml`, `summary.md`, `results.json`, `charts/*.svg` and `charts/*.png`.
    ///
    /// - Parameter junitPath: where the JUnit file goes instead, if anywhere.
    /// - Throws: `ReportError`; what was written before stays.
    public static func write(
        _ model: ReportModel, to folder: String, dialect: JUnitReport.Dialect = .rich, junitPath: String? = nil
    ) throws(ReportError) -> Result {
        let root = folder.isEmpty ? "." : folder
        func path(_ name: String) -> String { (root as NSString).appendingPathComponent(name) }
        let result = Result(
            html: path("report.html"), junit: junitPath ?? path("junit.xml"), markdown: path("summary.md"),
            json: path("results.json"),
            charts: model.charts.flatMap { [path("charts/\($0.name).svg"), path("charts/\($0.name).png")] })
        let document = model.document()
        let pictures = model.charts.map { ($0.name, absolute(path("charts/\($0.name).png"))) }
        do {
            for chart in model.charts {
                try AtomicFile.write(chart.svg, to: path("charts/\(chart.name).svg"))
                try AtomicFile.write(chart.png, to: path("charts/\(chart.name).png"))
            }
            try AtomicFile.write(JSONReport.render(model), to: result.json)
            try AtomicFile.write(
                JUnitReport.render(
                    model, dialect: dialect, attachments: Dictionary(pictures, uniquingKeysWith: { first, _ in first })),
                to: result.junit)
            try AtomicFile.write(MarkdownPrinter.print(document), to: result.markdown)
            // Last: who finds the page finds all it speaks of.
            try AtomicFile.write(HTMLPrinter.print(document), to: result.html)
        } catch {
            throw .file(error)
        }
        return result
    }

    private static func absolute(_ path: String) -> String {
        URL(fileURLWithPath: path).standardizedFileURL.path
    }
}
