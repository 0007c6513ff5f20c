import Diagnostics
import Foundation
import Records
import ResultsStore
import Support

/// Brings bundles into a database, one transaction each; what is wrong with one keeps no other out.
struct BundleImporter {
    let database: LazyDatabase
    let trustsEvaluations: Bool
    let context: CommandContext

    /// - Parameter name: of a file or a folder, or `-`.
    func take(_ name: String, into report: inout ImportReport) {
        guard name != "-" else {
            return take(name: "standard input", into: &report) {
                try RunBundle(reading: try Self.standardInput(), name: "standard input")
            }
        }
        let path = context.absolute(name)
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
            return take(name: name, into: &report) { try BundleFile.read(path, name: name) }
        }
        do {
            let files = try BundleFile.list(folder: path)
            if files.isEmpty { context.warn("\(name) has no file whose name ends in .\(RunBundle.fileExtension)") }
            for file in files {
                take(name: context.relative(file), into: &report) {
                    try BundleFile.read(file, name: context.relative(file))
                }
            }
        } catch {
            report.refuse(name, error, in: context)
        }
    }

    private func take(name: String, into report: inout ImportReport, _ read: () throws -> RunBundle) {
        do {
            let bundle = try read()
            let outcome = try add(bundle, name)
            guard outcome != .conflict else {
                throw BundleConflict(name: name, run: bundle.run.id, database: database.path)
            }
            report.note(name, bundle, outcome, in: context)
        } catch {
            report.refuse(name, error, in: context)
        }
    }

    private func add(_ bundle: RunBundle, _ name: String) throws -> ImportOutcome {
        do {
            return try database.store().add(
                bundle.run, summaries: bundle.summaries,
                from: ImportRecord(
                    bundleDigest: bundle.digest, importedAt: Date(), trustsEvaluations: trustsEvaluations))
        } catch StoreError.invalidRecord(_, let reason) {
            throw BundleError.invalid(name: name, reason: reason)
        }
    }

    /// At most a bundle's bytes and one more, which shows that there are too many.
    private static func standardInput() throws(BundleError) -> Data {
        let limit = RunBundle.Limits.standard.fileBytes
        var data = Data()
        while data.count <= limit {
            guard let chunk = try? FileHandle.standardInput.read(upToCount: 1 << 20), !chunk.isEmpty else { break }
            data.append(chunk)
        }
        return data
    }
}

/// A database that is made when there is something to go into it: what is refused leaves no empty one behind.
final class LazyDatabase {
    let path: String
    private var opened: ResultsStore?

    /// - Throws: `StoreError` for one that is there and cannot be used.
    init(path: String) throws(StoreError) {
        self.path = path
        if FileManager.default.fileExists(atPath: path) { opened = try ResultsStore(path: path) }
    }

    func store() throws(StoreError) -> ResultsStore {
        if let opened { return opened }
        let store = try ResultsStore(path: path)
        opened = store
        return store
    }
}

/// The database has other content under the same id.
struct BundleConflict: DiagnosableError {
    var name: String
    var run: String
    var database: String

    var blame: Blame { .input }

    var diagnostics: [Diagnostic] {
        [
            Diagnostic(
                code: "bundle.conflict",
                "\(name) holds run \(run), which is in \(database) with other content; the one there was left as it was",
                hint: "import it into another database (--db) to compare the two")
        ]
    }
}
