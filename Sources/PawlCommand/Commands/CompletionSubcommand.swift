/// `pawl completion bash|zsh|fish`
enum CompletionSubcommand: Subcommand {
    static let specification = CommandSpecification(
        path: ["completion"], abstract: "print a completion script for your shell",
        positionals: [.init(name: "SHELL", abstract: "bash, zsh or fish", completion: .none)],
        examples: [.init(command: "source <(pawl completion bash)", explanation: "complete in this shell")])

    static func run(_ arguments: ParsedArguments, in context: CommandContext) throws -> ExitCode {
        let name = arguments.positionals[0]
        guard let shell = ShellCompletion(rawValue: name) else {
            throw UsageError(
                message: "unknown shell '\(name)'",
                hint: "one of: \(ShellCompletion.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        context.output.writeResult(shell.script(for: PawlCommand.specifications) + "\n")
        return .passed
    }
}
