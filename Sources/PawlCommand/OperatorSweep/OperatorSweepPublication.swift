import Foundation
import Reports
import Support

/// Publishes what a sweep over operators found: to the console, and to the files asked for.
struct OperatorSweepPublication {
    let report: OperatorSweepReport
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
            context.output.writeResult(context.text(of: report.document, files: files))
        }
        if let failure { throw failure }
    }

    private func write() throws -> [(label: String, path: String)] {
        guard let folder = arguments["--out"].map(context.absolute) else { return [] }
        let files = [
            (label: "report", name: "sweep.html", text: HTMLPrinter.print(report.document)),
            (label: "summary", name: "sweep.md", text: MarkdownPrinter.print(report.document)),
            (label: "JSON", name: "sweep.json", text: try context.json(report)),
        ]
        return try files.map { file in
            let path = (folder as NSString).appendingPathComponent(file.name)
            try AtomicFile.write(Data(file.text.utf8), to: path)
            return (file.label, path)
        }
    }
}
