import Files
import Foundation
import Charts
import Planning
import Reports
import ResultsStore
import SuiteModel
import Trends

/// `pawl trend SUITE`
enum TrendSubcommand: Subcommand {
    static let specification = CommandSpecification(
        path: ["trend"], abstract: "find what changed in a suite's recorded history, and when",
        discussion: """
            Reads the runs of 'pawl run' and 'pawl nightly' and finds where the level of a metric changed:
            by how much, since when, between which commits, and what else changed there. What changed most
            comes first. docs/trends.md explains it.
            """,
        positionals: [
            .init(
                name: "SUITE", abstract: "a suite file, or the name of a recorded suite",
                completion: .recorded(.suites, orFiles: true))
        ],
        options: [
            .init(
                name: "--since", value: "TIME", abstract: "how far back: 90d, 2026-01-31 (default: 90d)",
                completion: .none),
            .init(
                name: "--metric", value: "METRIC",
                abstract:
                    "several with commas between (default: latency_p50, peak_memory, model_size, and what sums up the answers)",
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
        ])

    static func run(_ arguments: ParsedArguments, in context: CommandContext) throws -> ExitCode {
        let options = try TrendArguments(arguments, now: Date()).options()
        let policy = arguments["--fail-on"].flatMap(TrendPolicy.init) ?? .never
        let suite = try name(of: arguments.positionals[0], in: context)
        let store = try context.existingStore(arguments)
        let trend = TrendRun(
            suite: suite, store: store, options: options, selection: CellSelection(glob: arguments["--only"]))
        let report = try trend.report()
        try TrendPublication(
            report: report, policy: policy, marks: TrendMark.baselines(of: suite, in: store), arguments: arguments,
            context: context
        ).publish()
        return policy.outcome(of: report)
    }

    /// A suite's file names it; what is no file is a name.
    private static func name(of argument: String, in context: CommandContext) throws -> String {
        let path = context.absolute(argument)
        // A folder of the suite's name is no suite.
        var isFolder: ObjCBool = false
        let isFile = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && !isFolder.boolValue
        let looksLikeOne = argument.contains("/") || argument.hasSuffix(".yaml") || argument.hasSuffix(".yml")
        return isFile || looksLikeOne ? try context.readSuite(path).name : argument
    }
}
