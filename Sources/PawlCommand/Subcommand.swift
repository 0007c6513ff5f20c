/// One of pawl's commands.
protocol Subcommand {
    static var specification: CommandSpecification { get }

    /// Runs with checked arguments.
    ///
    /// - Throws: a `DiagnosableError`; the entry point words it and returns 2, or 3 when the machine is to blame.
    static func run(_ arguments: ParsedArguments, in context: CommandContext) throws -> ExitCode
}
