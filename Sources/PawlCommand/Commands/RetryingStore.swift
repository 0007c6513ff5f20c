import CSystem
import Diagnostics
import Foundation
import Records
import ResultsStore
import Support

/// Saves what was measured though another program holds the database: waits for it, and writes a bundle beside the database
/// rather than lose the run.
struct RetryingStore {
    /// The longest that another program is waited for. Ctrl-C ends it, too.
    static let longestSeconds = 300.0

    let store: ResultsStore
    let context: CommandContext

    /// - Throws: `StoreError`, and `LockedDatabase` when the run stands in a bundle instead.
    func save(_ run: RunRecord, summaries: [Int: [Metric: Double]], unfinished: UnfinishedRun?) throws {
        let start = pawl_monotonic_raw_nanoseconds()
        var hasTold = false
        while true {
            do throws(StoreError) {
                if let unfinished {
                    return try store.save(run, summaries: summaries, unfinished: unfinished)
                }
                return try store.save(run, summaries: summaries)
            } catch {
                guard case .locked = error else { throw error }
            }
            let waited = Double(pawl_monotonic_raw_nanoseconds() - start) / 1e9
            // A run that a signal stopped is saved like any other; a signal after that ends the waiting.
            guard waited < Self.longestSeconds, run.status == .interrupted || !context.interruption.wasTriggered else {
                break
            }
            if !hasTold {
                context.warn(
                    "another program holds the database \(context.relative(store.path)): waiting for it, at most "
                        + "\(Quantity.duration(seconds: Self.longestSeconds)); Ctrl-C writes the run to a file instead")
            }
            hasTold = true
        }
        let folder = (store.path as NSString).deletingLastPathComponent
        let path = (folder as NSString).appendingPathComponent(BundleFile.name(ofRun: run.id))
        try AtomicFile.write(try RunBundle(run, summaries: summaries).data, to: path)
        throw LockedDatabase(run: run.id, database: context.relative(store.path), bundle: context.relative(path))
    }
}

/// The run is in a bundle, because another program did not let go of the database.
struct LockedDatabase: DiagnosableError, Equatable {
    var run: String
    var database: String
    var bundle: String

    var blame: Blame { .machine }

    var diagnostics: [Diagnostic] {
        [
            Diagnostic(
                code: "store.held",
                "another program still holds the database \(database); run \(run.prefix(8)) was written to \(bundle)",
                hint: "once it is free: pawl import \(bundle) --db \(database)")
        ]
    }
}

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
