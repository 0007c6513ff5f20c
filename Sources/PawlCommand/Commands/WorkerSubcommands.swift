import Diagnostics
import Foundation
import Harness
import Records
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
                try InstalledRuntimes(in: folder).library(name: runtime.name, version: runtime.version).path
            },
            receivedFilesFolder: DownloadCache.ofUser(environment: context.environment).receivedFiles,
            takesOnlySentFiles: arguments.has("--own-files"))
        exit(WorkerService(configuration).serve())
    }
}

/// `pawl worker files [--clear]`
enum WorkerFilesSubcommand: Subcommand {
    static let specification = CommandSpecification(
        path: ["worker", "files"], abstract: "say how much space sent files take here, or remove them",
        discussion: """
            A worker keeps the models and samples that were sent to it, so that each is sent once. What was not used
            for 30 days is removed when the next file arrives. Run this where the worker runs.
            """,
        options: [
            .init(
                name: "--clear", value: nil, abstract: "remove them all; they are sent again when needed",
                completion: .none)
        ],
        examples: [.init(command: "pawl worker files --clear", explanation: "make room on this machine")])

    static func run(_ arguments: ParsedArguments, in context: CommandContext) throws -> ExitCode {
        let folder = DownloadCache.ofUser(environment: context.environment).receivedFiles
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        var count = 0, bytes = 0.0, code = ExitCode.passed
        for name in names {
            let path = "\(folder)/\(name)"
            let attributes = try? FileManager.default.attributesOfItem(atPath: path)
            if attributes?[.type] as? FileAttributeType == .typeDirectory, arguments.has("--clear") {
                // A model's folder holds second names of files that are counted by their first.
                try? FileManager.default.removeItem(atPath: path)
            }
            guard let attributes, attributes[.type] as? FileAttributeType == .typeRegular else { continue }
            if arguments.has("--clear"), unlink(path) != 0 {
                context.output.writeDiagnostic("pawl: cannot remove \(path): \(SystemMessage.text())\n")
                code = .incomplete
                continue
            }
            count += 1
            bytes += (attributes[.size] as? NSNumber)?.doubleValue ?? 0
        }
        let words = "\(count) \(count == 1 ? "file" : "files"), \(Quantity.text(bytes, .bytes))"
        context.output.writeResult("\(folder)  \(words)\(arguments.has("--clear") ? " removed" : "")\n")
        return code
    }
}
