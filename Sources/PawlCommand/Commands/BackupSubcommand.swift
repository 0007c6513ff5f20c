import Diagnostics
import Foundation
import Records
import ResultsStore
import Support

/// `pawl backup FILE`
enum BackupSubcommand: Subcommand {
    static let specification = CommandSpecification(
        path: ["backup"], abstract: "copy the results database, also while runs are recorded",
        discussion: """
            The copy is the database of one moment, in one file. It is checked before it takes FILE's name. To
            restore it, put it in the database's place while no pawl runs, and remove files that end in -wal and
            -shm there.
            """,
        positionals: [.init(name: "FILE", abstract: "where the copy goes")],
        options: [
            .init(name: "--force", value: nil, abstract: "replace FILE when it is there", completion: .none),
            .database, .format,
        ],
        examples: [.init(command: "pawl backup backups/monday.db", explanation: "makes the folder, too")])

    /// What `--format json` prints.
    private struct JSONOutput: Encodable {
        var database: String
        var backup: String
        var bytes: Int
    }

    static func run(_ arguments: ParsedArguments, in context: CommandContext) throws -> ExitCode {
        let source = try ExistingDatabase(arguments, in: context).path
        let target = context.absolute(arguments.positionals[0])
        try checkTarget(target, source: source, mayReplace: arguments.has("--force"))
        let signals = InterruptionSignals(context.interruption)
        return try withExtendedLifetime(signals) {
            let progress = StepProgress("copying", in: context)
            defer { progress.end() }
            let bytes = try DatabaseBackup(of: source).write(to: target) { pages, total in
                progress.show(pages, of: total, unit: "pages")
                return !context.interruption.wasTriggered
            }
            progress.end()
            guard let bytes else {
                context.output.writeDiagnostic("pawl: interrupted; there is no backup\n")
                return .incomplete
            }
            if context.wantsJSON(arguments) {
                try context.writeJSON(JSONOutput(database: source, backup: target, bytes: bytes))
            } else {
                context.output.writeResult(
                    "\(context.relative(target)): \(Quantity.text(Double(bytes), .bytes)), checked\n")
            }
            return .passed
        }
    }

    private static func checkTarget(_ target: String, source: String, mayReplace: Bool) throws(UsageError) {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: target, isDirectory: &isFolder) else { return }
        if isFolder.boolValue {
            throw UsageError(message: "\(target) is a folder", hint: "name a file in it")
        }
        let files = [target, source].map { try? FileManager.default.attributesOfItem(atPath: $0) }
        let identities = files.map {
            [$0?[.systemFileNumber], $0?[.systemNumber]].map { ($0 as? NSNumber)?.uint64Value }
        }
        if identities[0] == identities[1] {
            throw UsageError(
                message: "\(target) is the database itself", hint: "a backup needs a file of its own")
        }
        if !mayReplace {
            throw UsageError(
                message: "\(target) is there already", hint: "name another file, or replace it with --force")
        }
    }
}
