import Diagnostics
import GoldenSets
import Records
import ResultsStore
import Suites

/// What a run is gated against. Found before anything is planned: a baseline that cannot serve must not cost a run.
enum Baseline {
    /// None was asked for: gates compare with the suite's own references.
    case references
    /// `--against SUITE2` or `--against-with`: measured beside the candidate.
    case suite(Suite, remarks: [String])
    /// `--against-run RUN`: the record of an earlier run.
    case record(StoredBaseline)
    /// `--baseline NAME`: a promoted run, measured again where that can be.
    case promoted(PromotedBaseline)

    /// - Parameters:
    ///   - suite: the candidate's, with the runtimes that it is measured on.
    ///   - declared: the same as its file has it, which `--against-with` starts from.
    init(for suite: Suite, declaredAs declared: Suite, _ arguments: ParsedArguments, in context: CommandContext) throws
    {
        let substitution = try SubstitutedRuntimes(arguments, option: "--against-with", in: context)
        let environment = { context.captureEnvironment(gitFolder: context.folder(of: suite.file)) }
        if let name = arguments["--baseline"] {
            try Self.refuse(
                ["--against", "--against-run", "--against-with"], beside: "--baseline", arguments,
                hint: "a named baseline brings its suite, its runtimes and its record with it")
            let store = try context.existingStore(arguments)
            self = .promoted(
                try PromotedBaseline(
                    BaselineFinder(store: store).find(BaselineName(name)), for: suite, in: store,
                    artifacts: context.artifacts(arguments), environment: environment(), context: context))
        } else if let name = arguments["--against-run"] {
            try Self.refuse(
                ["--against-with"], beside: "--against-run", arguments,
                hint: "the record of an earlier run has the runtimes that it was measured with")
            try Self.refuse(
                ["--against"], beside: "--against-run", arguments,
                hint:
                    "a baseline is measured beside the candidate, or it is the record of an earlier run: give one of them"
            )
            self = .record(
                try StoredBaseline(
                    named: name, for: suite, in: context.existingStore(arguments), environment: environment()))
        } else {
            var other = try arguments["--against"].map(context.readSuite)
            if let push = try PushOption(arguments), let suite = other { other = try push.applied(to: suite) }
            if let substitution { other = try substitution.applied(to: other ?? declared) }
            self = other.map { .suite($0, remarks: substitution?.remarks(side: "baseline") ?? []) } ?? .references
        }
        for warning in warnings { context.warn(warning) }
    }

    private static func refuse(
        _ others: [String], beside option: String, _ arguments: ParsedArguments, hint: String
    ) throws(UsageError) {
        for other in others where arguments[other] != nil {
            let pair = option == "--baseline" ? [option, other] : [other, option]
            throw UsageError(message: "\(pair[0]) and \(pair[1]) exclude each other", hint: hint)
        }
    }

    /// What is said of it before anything is measured.
    private var warnings: [String] {
        switch self {
        case .references, .suite: []
        case .record(let record): record.warnings
        case .promoted(let promoted): promoted.warnings
        }
    }

    /// The cells of an earlier run, of all the baseline or of what cannot be measured again.
    private var record: StoredBaseline? {
        switch self {
        case .references, .suite: nil
        case .record(let record): record
        case .promoted(let promoted): promoted.stored
        }
    }

    /// What the planner has to know; nil where nothing but the suite counts.
    var planned: PlannedBaseline? {
        switch self {
        case .references: nil
        case .suite(let suite, _): PlannedBaseline(suite)
        case .record(let record):
            PlannedBaseline(name: "run \(record.run.id)", variants: record.variants, recorded: record.variants)
        case .promoted(let promoted):
            PlannedBaseline(
                name: "baseline \(promoted.promotion.label)", variants: Set(promoted.promotion.variants.map(\.name)),
                suite: promoted.suite, recorded: promoted.stored?.variants ?? [])
        }
    }

    /// Writes down what the run that is about to be measured is compared with.
    ///
    /// - Parameter gates: those against the baseline say of which metrics a history is needed.
    func describe(in run: inout RunRecord, gates: [Gate], from store: ResultsStore) throws {
        if case .suite(_, let remarks) = self { run.warnings += remarks }
        if case .promoted(let promoted) = self {
            run.namedBaseline = promoted.record
            run.warnings += promoted.warnings
        }
        if let record {
            run.storedBaseline = try record.record(for: gates, in: store)
            run.warnings += record.warnings
        }
    }

    /// Adds the baseline's cells that were not measured now to a run that was, under the names of their files.
    ///
    /// - Parameter goldenSets: those of the run.
    func complete(_ run: inout RunRecord, goldenSets: [GoldenSet]) {
        if case .promoted(let promoted) = self { promoted.nameFiles(in: &run) }
        record?.join(&run, goldenSets: goldenSets)
    }
}
