/// `pawl completion bash|zsh|fish`
enum CompletionSubcommand: Subcommand {
    static let specification = CommandSpecification(
        path: ["completion"], abstract: "print a completion script for your shell",
        positionals: [
            .init(
                name: "SHELL", abstract: "bash, zsh or fish", suggestions: ShellCompletion.allCases.map(\.rawValue),
                completion: .none)
        ],
        examples: [
            .init(command: "source <(pawl completion bash)", explanation: "complete in this shell; zsh alike"),
            .init(command: "pawl completion fish | source", explanation: "in fish"),
        ])

    static func run(_ arguments: ParsedArguments, in context: CommandContext) throws -> ExitCode {
        let name = arguments.positionals[0]
        guard let shell = ShellCompletion(rawValue: name) else {
            throw UsageError(
                message: "unknown shell '\(name)'",
                hint: "one of: \(ShellCompletion.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        context.output.writeResult(shell.script + "\n")
        return .passed
    }
}
