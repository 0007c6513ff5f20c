import Foundation
import Reports
import ResultsStore
import Suites
import Support
import Trends

/// `pawl trend SUITE`
enum TrendSubcommand: Subcommand {
    static let specification = CommandSpecification(
        path: ["trend"], abstract: "find what changed in a suite's recorded history, or in anyone's series, and when",
        discussion: """
            Reads the runs of 'pawl run' and 'pawl nightly' and finds where the level of a metric changed:
            by how much, since when, between which commits, and what else changed there. What changed most
            comes first. docs/trends.md explains it.

            With --csv the series come from a table instead: a first line that names the columns time (a day or
            moment of ISO 8601, or a whole number) and value, and perhaps event (what happened before this value), commit
            and series (several series, one below the other). Any other name will do for the values where
            one column is left.
            """,
        positionals: [
            .init(
                name: "SUITE", abstract: "a suite file, or the name of a recorded suite",
                isOptional: true, completion: .recorded(.suites, orFiles: true))
        ],
        options: [
            .init(
                name: "--csv", value: "FILE",
                abstract: "read series from a table instead of recorded runs; - is standard input"),
            .init(
                name: "--separator", value: "CHARACTER",
                abstract:
                    "between the columns of --csv: comma, semicolon, tab or any other (default: as the first line has)",
                suggestions: ["comma", "semicolon", "tab"], completion: .none),
            .init(name: "--lower-is-better", value: nil, abstract: "of --csv: a rise is a regression"),
            .init(name: "--higher-is-better", value: nil, abstract: "of --csv: a fall is a regression"),
            .init(
                name: "--since", value: "TIME", abstract: "how far back: 90d, 2026-01-31 (default: 90d)",
                completion: .none),
            .init(
                name: "--metric", value: "METRIC",
                abstract:
                    "several with commas between (default: latency_p50, peak_memory, model_size, and the main quality metric)",
                completion: .none),
            .only,
            .init(
                name: "--machine", value: "NAME",
                abstract: "a host's name or the first digits of its fingerprint (default: the latest run's)",
                completion: .none),
            .init(name: "--all-machines", value: nil, abstract: "put the runs of all machines into one series"),
            .init(name: "--include-gates", value: nil, abstract: "count runs of 'pawl gate', too"),
            .init(
                name: "--order", value: "ORDER",
                abstract: "of runs: as recorded (default), or as their clocks say that they started",
                choices: TrendOptions.Order.allCases.map(\.rawValue), completion: .none),
            .init(
                name: "--min-change", value: "PERCENT",
                abstract: "the smallest change of times and memory that is reported (default: 1%)", completion: .none),
            .init(
                name: "--fail-on", value: "POLICY",
                abstract: "return 1 for new regressions, for any that holds and was not promoted, or never (default)",
                choices: TrendPolicy.allCases.map(\.rawValue), completion: .none),
            .init(
                name: "--new-since", value: "TIME",
                abstract: "what counts as new: found since then (default: found with the latest run)", completion: .none
            ),
            .database,
            .init(
                name: "--out", value: "DIR", abstract: "write trend.html, trend.md, trend.json and junit.xml",
                completion: .folders),
            .junitFile, .junitDialect, .format,
        ],
        examples: [
            .init(command: "pawl trend Suites/nightly.yaml", explanation: "what changed in the last 90 days"),
            .init(
                command: "pawl trend nightly --fail-on regression --junit trend.xml",
                explanation: "in a nightly job: fail once when a regression is found"),
            .init(
                command: "pawl trend nightly --since 2026-01-31 --metric latency_p99,throughput --only 'voice/*'",
                explanation: "other metrics of some cells"),
            .init(
                command: "pawl trend --csv nights.csv --lower-is-better --out Results/nights",
                explanation: "your own numbers: a first line time,value,event, then 2026-01-31,43.5,"),
        ])

    static func run(_ arguments: ParsedArguments, in context: CommandContext) throws -> ExitCode {
        let policy = arguments["--fail-on"].flatMap(TrendPolicy.init) ?? .never
        if let file = arguments["--csv"] {
            guard arguments.positionals.isEmpty else {
                throw UsageError(
                    message: "a suite and --csv exclude each other",
                    hint: "'pawl trend SUITE' reads recorded runs, 'pawl trend --csv FILE' a table")
            }
            let report = try ImportedTrend(arguments, file: file, now: Date()).report(in: context)
            try TrendPublication(report: report, policy: policy, arguments: arguments, context: context).publish()
            return policy.outcome(of: report)
        }
        guard !arguments.positionals.isEmpty else {
            throw UsageError(
                message: "neither a suite nor a table is named",
                hint: "'pawl trend SUITE' reads recorded runs, 'pawl trend --csv FILE' a table")
        }
        if let option = ["--separator", "--lower-is-better", "--higher-is-better"].first(where: {
            arguments.has($0) || arguments[$0] != nil
        }) {
            throw UsageError(message: "\(option) goes with --csv", hint: "give --csv FILE, or leave it out")
        }
        let options = try TrendArguments(arguments, now: Date()).options()
        let store = try context.existingStore(arguments)
        let suite = try context.suiteName(of: arguments.positionals[0], recorded: store.suiteNames())
        let trend = TrendRun(
            suite: suite, store: store, options: options, selection: CellSelection(glob: arguments["--only"]))
        let report = try trend.report()
        try TrendPublication(
            report: report, policy: policy, marks: TrendMark.baselines(of: suite, in: store), arguments: arguments,
            context: context
        ).publish()
        return policy.outcome(of: report)
    }
}
