import Foundation
import Records
import ResultsStore
import Support

/// `pawl baseline export NAME[@VERSION] FILE`
enum BaselineExportSubcommand: Subcommand {
    static let specification = CommandSpecification(
        path: ["baseline", "export"], abstract: "write a baseline with its run and its files to one file",
        discussion: "For another machine, or another database: 'pawl baseline import' reads it.",
        positionals: [
            .init(name: "NAME[@VERSION]", abstract: "such as main, or main@3", completion: .recorded(.baselines)),
            .init(name: "FILE", abstract: "the file to write"),
        ],
        options: [.database, .artifacts],
        examples: [
            .init(command: "pawl baseline export main main.pawlbaseline", explanation: "the current version")
        ])

    static func run(_ arguments: ParsedArguments, in context: CommandContext) throws -> ExitCode {
        let store = try context.existingStore(arguments)
        let promotion = try BaselineFinder(store: store).find(BaselineName(arguments.positionals[0]))
        guard let run = try store.run(id: promotion.run.id) else {
            throw UsageError(
                message: "the record of run \(promotion.run.id), which \(promotion.label) was promoted from, is not in "
                    + store.path, hint: "export it from the database in which it was measured")
        }
        let artifacts = context.artifacts(arguments)
        let lock = try ArtifactLock(artifacts, for: .use)
        defer { withExtendedLifetime(lock) {} }
        var seen: Set<Artifact> = []
        let files = promotion.files.map(\.artifact).filter { seen.insert($0).inserted }
        let path = context.absolute(arguments.positionals[1])
        try ArtifactBundle.write(
            BaselineTransfer(promotion: promotion, run: run).encoded(), files, from: artifacts, to: path)
        context.output.writeResult("\(promotion.label)  \(context.relative(path))\n")
        return .passed
    }
}

/// `pawl baseline import FILE [--as NAME]`
enum BaselineImportSubcommand: Subcommand {
    static let specification = CommandSpecification(
        path: ["baseline", "import"], abstract: "take a baseline from a file that 'pawl baseline export' wrote",
        discussion: """
            It becomes a new version of its name, or of that of --as; no other version is touched, and importing it
            once more changes nothing. Every length, name and digest is checked before. On another machine than that
            of its run it is always measured again: timings of two machines cannot be compared.
            """,
        positionals: [.init(name: "FILE", abstract: "the file to read")],
        options: [
            .init(name: "--as", value: "NAME", abstract: "another name than its own", completion: .none),
            .init(name: "--reason", value: "TEXT", abstract: "why, for the history", completion: .none),
            .database, .artifacts, .format,
        ],
        examples: [
            .init(command: "pawl baseline import main.pawlbaseline", explanation: "under its own name"),
            .init(command: "pawl baseline import main.pawlbaseline --as vendor", explanation: "under another one"),
        ])

    static func run(_ arguments: ParsedArguments, in context: CommandContext) throws -> ExitCode {
        let path = context.absolute(arguments.positionals[0])
        let bundle = try ArtifactBundle(path: path)
        let transfer = try BaselineTransfer(bundle, path: path)
        let name = try arguments["--as"].map(BaselineName.new) ?? transfer.promotion.name
        let artifacts = context.artifacts(arguments)
        let lock = try ArtifactLock(artifacts, for: .use)
        defer { withExtendedLifetime(lock) {} }
        try bundle.unpack(into: artifacts)
        // Only now: a bundle that is refused makes no database.
        let store = try ResultsStore(path: context.databasePath(arguments))
        let promotion = importing(transfer.promotion, reason: arguments["--reason"])
        var known: BaselinePromotion?
        let appended = try store.appendBaseline(name, with: transfer.run, summaries: transfer.run.summaries) {
            versions in
            known = versions.first { isSame($0, as: promotion) }
            return known == nil ? promotion : nil
        }
        if let appended {
            try context.tell(appended, arguments)
        } else if let known {
            context.warn("it is there already, as \(known.label): nothing was changed but files that were missing")
            try context.tell(known, arguments)
        }
        return .passed
    }

    /// What was exported, with the audit that it had there.
    private static func importing(_ exported: BaselinePromotion, reason: String?) -> BaselinePromotion {
        let who = PromotingUser.ofThisProcess()
        var promotion = exported
        promotion.action = .imported
        promotion.restoredVersion = nil
        promotion.origin =
            exported.origin
            ?? BaselinePromotion.Origin(
                name: exported.name, version: exported.version, promotedBy: exported.promotedBy,
                promotedOn: exported.promotedOn, promotedAt: exported.promotedAt, reason: exported.reason)
        (promotion.promotedBy, promotion.promotedOn, promotion.promotedAt) = (who.user, who.host, Date())
        promotion.reason = reason
        return promotion
    }

    private static func isSame(_ present: BaselinePromotion, as imported: BaselinePromotion) -> Bool {
        guard present.run == imported.run, let origin = imported.origin else { return false }
        if let other = present.origin { return other == origin && present.action == .imported }
        return present.name == origin.name && present.version == origin.version
            && present.promotedAt == origin.promotedAt
    }
}
