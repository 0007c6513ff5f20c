import Artifacts
import Foundation
import ResultsStore
import RuntimeLibraries

extension CommandContext {
    /// `--artifacts`, or the default.
    func artifacts(_ arguments: ParsedArguments) -> ArtifactStore {
        ArtifactStore(folder: arguments["--artifacts"].map(absolute) ?? pawlFolder.path + "/artifacts")
    }

    /// The database of `--db` or the default; a question must not make one.
    func existingStore(_ arguments: ParsedArguments) throws -> ResultsStore {
        let path = databasePath(arguments)
        guard FileManager.default.fileExists(atPath: path) else {
            throw UsageError(
                message: "there is no database \(path)",
                hint: "'pawl run SUITE' makes it and records a run in it, or name one with --db")
        }
        return try ResultsStore(path: path)
    }
}
