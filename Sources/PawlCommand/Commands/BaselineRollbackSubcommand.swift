import Foundation
import Records
import ResultsStore
import Support

/// `pawl baseline rollback NAME [--to VERSION]`
enum BaselineRollbackSubcommand: Subcommand {
    static let specification = CommandSpecification(
        path: ["baseline", "rollback"], abstract: "make an earlier version of a baseline the current one again",
        discussion: """
            Nothing is undone or deleted: the name gets a new version, which restores the one that was promoted
            before the current one, or that of --to.
            """,
        positionals: [.init(name: "NAME", abstract: "such as main", completion: .recorded(.baselines))],
        options: [
            .init(name: "--to", value: "NAME@VERSION", abstract: "the version to restore", completion: .none),
            .init(name: "--reason", value: "TEXT", abstract: "why, for the history", completion: .none),
            .database, .artifacts, .format,
        ],
        examples: [
            .init(command: "pawl baseline rollback main", explanation: "back to what was promoted before"),
            .init(
                command: "pawl baseline rollback main --to main@1 --reason 'wrong model'",
                explanation: "back to a version by its number"),
        ])

    static func run(_ arguments: ParsedArguments, in context: CommandContext) throws -> ExitCode {
        let name = try BaselineName.new(arguments.positionals[0])
        let wanted = try arguments["--to"].map { try Self.version($0, of: name) }
        let store = try context.existingStore(arguments)
        _ = try BaselineFinder(store: store).versions(of: BaselineName(name))
        let who = PromotingUser.ofThisProcess()
        var problem: UsageError?
        let promotion = try store.appendBaseline(name) { versions in
            let target: BaselinePromotion
            do throws(UsageError) {
                target = try Self.target(wanted, in: versions)
            } catch {
                problem = error
                return nil
            }
            var promotion = target
            promotion.action = .rollback
            promotion.restoredVersion = target.promotedVersion
            (promotion.promotedBy, promotion.promotedOn) = (who.user, who.host)
            promotion.promotedAt = Date()
            promotion.reason = arguments["--reason"]
            return promotion
        }
        if let problem { throw problem }
        guard let promotion else { return .bug }
        try context.tell(promotion, arguments)
        let artifacts = context.artifacts(arguments)
        for file in promotion.files where (try? artifacts.check(file.artifact)) == nil {
            context.warn(
                "\(promotion.label): \(file.path) is not among the artifacts, or damaged: what needs it is compared by the "
                    + "record of run \(promotion.run.shortID)")
        }
        return .passed
    }

    private static func version(_ text: String, of name: String) throws(UsageError) -> Int {
        let parsed = try BaselineName(Int(text) == nil ? text : "\(name)@\(text)")
        guard parsed.name == name, let version = parsed.version else {
            throw UsageError(
                message: "--to cannot be '\(text)'", hint: "name a version of '\(name)', such as \(name)@1")
        }
        return version
    }

    /// What was promoted before what is current now, however often was rolled back since.
    private static func target(
        _ wanted: Int?, in versions: [BaselinePromotion]
    ) throws(UsageError) -> BaselinePromotion {
        guard let current = versions.last else {
            throw UsageError(message: "there is nothing to roll back", hint: "'pawl baseline list' shows what there is")
        }
        if let wanted {
            let found = try BaselineFinder.version(wanted, in: versions)
            return try BaselineFinder.version(found.promotedVersion, in: versions)
        }
        let earlier = versions.last { $0.action != .rollback && $0.version < current.promotedVersion }
        guard let earlier else {
            throw UsageError(
                message: "nothing was promoted to '\(current.name)' before \(current.name)@\(current.promotedVersion)",
                hint: "'pawl baseline history \(current.name)' shows all versions; restore one with --to")
        }
        return earlier
    }
}
