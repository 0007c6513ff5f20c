import Diagnostics
import Foundation
import Records
import ResultsStore
import Support

/// `pawl export [RUN...]`
enum ExportSubcommand: Subcommand {
    static let specification = CommandSpecification(
        path: ["export"], abstract: "hand runs on: as CSV, JSON lines, OpenMetrics, bundles, or to MLflow",
        discussion: """
            \(RunNames.explanation)
            Without RUN, --suite and --all it is the latest. CSV and JSON lines have a row for each cell and metric, and
            for each cell, with the names and units of the database; OpenMetrics and MLflow have seconds, bytes and
            ratios. A bundle is the whole run in one file, which 'pawl import' adds to another database. --mlflow reads
            MLFLOW_TRACKING_TOKEN, or MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, from the environment.
            """,
        positionals: [
            .init(
                name: "RUN", abstract: "a run, or a bundle's file", isOptional: true, isRepeated: true,
                suggestions: ["latest"], completion: .recorded(.runs, orFiles: true))
        ],
        options: [
            .init(
                name: "--to", value: "FORMAT", abstract: "what to write (default: csv)",
                choices: ExportFormat.allCases.map(\.rawValue), completion: .none),
            .init(
                name: "--out", value: "PATH",
                abstract: "a file, or a folder for bundles (default: standard output; bundles: the working folder)"),
            .init(name: "--suite", value: "NAME", abstract: "every run of this suite", completion: .none),
            .init(name: "--all", value: nil, abstract: "every run", completion: .none),
            .init(
                name: "--since", value: "TIME",
                abstract: "with --suite or --all: only runs that started so long ago at most, such as 90d",
                completion: .none),
            .init(
                name: "--mlflow", value: "URL", abstract: "send to this MLflow server instead of writing",
                completion: .none),
            .init(
                name: "--experiment", value: "NAME", abstract: "MLflow's experiment (default: the suite's name)",
                completion: .none),
            .database,
        ],
        examples: [
            .init(command: "pawl export --all --since 90d --to csv --out runs.csv", explanation: "for a spreadsheet"),
            .init(
                command: "pawl export latest --to openmetrics",
                explanation: "for a push gateway or a text-file collector"),
            .init(
                command: "pawl export 3f2a latest --to bundle --out artifacts",
                explanation: "for 'pawl import' elsewhere"),
            .init(command: "pawl export latest --mlflow http://localhost:5000", explanation: "to an MLflow server"),
        ])

    static func run(_ arguments: ParsedArguments, in context: CommandContext) throws -> ExitCode {
        let isForMLflow = arguments["--mlflow"] != nil
        for option in ["--to", "--out"] where isForMLflow && arguments[option] != nil {
            throw UsageError(message: "\(option) does not go with --mlflow", hint: "export twice")
        }
        guard isForMLflow || arguments["--experiment"] == nil else {
            throw UsageError(message: "--experiment is for --mlflow", hint: "add --mlflow URL")
        }
        let selection = try ExportSelection(arguments, in: context)
        if let url = arguments["--mlflow"] {
            return try MLflowExport(url: url, experiment: arguments["--experiment"], context: context).send(selection)
        }
        let format = arguments["--to"].flatMap(ExportFormat.init) ?? .csv
        let output = arguments["--out"].map(context.absolute)
        if format == .bundle {
            try BundleExport(output: output, context: context).write(selection)
        } else {
            let text = try text(of: selection, format)
            if let output {
                try AtomicFile.write(text, to: output)
            } else {
                context.output.writeResult(text)
            }
        }
        return .passed
    }

    private static func text(of selection: ExportSelection, _ format: ExportFormat) throws -> String {
        var text = format == .csv ? CSVExport.header : ""
        var history: [ExportedRun] = []
        try selection.forEach(.withoutLaunches) { found in
            let exported = ExportedRun(run: found.run, summaries: found.summaries)
            switch format {
            case .csv: text += CSVExport.rows(of: exported)
            case .jsonLines: text += try JSONLinesExport.lines(of: exported)
            case .openMetrics: history.append(exported.withoutPredictions)
            case .bundle: break
            }
        }
        return format == .openMetrics ? OpenMetricsExport.render(history) : text
    }
}

/// What `--to` takes.
enum ExportFormat: String, CaseIterable {
    case csv
    case jsonLines = "jsonl"
    case openMetrics = "openmetrics"
    case bundle
}

extension ExportedRun {
    /// What no series shows, so that a long history stays small in memory.
    fileprivate var withoutPredictions: ExportedRun {
        var lean = self
        lean.run.goldenSets = []
        for index in lean.run.cells.indices {
            lean.run.cells[index].accuracy = nil
            lean.run.cells[index].operators = []
            lean.run.cells[index].launches = []
        }
        return lean
    }
}
