import Records
import ResultsStore
import Support

/// `pawl baseline list`
enum BaselineListSubcommand: Subcommand {
    static let specification = CommandSpecification(
        path: ["baseline", "list"], abstract: "list the named baselines and what they take on disk",
        options: [.database, .artifacts, .format],
        examples: [.init(command: "pawl baseline list", explanation: "the current version of each name")])

    static func run(_ arguments: ParsedArguments, in context: CommandContext) throws -> ExitCode {
        let all = try context.existingStore(arguments).baselines()
        let current = Dictionary(grouping: all, by: \.name).compactMap(\.value.last).sorted { $0.name < $1.name }
        guard !context.wantsJSON(arguments) else {
            try context.writeJSON(current.map(BaselineOutput.init))
            return .passed
        }
        context.write(
            BaselinePromotion.list(current, artifacts: context.artifacts(arguments), relative: context.relative))
        return .passed
    }
}

/// `pawl baseline show NAME[@VERSION]`
enum BaselineShowSubcommand: Subcommand {
    static let specification = CommandSpecification(
        path: ["baseline", "show"], abstract: "show what a baseline is: its run, variants, figures, digests and files",
        positionals: [
            .init(name: "NAME[@VERSION]", abstract: "such as main, or main@3", completion: .recorded(.baselines))
        ],
        options: [.database, .artifacts, .format],
        examples: [
            .init(command: "pawl baseline show main", explanation: "the current version"),
            .init(command: "pawl baseline show main@1", explanation: "an earlier one"),
        ])

    static func run(_ arguments: ParsedArguments, in context: CommandContext) throws -> ExitCode {
        let name = try BaselineName(arguments.positionals[0])
        let promotion = try BaselineFinder(store: context.existingStore(arguments)).find(name)
        if context.wantsJSON(arguments) {
            try context.writeJSON(BaselineOutput(promotion))
        } else {
            context.write(promotion.document(relative: context.relative))
        }
        return .passed
    }
}

/// `pawl baseline history NAME`
enum BaselineHistorySubcommand: Subcommand {
    static let specification = CommandSpecification(
        path: ["baseline", "history"], abstract: "list every promotion of a baseline: who, when, why, what it overrode",
        positionals: [.init(name: "NAME", abstract: "such as main", completion: .recorded(.baselines))],
        options: [.database, .artifacts, .format],
        examples: [.init(command: "pawl baseline history main", explanation: "the first promotion first")])

    static func run(_ arguments: ParsedArguments, in context: CommandContext) throws -> ExitCode {
        let name = try BaselineName.new(arguments.positionals[0])
        let versions = try BaselineFinder(store: context.existingStore(arguments)).versions(of: BaselineName(name))
        if context.wantsJSON(arguments) {
            try context.writeJSON(versions.map(BaselineOutput.init))
        } else {
            context.write(BaselinePromotion.history(versions))
        }
        return .passed
    }
}
