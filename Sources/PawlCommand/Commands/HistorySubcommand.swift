import Diagnostics
import Foundation
import Records
import Reports
import ResultsStore
import Suites

/// `pawl history [SUITE]`
enum HistorySubcommand: Subcommand {
    static let specification = CommandSpecification(
        path: ["history"], abstract: "write pages over all recorded runs: suites, cells over time, devices, runs",
        discussion: """
            The pages are files that need no server and no network; open index.html. Run it again after each run:
            only what changed is written. Runs of 'pawl gate' are listed, but have no place in a cell's course unless
            asked: they judge proposals that may never be merged.
            """,
        positionals: [
            .init(
                name: "SUITE", abstract: "a suite's name or file (default: all recorded suites)", isOptional: true,
                completion: .recorded(.suites, orFiles: true))
        ],
        options: [
            .init(
                name: "--since", value: "TIME", abstract: "how far back: 90d (the default), 1095d, 2026-01-31",
                completion: .none),
            .init(
                name: "--out", value: "DIR", abstract: "where the pages go (default: Results/history)",
                completion: .folders),
            .init(
                name: "--runs", value: "N", abstract: "so many of each suite's latest runs get a page (default: 50)",
                completion: .none),
            .init(
                name: "--charts", value: "WHICH",
                abstract: "main draws median latencies and what changed, all draws every metric",
                choices: SiteWriter.ChartChoice.allCases.map(\.rawValue), completion: .none),
            .init(
                name: "--include-gates", value: nil, abstract: "runs of 'pawl gate' count in the courses as well",
                completion: .none),
            .database,
        ],
        examples: [
            .init(
                command: "pawl history", explanation: "everything of the last 90 days, to Results/history/index.html"),
            .init(
                command: "pawl history nightly --since 1095d --charts all",
                explanation: "three years of one suite, every metric drawn"),
        ])

    static func run(_ arguments: ParsedArguments, in context: CommandContext) throws -> ExitCode {
        let now = Date()
        let since = try arguments.moment("--since", now: now) ?? now.addingTimeInterval(-TrendArguments.defaultSeconds)
        let runPages = try runPages(arguments)
        let store = try context.existingStore(arguments)
        let source = SiteSource(
            store: store, since: since, until: now,
            includesGateRuns: arguments.has("--include-gates"), commits: context.commitLinks())
        let names = try suites(arguments.positionals.first, in: store, context)
        let writer = SiteWriter(
            folder: context.absolute(arguments["--out"] ?? "Results/history"), pawlVersion: pawlVersion,
            charts: arguments["--charts"].flatMap(SiteWriter.ChartChoice.init) ?? .main, report: source.report)
        let suites = try names.map(source.suite)
        let result = try writer.write(suites, runPages: runPages)
        for warning in result.warnings { context.warn(warning) }
        context.output.writeResult(
            "\(context.relative(result.index)): \(SiteSuite.tally(of: suites))\n  \(count(result.written, "page")) written, "
                + "\(result.unchanged) unchanged"
                + (result.removed > 0 ? ", \(result.removed) removed that nothing led to" : "") + "\n")
        return .passed
    }

    private static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

    private static func runPages(_ arguments: ParsedArguments) throws(UsageError) -> Int {
        guard let text = arguments["--runs"] else { return 50 }
        guard let number = Int(text), 0...10_000 ~= number else {
            throw UsageError(message: "--runs cannot be '\(text)'", hint: "a whole number from 0 to 10000")
        }
        return number
    }

    /// The suites asked for, by their recorded names.
    private static func suites(
        _ name: String?, in store: ResultsStore, _ context: CommandContext
    ) throws -> [String] {
        let recorded = try store.suiteNames()
        guard !recorded.isEmpty else {
            throw UsageError(
                message: "\(context.relative(store.path)) holds no run", hint: "'pawl run SUITE' records one")
        }
        guard let name else { return recorded }
        let asked = try context.suiteName(of: name, recorded: recorded)
        guard recorded.contains(asked) else {
            throw UsageError(
                message: "no run of suite '\(asked)' is recorded in \(context.relative(store.path))",
                hint: Suggestion.hint(for: asked, among: recorded))
        }
        return [asked]
    }
}
