import Records

/// `pawl run SUITE`
enum RunSubcommand: Subcommand {
    static let specification = CommandSpecification(
        path: ["run"], abstract: "measure every variant of a suite and record the results",
        discussion: "Each variant is measured alone; nothing is judged. 'pawl gate' compares variants interleaved.",
        positionals: [.init(name: "SUITE", abstract: "a suite file")],
        options: [
            .with, .push, .only, .budget, .onBusy, .waitUntilIdle, .fresh, .database, .output, .junitFile,
            .junitDialect,
            .format, .seed,
        ],
        examples: [
            .init(command: "pawl run Suites/demo.yaml", explanation: "measure everything"),
            .init(
                command: "pawl run Suites/demo.yaml --only 'filetype/int8-*' --out Results/int8",
                explanation: "only the int8 variants, with a report"),
            .init(
                command: "pawl run Suites/demo.yaml --with ort=onnxruntime==1.20.1",
                explanation: "measure on another version of the runtime"),
        ])

    static func run(_ arguments: ParsedArguments, in context: CommandContext) throws -> ExitCode {
        try MeasuredRun(kind: .run, arguments: arguments, context: context).execute()
    }
}
