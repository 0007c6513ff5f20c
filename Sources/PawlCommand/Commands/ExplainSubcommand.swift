import Diagnostics
import Harness
import Records
import Suites

/// `pawl explain SUITE --only CELL`, `pawl explain RUN CELL`
enum ExplainSubcommand: Subcommand {
    enum Part: String, CaseIterable { case latency, accuracy }

    static let specification = CommandSpecification(
        path: ["explain"], abstract: "say where a change of a variant comes from",
        discussion: """
            Compares one variant with its model's reference, or with --against or --against-with with the variant of
            the same name there, and names what the difference comes from.

            Latency: both sides are profiled by their runtime in interleaved launches, operators are matched, and each
            operator's change has an interval. The changes and the rest add up to the whole. An operator is named when
            its interval, which holds together with all others at 99 %, excludes no change (docs/explain.md).

            Accuracy, of ONNX models: every intermediate value of both sides is compared on some golden samples; then
            layers of the variant are computed in float, as the reference computes them, until the fewest are found
            with which the gates on predictions pass (docs/explain-accuracy.md).

            With a recorded run and a cell, both sides are measured again as the run had them.
            """,
        positionals: [
            .init(
                name: "SUITE|RUN", abstract: "a suite file; with CELL a recorded run: \(RunFinder.names)",
                completion: .recorded(.runs, orFiles: true)),
            .init(
                name: "CELL", abstract: "of the run: model/variant, or variant", isOptional: true,
                completion: .recorded(.variants)),
        ],
        options: [
            .init(
                name: "--only", value: "GLOB", abstract: "the variant to explain: model/variant, model or variant",
                completion: .recorded(.variants)),
            .init(
                name: "--what", value: "PART", abstract: "explain this alone (default: both)",
                choices: Part.allCases.map(\.rawValue), completion: .none),
            .init(name: "--against", value: "SUITE2", abstract: "the suite of the checkout to compare with"),
            .with,
            .init(
                name: "--against-with", value: "LABEL=NAME==VERSION|LIBRARY",
                abstract: "the same for the baseline: the suite itself, or that of --against", completion: .none),
            .push,
            .init(
                name: "--budget", value: "TIME",
                abstract: "time for measuring each part (default: 20s; without limit for accuracy)",
                completion: .none),
            .onBusy, .waitUntilIdle,
            .init(
                name: "--save-part", value: "DIR",
                abstract: "save the layers that break a variant's accuracy as models of their own, with inputs",
                completion: .folders),
            .init(
                name: "--out", value: "DIR", abstract: "write explain.html, explain.md, explain.json and charts",
                completion: .folders),
            .database, .format, .seed,
        ],
        examples: [
            .init(
                command: "pawl explain Suites/demo.yaml --only filetype/int8-dynamic --what latency",
                explanation: "which operators make it slower than its reference?"),
            .init(
                command: "pawl explain Suites/demo.yaml --only fp32 --against-with ort=onnxruntime==1.20.1",
                explanation: "which operators did an upgrade of the runtime change?"),
            .init(
                command: "pawl explain latest filetype/int8-dynamic --out Results/why",
                explanation: "a cell of the last run, with a page and the waterfall"),
            .init(
                command: "pawl explain Suites/nightly.yaml --only voice/int8-dynamic --what accuracy --save-part parts",
                explanation: "which layers break it? Save them for a bug report"),
        ])

    static func run(_ arguments: ParsedArguments, in context: CommandContext) throws -> ExitCode {
        let fitness = try FitnessCheck(arguments)
        let pair = try pair(arguments, fitness.patience, context)
        try fitness.conclude(context)
        // From here on a signal ends measuring in good order, and what was found is told.
        let signals = InterruptionSignals(context.interruption)
        defer { withExtendedLifetime(signals) {} }
        let part = arguments["--what"].flatMap(Part.init)
        let report = ExplanationReport(
            suite: pair.suite.name, cell: pair.candidate.name,
            counterpart: "\(pair.baseline.name) on \(pair.baseline.runtime.name) \(pair.baseline.runtime.version)",
            latency: part == .accuracy ? nil : try LatencySection.explain(pair),
            accuracy: part == .latency ? nil : try AccuracySection.explain(pair))
        try ReportPublication(
            report: report, name: "explain", document: report.document(), arguments: arguments, context: context,
            charts: { report.drawn(of: pair) }
        ).publish()
        return report.sections.allSatisfy(\.isWhole) ? .passed : .incomplete
    }

    private static func pair(
        _ arguments: ParsedArguments, _ patience: BusyWaitLimit, _ context: CommandContext
    ) throws -> ExplainedPair {
        let seed = try arguments.seed()
        if arguments.positionals.count == 2 {
            if let option = ofSuites.first(where: arguments.has) {
                throw UsageError(
                    message: "\(option) is for a suite, not for a recorded run",
                    hint: "a run has its cell, suites and runtimes: pawl explain RUN CELL")
            }
            let run = try RunFinder(store: context.existingStore(arguments)).run(named: arguments.positionals[0])
            let recorded = try RecordedPair(run, cell: arguments.positionals[1], in: context)
            let pair = try ExplainedPair(
                recorded.suite, against: recorded.other, only: recorded.cell, seed: seed, patience: patience,
                arguments: arguments, context: context)
            pair.warnOfOtherFiles(than: run)
            return pair
        }
        var declared = try context.readSuite(arguments.positionals[0])
        if let push = try PushOption(arguments) { declared = try push.applied(to: declared) }
        let suite = try SubstitutedRuntimes(arguments, option: "--with", in: context)?.applied(to: declared) ?? declared
        var other = try arguments["--against"].map(context.readSuite)
        if let substitution = try SubstitutedRuntimes(arguments, option: "--against-with", in: context) {
            other = try substitution.applied(to: other ?? declared)
        }
        return try ExplainedPair(
            suite, against: other, only: arguments["--only"], seed: seed, patience: patience, arguments: arguments,
            context: context)
    }

    /// Options that say what a recorded run says itself.
    private static let ofSuites = ["--only", "--against", "--with", "--against-with", "--push"]
}
