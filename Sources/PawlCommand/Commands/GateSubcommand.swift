import Records

/// `pawl gate SUITE [--against SUITE2]`
enum GateSubcommand: Subcommand {
    static let specification = CommandSpecification(
        path: ["gate"], abstract: "measure a suite and judge its gates",
        discussion: """
            Gates 'against: reference' compare the variants of one model within the suite. With --against, gates
            'against: baseline' compare each variant with the same-named variant of another checkout's suite. Both are
            measured interleaved, so that the machine's drift cancels. Measuring stops at the first planned look
            that decides; --budget bounds its time, and what it cannot decide by then is undecided. What a model
            answers to its golden set is taken from a former run of the same database where nothing that could
            change it has changed; --fresh evaluates it all the same.
            """,
        positionals: [.init(name: "SUITE", abstract: "a suite file")],
        options: [
            .init(name: "--against", value: "SUITE2", abstract: "the suite of the checkout to compare with"), .only,
            .budget, .fresh, .database, .output, .junitFile, .junitDialect, .onInconclusive, .format, .seed,
        ],
        examples: [
            .init(command: "pawl gate Suites/demo.yaml", explanation: "judge the variants against their reference"),
            .init(
                command: "pawl gate Suites/demo.yaml --against ../main/Suites/demo.yaml --out Results/pr",
                explanation: "judge a pull request against a checkout of main"),
        ])

    static func run(_ arguments: ParsedArguments, in context: CommandContext) throws -> ExitCode {
        try MeasuredRun(kind: .gate, arguments: arguments, context: context).execute()
    }
}
