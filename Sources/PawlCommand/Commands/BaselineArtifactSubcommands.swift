import Records
import ResultsStore
import Support

/// `pawl baseline verify [NAME]`
enum BaselineVerifySubcommand: Subcommand {
    static let specification = CommandSpecification(
        path: ["baseline", "verify"], abstract: "check that every file that baselines keep is there and whole",
        positionals: [
            .init(
                name: "NAME[@VERSION]", abstract: "one of them; without it, all versions of all", isOptional: true,
                completion: .none)
        ],
        options: [.database, .artifacts],
        examples: [.init(command: "pawl baseline verify", explanation: "read every file, and compare its digest")])

    static func run(_ arguments: ParsedArguments, in context: CommandContext) throws -> ExitCode {
        let store = try context.existingStore(arguments)
        let promotions = try arguments.positionals.first.map {
            [try BaselineFinder(store: store).find(BaselineName($0))]
        }
        let artifacts = context.artifacts(arguments)
        let lock = try ArtifactLock(artifacts, for: .use)
        defer { withExtendedLifetime(lock) {} }
        var isWhole = true
        // Versions share files: each is read once.
        var checked: [Artifact: ArtifactError?] = [:]
        for promotion in try promotions ?? store.baselines() {
            for file in promotion.files {
                if checked[file.artifact] == nil {
                    do throws(ArtifactError) {
                        try artifacts.check(file.artifact)
                        checked[file.artifact] = .some(nil)
                    } catch {
                        checked[file.artifact] = error
                    }
                }
                guard let problem = checked[file.artifact] ?? nil else { continue }
                isWhole = false
                context.warn("\(promotion.label): \(file.path)\(file.owner.isEmpty ? "" : " of \(file.owner)")")
                context.tell(problem)
            }
        }
        let bytes = Quantity.text(Double(checked.keys.reduce(0) { $0 + $1.bytes }), .bytes)
        context.output.writeResult("\(checked.count) files, \(bytes): \(isWhole ? "all whole" : "not all whole")\n")
        return isWhole ? .passed : .incomplete
    }
}

/// `pawl baseline clean`
enum BaselineCleanSubcommand: Subcommand {
    static let specification = CommandSpecification(
        path: ["baseline", "clean"], abstract: "remove kept files that no baseline names",
        discussion: """
            Such are left when a promotion was cut short. Files of earlier versions stay: a rollback needs them.
            With --keep N they go as well, but for those of the last N versions of each name and of what these
            restored; older versions are then compared by their record.
            """,
        options: [
            .init(
                name: "--keep", value: "N", abstract: "keep the files of the last N versions of each name only",
                completion: .none), .database, .artifacts,
        ],
        examples: [
            .init(command: "pawl baseline clean", explanation: "remove what nothing needs"),
            .init(command: "pawl baseline clean --keep 3", explanation: "and the files of old versions"),
        ])

    static func run(_ arguments: ParsedArguments, in context: CommandContext) throws -> ExitCode {
        let keep = try arguments["--keep"].map { text throws(UsageError) -> Int in
            guard let count = Int(text), count >= 1 else {
                throw UsageError(message: "--keep cannot be '\(text)'", hint: "a whole number from 1 up")
            }
            return count
        }
        let store = try context.existingStore(arguments)
        let artifacts = context.artifacts(arguments)
        let lock = try ArtifactLock(artifacts, for: .removal)
        defer { withExtendedLifetime(lock) {} }
        let byName = Dictionary(grouping: try store.baselines(), by: \.name).values
        let kept = byName.flatMap { versions in keep.map { Array(versions.suffix($0)) } ?? versions }
        let removed = try artifacts.removeAll(except: Set(kept.flatMap { $0.files.map(\.digest) }))
        context.output.writeResult(
            "removed \(removed.files) files, \(Quantity.text(Double(removed.bytes), .bytes))\n")
        return .passed
    }
}
