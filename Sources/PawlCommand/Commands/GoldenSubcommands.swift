import GoldenSets
import Reports

/// `pawl golden verify DIR`
enum GoldenVerifySubcommand: Subcommand {
    static let specification = CommandSpecification(
        path: ["golden", "verify"], abstract: "check a golden set's files against its manifest",
        positionals: [.init(name: "DIR", abstract: "a folder with a golden.yaml", completion: .folders)],
        options: [.format],
        examples: [
            .init(command: "pawl golden verify GoldenSets/filetypes", explanation: "is every byte what it should be?")
        ])

    static func run(_ arguments: ParsedArguments, in context: CommandContext) throws -> ExitCode {
        let set = try GoldenSet.open(folder: context.absolute(arguments.positionals[0]), verifyingDigests: true)
        guard !context.wantsJSON(arguments) else {
            try context.writeJSON(GoldenSetDescription(set).summary)
            return .passed
        }
        context.output.writeResult(
            "\(set.manifest.id) version \(set.manifest.version): \(set.sampleCount) samples"
                + (set.groups.map { " in \($0.count) groups" } ?? "") + ", every digest agrees\n")
        return .passed
    }
}

/// `pawl golden describe DIR`
enum GoldenDescribeSubcommand: Subcommand {
    static let specification = CommandSpecification(
        path: ["golden", "describe"],
        abstract: "say what a golden set holds, where it comes from and what it does not show",
        positionals: [.init(name: "DIR", abstract: "a folder with a golden.yaml", completion: .folders)],
        options: [.format],
        examples: [
            .init(command: "pawl golden describe GoldenSets/filetypes", explanation: "what is accuracy measured on?")
        ])

    static func run(_ arguments: ParsedArguments, in context: CommandContext) throws -> ExitCode {
        let set = try GoldenSet.open(folder: context.absolute(arguments.positionals[0]), verifyingDigests: false)
        let description = GoldenSetDescription(set)
        guard !context.wantsJSON(arguments) else {
            try context.writeJSON(description.summary)
            return .passed
        }
        context.write(Document(blocks: [.facts(.init(description.rows.map { ($0.label, Prose($0.value)) }))]))
        return .passed
    }
}
