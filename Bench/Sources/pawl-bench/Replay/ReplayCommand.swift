import Foundation
import Support

/// `pawl-bench replay`: what each rule says of recorded or synthetic traces.
struct ReplayCommand {
    static let usage = """
        Usage: pawl-bench replay FILE... [--json | --markdown]

        Prints, for each group of traces and each rule: how often it fails where nothing changed (with an exact 95 %
        interval), how often where there is a true change, and the machine time. The same files give the same figures.
        """

    enum Format { case text, markdown, json }
    var files: [String]
    var format: Format

    init(_ arguments: [String]) throws(TraceError) {
        var options = CommandOptions(arguments)
        let isJSON = options.flag("--json"), isMarkdown = options.flag("--markdown")
        format = isJSON ? .json : isMarkdown ? .markdown : .text
        files = try options.rest()
        guard !files.isEmpty else { throw .wrongArgument("replay needs trace files", hint: "pawl-bench replay --help") }
    }

    func run() throws {
        let report = try Self.report(files)
        switch format {
        case .json: print(try report.json)
        case .markdown: print(report.text(asMarkdown: true), terminator: "")
        case .text: print(report.text(asMarkdown: false), terminator: "")
        }
    }

    static func report(_ files: [String]) throws(TraceError) -> ReplayReport {
        var traces: [Trace] = []
        for file in files { traces += try TraceFile.read(file).traces }
        let replay = Replay.standard
        let needed = replay.yardstick.looks.first ?? 0
        if let short = traces.first(where: { $0.launches.count < needed }) {
            throw .wrongArgument(
                "a trace of \(short.origin.group) has \(short.launches.count) launches, the first look takes \(needed)",
                hint: "record with --launches \(needed) or more")
        }
        return ReplayReport(
            outcomes: replay.outcomes(of: traces),
            fixedCounts: replay.yardstick.looks.count > 1
                ? FixedCountComparison.all(traces, rule: replay.yardstick) : [])
    }
}
