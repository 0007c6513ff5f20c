import Diagnostics
import Foundation
import ResultsStore

/// The database that a command looks after; a misspelt path must not become a new one.
struct ExistingDatabase {
    let path: String

    /// - Throws: `UsageError` when there is no such file.
    init(_ arguments: ParsedArguments, in context: CommandContext) throws(UsageError) {
        path = context.databasePath(arguments)
        guard FileManager.default.fileExists(atPath: path) else {
            throw UsageError(
                message: "there is no database \(path)",
                hint: "'pawl run SUITE' makes it, 'pawl import FILE' as well; name another with --db")
        }
    }

    func store() throws(StoreError) -> ResultsStore { try ResultsStore(path: path, ifMissing: .refuse) }
}

extension CommandContext {
    /// The database of `--db` or the default; a question must not make one.
    func existingStore(_ arguments: ParsedArguments) throws -> ResultsStore {
        try ExistingDatabase(arguments, in: self).store()
    }
}
