import Diagnostics
import Foundation
import ResultsStore
import Support

/// `pawl import FILE...`
enum ImportSubcommand: Subcommand {
    static let specification = CommandSpecification(
        path: ["import"], abstract: "add runs that were measured elsewhere to the database",
        discussion: """
            Takes bundles as 'pawl export --to bundle' writes them: files, folders of them, or - for standard input. The
            order does not matter, and a run that is there already changes nothing. A run whose id is there with other
            content is refused, and so is a damaged bundle; the others are imported all the same, and the exit code is 3.
            Answers of imported runs are not used again by later runs unless you say that you trust them.
            """,
        positionals: [.init(name: "FILE", abstract: "a bundle, a folder of bundles, or -", isRepeated: true)],
        options: [
            .database,
            .init(
                name: "--trust-answers", value: nil,
                abstract: "let later runs use answers of these runs instead of evaluating anew", completion: .none),
            .format,
        ],
        examples: [
            .init(command: "pawl import *.pawlrun", explanation: "the runs of many machines into one database"),
            .init(command: "pawl import artifacts --db all.db", explanation: "every bundle in a folder"),
        ])

    static func run(_ arguments: ParsedArguments, in context: CommandContext) throws -> ExitCode {
        let importer = BundleImporter(
            database: try LazyDatabase(path: context.databasePath(arguments)),
            trustsEvaluations: arguments.has("--trust-answers"), context: context)
        var report = ImportReport()
        for name in arguments.positionals { importer.take(name, into: &report) }
        report.write(asJSON: context.wantsJSON(arguments), to: context)
        return report.refused == 0 ? .passed : .incomplete
    }
}
