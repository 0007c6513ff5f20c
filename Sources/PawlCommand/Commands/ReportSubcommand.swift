import Diagnostics
import Foundation
import Gating
import Records
import ResultsStore

/// `pawl report [RUN]`
enum ReportSubcommand: Subcommand {
    static let specification = CommandSpecification(
        path: ["report"], abstract: "print and write the report of a recorded run once more",
        discussion: "Without RUN it is the last one recorded.",
        positionals: [.init(name: "RUN", abstract: RunFinder.names, isOptional: true, completion: .recorded(.runs))],
        options: [.database, .output, .junitFile, .junitDialect, .format],
        examples: [
            .init(command: "pawl report", explanation: "the last run"),
            .init(command: "pawl report latest~1", explanation: "the run before the last one"),
            .init(command: "pawl report 3f2a --out Results/again", explanation: "a run by its id, with all files"),
        ])

    static func run(_ arguments: ParsedArguments, in context: CommandContext) throws -> ExitCode {
        let store = try context.existingStore(arguments)
        var run = try find(arguments.positionals.first, in: store)
        run.status = RunLock.status(run.status, ofRun: run.id, database: store.path)
        try RunReport(
            run: run, summaries: run.summaries, arguments: arguments, context: context,
            comparedEnvironment: try run.comparedEnvironment(in: store)
        ).publish()
        return .passed
    }

    private static func find(_ id: String?, in store: ResultsStore) throws -> RunRecord {
        guard let id else {
            guard let latest = try store.latestRun() else {
                throw UsageError(message: "\(store.path) holds no run", hint: "'pawl gate SUITE' records one")
            }
            return latest
        }
        return try RunFinder(store: store).run(named: id)
    }
}
