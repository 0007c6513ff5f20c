import Foundation
import Records
import RuntimeLibraries

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
                context.output.writeDiagnostic("pawl: cannot remove \(path): \(String(cString: strerror(errno)))\n")
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
