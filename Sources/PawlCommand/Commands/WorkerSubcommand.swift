import Foundation
import Harness
import RuntimeLibraries
import Worker

/// Serves as a worker: started by pawl itself, or over ssh and adb by a suite's `worker`.
enum WorkerSubcommand: Subcommand {
    static let name = "worker"
    static let specification = CommandSpecification(
        path: [name], abstract: "run models for a pawl that calls over standard input and output",
        discussion: """
            Pawl starts a worker for every measurement by itself. A suite's 'worker' starts one elsewhere, such as
            worker: [ssh, board, pawl, worker]; see docs/remote.md. Files that are sent to it are kept in the user's
            cache by their digest ('pawl worker files').
            """,
        options: [
            .init(
                name: "--own-files", value: nil,
                abstract: "read only files that were sent here, also where the supervisor's own could be read",
                completion: .none)
        ])

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
