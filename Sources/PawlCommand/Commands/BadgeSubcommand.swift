import Diagnostics
import Foundation
import Records
import Reports
import ResultsStore
import Support

/// `pawl badge`
enum BadgeSubcommand: Subcommand {
    static let specification = CommandSpecification(
        path: ["badge"], abstract: "draw a badge of what became of a recorded run",
        discussion: """
            Without --run it is the latest nightly run that has ended, of --suite or of all suites; where no
            nightly run is recorded, the latest gate, and where there is none, the latest run. --format json is
            what a shields.io endpoint reads.
            """,
        options: [
            .init(
                name: "--suite", value: "NAME",
                abstract: "a suite's name (its 'suite:' key), which the badge then shows",
                completion: .recorded(.suites)),
            .init(
                name: "--run", value: "RUN", abstract: RunFinder.names,
                completion: .recorded(.runs)),
            .init(name: "--out", value: "FILE", abstract: "write to this file instead of standard output"),
            .init(
                name: "--format", value: "FORMAT", abstract: "an image (default), or JSON for a badge service",
                choices: ["svg", "json"], completion: .none), .database,
        ],
        examples: [
            .init(command: "pawl badge --out Results/badge.svg", explanation: "of the latest nightly run"),
            .init(
                command: "pawl badge --suite nightly --format json --out public/badge.json",
                explanation: "for https://img.shields.io/endpoint?url=..."),
        ])

    static func run(_ arguments: ParsedArguments, in context: CommandContext) throws -> ExitCode {
        guard arguments["--run"] == nil || arguments["--suite"] == nil else {
            throw UsageError(message: "--run and --suite exclude each other", hint: "a run is of one suite already")
        }
        let store = try context.existingStore(arguments)
        let run = try arguments["--run"].map(RunFinder(store: store).run) ?? latest(of: arguments["--suite"], in: store)
        let badge = Badge(of: run, naming: arguments["--suite"])
        let text = context.wantsJSON(arguments) ? BadgeReport.endpoint(badge) : BadgeReport.svg(badge)
        guard let file = arguments["--out"].map(context.absolute) else {
            context.output.writeResult(text)
            return .passed
        }
        try AtomicFile.write(text, to: file)
        return .passed
    }

    /// A run that is being measured says nothing yet, and a pull request's gate nothing of the main line.
    private static func latest(of suite: String?, in store: ResultsStore) throws -> RunRecord {
        let ended = try store.runs(limit: 10_000).filter { $0.status != .running && $0.suite == suite ?? $0.suite }
        let kinds: [RunRecord.Kind] = [.nightly, .gate, .run]
        let summary = kinds.lazy.compactMap { kind in ended.first { $0.kind == kind } }.first
        guard let summary, let run = try store.run(id: summary.id) else {
            let known = try Set(store.runs(limit: 10_000).map(\.suite))
            throw UsageError(
                message: suite.map { "\(store.path) holds no run of suite '\($0)' that has ended" }
                    ?? "\(store.path) holds no run that has ended",
                hint: suite.flatMap { name in known.isEmpty ? nil : Suggestion.hint(for: name, among: known) }
                    ?? "'pawl nightly SUITE' records one")
        }
        return run
    }
}
