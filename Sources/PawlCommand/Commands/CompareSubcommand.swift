import Diagnostics
import Foundation
import Gating
import Records
import Reports
import ResultsStore
import Statistics
import Suites
import Support

/// `pawl compare A B`
enum CompareSubcommand: Subcommand {
    static let specification = CommandSpecification(
        path: ["compare"], abstract: "two runs side by side: what differs around them, then every metric",
        discussion: """
            \(RunNames.explanation)
            The two may be of different suites and machines. Each metric is shown with the change from A to B, its 95 %
            interval, and whether it is beyond noise. It is no gate: the two were measured at two times, and drift of the
            machine is not cancelled; 'pawl gate SUITE --against SUITE2' measures two checkouts in turns.
            """,
        positionals: [
            .init(
                name: "A", abstract: "a run, or a bundle's file", suggestions: ["latest", "latest~1"],
                completion: .recorded(.runs, orFiles: true)),
            .init(
                name: "B", abstract: "another", suggestions: ["latest", "latest~1"],
                completion: .recorded(.runs, orFiles: true)),
        ],
        options: [
            .only,
            .init(
                name: "--metric", value: "NAME", abstract: "show this metric only; may be given several times",
                choices: Metric.allCases.map(\.rawValue), isRepeatable: true, completion: .none),
            .database, .format,
            .init(name: "--out", value: "FILE", abstract: "write it as Markdown (.md) or JSON (.json) as well"),
        ],
        examples: [
            .init(command: "pawl compare latest~1 latest", explanation: "what changed since the run before"),
            .init(
                command: "pawl compare 3f2a other-machine.pawlrun --only 'filetype/*'",
                explanation: "a run of the database and one of another machine"),
        ])

    static func run(_ arguments: ParsedArguments, in context: CommandContext) throws -> ExitCode {
        let render = try arguments["--out"].map(writer)
        let names = RunNames(arguments, in: context)
        let first = try names.run(named: arguments.positionals[0])
        let second = try names.run(named: arguments.positionals[1])
        let selection = CellSelection(glob: arguments["--only"])
        let store = first.isFile ? nil : try names.store()
        let comparison = RunComparison(
            RunComparison.Side(run: first.run, summaries: first.summaries),
            RunComparison.Side(run: second.run, summaries: second.summaries),
            isWanted: { selection.contains(model: $0.model, variant: $0.variant) },
            history: { history(of: $0, $1, besides: [first.run, second.run], in: store) })
        guard !comparison.cells.isEmpty || arguments["--only"] == nil else {
            throw UsageError(
                message: "no variant that both runs have fits --only '\(arguments["--only"] ?? "")'",
                hint: "a pattern such as 'filetype/*'; without --only every variant is compared")
        }
        let metrics = Set(arguments.all("--metric").compactMap(Metric.init))
        let model = RunComparisonModel(
            comparison, names: (first.name, second.name), metrics: metrics.isEmpty ? nil : metrics)
        context.output.writeResult(
            context.wantsJSON(arguments)
                ? RunComparisonJSON.render(model)
                : context.text(of: model.document()))
        if let render, let path = arguments["--out"] {
            try AtomicFile.write(render(model), to: context.absolute(path))
        }
        return .passed
    }

    private static func writer(_ path: String) throws -> (RunComparisonModel) -> String {
        switch (path as NSString).pathExtension.lowercased() {
        case "md": return { MarkdownPrinter.print($0.document()) }
        case "json": return RunComparisonJSON.render
        default:
            throw UsageError(
                message: "--out cannot be '\(path)'", hint: "end it in .md for Markdown or .json for JSON")
        }
    }

    /// Other runs of a cell, unchanged and on the same machine: how much runs differ.
    private static func history(
        of cell: CellRecord, _ metric: Metric, besides runs: [RunRecord], in store: ResultsStore?
    ) -> [RunMean] {
        guard let store, metric.dimension == .time || metric.dimension == .rate, let run = runs.first else { return [] }
        let past = try? store.earlierMeasurements(
            of: cell, notIn: run.id, machineFingerprint: run.environment.machineFingerprint,
            limit: StoredBaseline.historyLimit)
        return (past ?? []).filter { measurement in !runs.contains { $0.id == measurement.run } }
            .compactMap { measurement in
                var cell = cell
                cell.launches = measurement.launches
                return try? cell.level(of: metric)
            }
    }
}
