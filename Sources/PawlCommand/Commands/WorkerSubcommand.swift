import Foundation
import Worker

/// The hidden subcommand under which pawl starts itself as a worker.
enum WorkerSubcommand: Subcommand {
    static let name = "worker"
    static let specification = CommandSpecification(
        path: [name], abstract: "serve as a worker process (started by pawl itself)", isHidden: true)

    static func run(_ arguments: ParsedArguments, in context: CommandContext) -> ExitCode {
        exit(WorkerService(runtimes: RuntimeRegistry.openers).serve())
    }
}
