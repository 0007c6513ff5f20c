import Foundation
import Reports
import Support

/// Publishes a report: to the console, and with `--out` as a page, Markdown and JSON.
struct ReportPublication<Report: Encodable> {
    let report: Report
    /// Of the files, without their endings.
    let name: String
    let document: Document
    let arguments: ParsedArguments
    let context: CommandContext
    /// Asked for with `--out` alone; nil for a page without one.
    var charts: () -> (pictures: [RenderedChart], page: Document)? = { nil }

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
            context.output.writeResult(context.text(of: document, files: files))
        }
        if let failure { throw failure }
    }

    private func write() throws -> [(label: String, path: String)] {
        guard let folder = arguments["--out"].map(context.absolute) else { return [] }
        let charts = charts()
        let files = [
            (label: "report", ending: "html", data: Data(HTMLPrinter.print(charts?.page ?? document).utf8)),
            (label: "summary", ending: "md", data: Data(MarkdownPrinter.print(document).utf8)),
            (label: "JSON", ending: "json", data: Data(try context.json(report).utf8)),
        ]
        var named = files.map { (label: $0.label, name: "\(name).\($0.ending)", data: $0.data) }
        for picture in charts?.pictures ?? [] {
            named.append((label: "chart", name: "\(picture.name).svg", data: Data(picture.svg.utf8)))
            named.append((label: "chart", name: "\(picture.name).png", data: picture.png))
        }
        return try named.map { file in
            let path = (folder as NSString).appendingPathComponent(file.name)
            try AtomicFile.write(file.data, to: path)
            return (file.label, path)
        }
    }
}
