import Charts
import Files
import Foundation

/// `pawl-bench figures`: the pictures and tables of docs/proof.md.
struct FiguresCommand {
    static let usage = """
        Usage: pawl-bench figures FILE... --out FOLDER

        Replays the traces and writes into FOLDER, for each group of traces, a chart of false alarms and power and one of
        machine time (SVG and PNG), and all tables as results.md.
        """

    var files: [String]
    var out: String

    init(_ arguments: [String]) throws(TraceError) {
        var options = CommandOptions(arguments)
        out = try options.text("--out") ?? ""
        files = try options.rest()
        guard !files.isEmpty, !out.isEmpty else {
            throw .wrongArgument("figures needs trace files and --out", hint: "pawl-bench figures --help")
        }
    }

    func run() throws {
        let report = try ReplayCommand.report(files)
        let renderer = ChartRenderer()
        for (name, chart) in ProofCharts.all(report) {
            for format in ChartRenderer.Format.allCases {
                try renderer.write(chart, as: format, to: "\(out)/\(name).\(format.rawValue)")
            }
        }
        let head = """
            # Results of the replay

            Written by `pawl-bench figures`; [proof.md](../proof.md) says what the figures mean.


            """
        try AtomicFile.write(head + report.text(asMarkdown: true), to: out + "/results.md")
    }
}
