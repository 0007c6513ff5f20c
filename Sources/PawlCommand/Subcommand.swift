/// One of pawl's commands.
protocol Subcommand {
    static var specification: CommandSpecification { get }

    /// Runs with checked arguments.
    ///
    /// - Throws: a `DiagnosableError`; the entry point words it and returns what its `blame` asks for.
    static func run(_ arguments: ParsedArguments, in context: CommandContext) throws -> ExitCode
}
