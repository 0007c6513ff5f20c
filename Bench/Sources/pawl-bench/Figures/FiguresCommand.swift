import Foundation
import Reports
import Support

/// `pawl-bench figures`: the pictures and tables of docs/proof.md.
struct FiguresCommand {
    static let usage = """
        Usage: pawl-bench figures FILE... --out FOLDER [--png]

        Replays the traces and writes into FOLDER, for each group of traces, a chart of false alarms and power and one of
        machine time as SVG (with --png as PNG, too), and all tables with their charts as results.md.
        """

    var files: [String]
    var out: String
    var writesPNG: Bool

    init(_ arguments: [String]) throws(TraceError) {
        var options = CommandOptions(arguments)
        out = try options.text("--out") ?? ""
        writesPNG = options.flag("--png")
        files = try options.rest()
        guard !files.isEmpty, !out.isEmpty else {
            throw .wrongArgument("figures needs trace files and --out", hint: "pawl-bench figures --help")
        }
    }

    func run() throws {
        let report = try ReplayCommand.report(files)
        let renderer = ChartRenderer()
        var pictures: [String: String] = [:]
        for figure in ProofCharts.all(report) {
            for format in writesPNG ? ChartRenderer.Format.allCases : [.svg] {
                try renderer.write(figure.chart, as: format, to: "\(out)/\(figure.name).\(format.rawValue)")
            }
            pictures[figure.group, default: ""] += "![\(figure.chart.title)](\(figure.name).svg)\n"
        }
        let head = """
            # Results of the replay

            Written by `pawl-bench figures`; [proof.md](../proof.md) says what the figures mean.

            """
        try AtomicFile.write(head + report.text(asMarkdown: true, pictures: pictures), to: out + "/results.md")
    }
}
