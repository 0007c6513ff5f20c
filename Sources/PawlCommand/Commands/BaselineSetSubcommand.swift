import Diagnostics
import Foundation
import Gating
import Records
import ResultsStore
import Support

/// `pawl baseline set NAME --run RUN`
enum BaselineSetSubcommand: Subcommand {
    static let specification = CommandSpecification(
        path: ["baseline", "set"], abstract: "promote a recorded run to a named baseline",
        discussion: """
            The name gets a new version; earlier ones stay. Kept are the digests of everything that the run measured
            and, in .pawl/artifacts, the suite, the models and the golden sets themselves, each file once, so that
            'pawl gate SUITE --baseline NAME' can measure them again. Runtimes are kept by name, version and digest:
            'pawl runtime install' brings them back.

            Without --run it is the last complete run of the suite that the name was set from before, or of the only
            suite that there is. Where a gate was recorded since, or several suites, the choices are listed.

            A run that did not pass its gates needs --accept with the reason, which every later report repeats.
            """,
        positionals: [.init(name: "NAME", abstract: "such as main", completion: .recorded(.baselines))],
        options: [
            .init(
                name: "--run", value: "RUN",
                abstract: "the run's id, the first digits of it, or latest (the last complete run, not of a gate)",
                suggestions: ["latest"], completion: .recorded(.runs)),
            .init(name: "--reason", value: "TEXT", abstract: "why, for the history", completion: .none),
            .init(
                name: "--accept", value: "REASON", abstract: "why a run that did not pass is to be the baseline",
                completion: .none),
            .init(name: "--suite", value: "FILE", abstract: "where the run's suite lies, if it was moved"),
            .init(name: "--without-artifacts", value: nil, abstract: "keep digests only: it cannot be measured again"),
            .database, .artifacts, .format,
        ],
        examples: [
            .init(command: "pawl baseline set main", explanation: "the last complete run becomes the baseline main"),
            .init(
                command: "pawl baseline set main --run 3f2a --reason 'release 1.4'", explanation: "a run by its id"),
            .init(
                command: "pawl baseline set main --run 3f2a --accept 'slower, but the old one leaked memory'",
                explanation: "a run whose gates did not pass"),
        ])

    static func run(_ arguments: ParsedArguments, in context: CommandContext) throws -> ExitCode {
        let name = try BaselineName.new(arguments.positionals[0])
        let store = try context.existingStore(arguments)
        let run = try find(arguments["--run"], for: name, in: store)
        guard run.status == .complete else {
            throw UsageError(
                message: "run \(run.id) cannot be a baseline: "
                    + problem(of: RunLock.status(run.status, ofRun: run.id, database: store.path)),
                hint: "choose a run in which everything was measured")
        }
        let overridden = OverriddenVerdicts(of: run)
        if arguments["--accept"] == nil { try overridden.requireAcceptance(of: run) }
        if arguments["--accept"] != nil, overridden.blocking.isEmpty {
            context.warn("--accept is not needed: the run passed its gates; its reason is not kept")
        }
        for line in overridden.others { context.warn("of run \(run.id), \(line)") }

        let artifacts = context.artifacts(arguments)
        // Held until the row is there: nobody may take the files for forgotten ones.
        let lock = try ArtifactLock(artifacts, for: .use)
        defer { withExtendedLifetime(lock) {} }
        let files =
            arguments.has("--without-artifacts")
            ? []
            : try BaselineCollection.files(
                of: run, suiteFile: context.absolute(arguments["--suite"] ?? run.suite.file), in: artifacts)
        let who = PromotingUser.ofThisProcess()
        let summaries = run.summaries
        let promotion = try store.appendBaseline(name) { _ in
            BaselinePromotion(
                name: name, version: 0, action: .set, promotedBy: who.user, promotedOn: who.host, promotedAt: Date(),
                reason: arguments["--reason"],
                acceptedReason: overridden.blocking.isEmpty ? nil : arguments["--accept"],
                overriddenVerdicts: overridden.blocking, run: BaselineRun(run),
                variants: run.cells.filter { $0.side == .candidate }.map {
                    BaselineVariant($0, summary: summaries[$0.id] ?? [:])
                }, files: files)
        }
        guard let promotion else { return .bug }
        try context.tell(promotion, arguments)
        return .passed
    }

    private static func find(_ name: String?, for baseline: String, in store: ResultsStore) throws -> RunRecord {
        switch name {
        case nil: try PromotedRun(in: store).unambiguous(for: baseline)
        case StoredBaseline.latest: try PromotedRun(in: store).latest()
        // As `latest` here: a gate's candidate must not become the baseline unless it is named.
        case let name?:
            try RunFinder(store: store, counts: { $0.status == .complete && $0.kind != .gate }).run(named: name)
        }
    }

    private static func problem(of status: RunRecord.Status) -> String {
        switch status {
        case .running: "it is still running"
        case .interrupted: "it was interrupted or killed"
        case .incomplete: "something in it could not be measured"
        case .complete: ""
        }
    }
}
