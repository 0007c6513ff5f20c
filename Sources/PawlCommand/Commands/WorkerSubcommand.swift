import Foundation
import HostEnvironment
import RuntimeLibraries
import Worker

/// Serves as a worker: started by pawl itself, or over ssh and adb by a suite's `worker`.
enum WorkerSubcommand: Subcommand {
    static let name = "worker"
    static let specification = CommandSpecification(
        path: [name], abstract: "serve as a worker process (started by pawl itself, or by a suite's 'worker')",
        discussion: """
            Reads calls from standard input and answers on standard output until standard input ends; docs/remote.md
            says how a suite starts it on another machine. Files that are sent to it are kept in the user's cache by
            their digest ('pawl worker files').
            """,
        options: [
            .init(
                name: "--own-files", value: nil,
                abstract: "read only files that were sent here, also where the supervisor's own could be read",
                completion: .none)
        ],
        isHidden: true)

    static func run(_ arguments: ParsedArguments, in context: CommandContext) -> ExitCode {
        let folder = context.pawlFolder
        let configuration = WorkerConfiguration(
            name: "pawl-worker \(pawlVersion)", describeDevice: { HostEnvironment.shortDescription() },
            runtimes: RuntimeRegistry.openers,
            locateLibrary: { runtime in
                try InstalledRuntimes(root: folder.runtimes).library(name: runtime.name, version: runtime.version).path
            },
            receivedFilesFolder: DownloadCache.ofUser(environment: context.environment).receivedFiles,
            takesOnlySentFiles: arguments.has("--own-files"))
        exit(WorkerService(configuration).serve())
    }
}
