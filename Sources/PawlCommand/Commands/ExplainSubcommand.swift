import Suites

/// `pawl explain SUITE --only CELL`
enum ExplainSubcommand: Subcommand {
    enum Part: String, CaseIterable { case latency, accuracy }

    static let specification = CommandSpecification(
        path: ["explain"], abstract: "say where a change of a variant comes from",
        discussion: """
            Compares one variant with its model's reference, or with --against or --against-with with the variant of
            the same name there, and names what the difference comes from.

            Latency: both sides are profiled by their runtime in interleaved launches, operators are matched, and each
            operator's change has an interval. The changes and the rest add up to the whole.
            """,
        positionals: [.init(name: "SUITE", abstract: "a suite file")],
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
                name: "--budget", value: "TIME", abstract: "time for measuring each part (default: 20s)",
                completion: .none),
            .onBusy, .waitUntilIdle,
            .init(
                name: "--out", value: "DIR", abstract: "write explain.html, explain.md, explain.json and charts",
                completion: .folders),
            .format, .seed,
        ],
        examples: [
            .init(
                command: "pawl explain Suites/demo.yaml --only filetype/int8-dynamic --what latency",
                explanation: "which operators make it slower than its reference?"),
            .init(
                command:
                    "pawl explain Suites/demo.yaml --only fp32 --with ort=onnxruntime==1.31.1 --against-with ort=onnxruntime==1.20.1",
                explanation: "which operators did an upgrade of the runtime change?"),
        ])

    static func run(_ arguments: ParsedArguments, in context: CommandContext) throws -> ExitCode {
        let fitness = try FitnessCheck(arguments)
        let seed = try arguments.seed()
        var declared = try context.readSuite(arguments.positionals[0])
        if let push = try PushOption(arguments) { declared = try push.applied(to: declared) }
        let suite = try SubstitutedRuntimes(arguments, option: "--with", in: context)?.applied(to: declared) ?? declared
        var other = try arguments["--against"].map(context.readSuite)
        if let substitution = try SubstitutedRuntimes(arguments, option: "--against-with", in: context) {
            other = try substitution.applied(to: other ?? declared)
        }
        let pair = try ExplainedPair(
            suite, against: other, only: arguments["--only"], seed: seed, patience: fitness.patience,
            arguments: arguments, context: context)
        try fitness.conclude(context)
        // From here on a signal ends measuring in good order, and what was found is told.
        let signals = InterruptionSignals(context.interruption)
        defer { withExtendedLifetime(signals) {} }
        let part = arguments["--what"].flatMap(Part.init)
        let report = ExplanationReport(
            suite: suite.name, cell: pair.candidate.name,
            counterpart: "\(pair.baseline.name) on \(pair.baseline.runtime.name) \(pair.baseline.runtime.version)",
            latency: part == .accuracy ? nil : try LatencySection.explain(pair),
            accuracy: part == .latency ? nil : try AccuracySection.explain(pair))
        try ReportPublication(
            report: report, name: "explain", document: report.document, arguments: arguments, context: context
        ).publish()
        return report.sections.allSatisfy(\.isWhole) ? .passed : .incomplete
    }
}
