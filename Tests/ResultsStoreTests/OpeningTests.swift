import CSQLite
import Diagnostics
import Foundation
import Support
import TestSupport
import Testing

@testable import ResultsStore

@Suite(.hangLimit) struct OpeningTests {
    let folder: TemporaryFolder
    var path: String { folder.file("pawl.db") }

    init() throws { folder = try TemporaryFolder() }

    private func openingError() throws -> StoreError {
        try #require(throws: StoreError.self) { try ResultsStore(path: path, busyTimeoutSeconds: 0.05) }
    }

    private func expectUntouched(_ content: Data) throws {
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == content)
    }

    private func integer(_ pragma: StaticString, of store: ResultsStore) throws -> Int64 {
        try store.withConnection { connection throws(StoreError) in try connection.integer(pragma) }
    }

    @Test func aNewDatabaseKnowsWhoseItIs() throws {
        _ = try ResultsStore(path: path)
        let raw = try RawDatabase(path)
        #expect(try raw.value("PRAGMA application_id") == "1348564844")
        #expect(try raw.value("PRAGMA user_version") == String(Migration.all.count))
        #expect(try raw.value("PRAGMA journal_mode") == "wal")
    }

    /// SQLite calls the trace before each statement. Here the other process is done with the database just after the first of the
    /// statements that tell whose file it is: without one view of all of them the file would be a stranger's.
    @Test func aDatabaseThatAnotherProcessMakesMeanwhileIsNoStranger() throws {
        try RawDatabase(path).execute("PRAGMA journal_mode = WAL; CREATE TABLE t (a); DROP TABLE t;")
        let other = OtherProcess(path: path)
        let connection = try Connection(path: path, access: .readWrite, busyTimeoutSeconds: 1)
        sqlite3_trace_v2(
            connection.handle, UInt32(SQLITE_TRACE_STMT),
            { _, context, _, sql in
                let sql = sql.map { String(cString: $0.assumingMemoryBound(to: CChar.self)) } ?? ""
                if sql == "PRAGMA user_version", let context {
                    Unmanaged<OtherProcess>.fromOpaque(context).takeUnretainedValue().makeDatabase()
                }
                return 0
            }, Unmanaged.passUnretained(other).toOpaque())
        #expect(try Migrator().inspect(connection) == .empty)
        #expect(other.hasMadeDatabase)
        #expect(try Migrator().inspect(connection) == .version(Migration.all.count))
    }

    private final class OtherProcess {
        let path: String
        private(set) var hasMadeDatabase = false

        init(path: String) { self.path = path }

        /// Once.
        func makeDatabase() {
            guard !hasMadeDatabase else { return }
            hasMadeDatabase = (try? ResultsStore(path: path)) != nil
        }
    }

    /// In rollback mode, before the switch to write-ahead logging, and after it.
    @Test(.hangLimit) func manyOpenADatabaseThatIsBeingMade() async throws {
        for round in 0..<25 {
            let path = folder.file("\(round).db")
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 { group.addTask { _ = try ResultsStore(path: path, busyTimeoutSeconds: 60) } }
                try await group.waitForAll()
            }
        }
    }

    @Test func everyTableIsStrict() throws {
        _ = try ResultsStore(path: path)
        let tables = try RawDatabase(path).rows(
            "SELECT name, strict FROM pragma_table_list WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        #expect(tables.count > 10)
        #expect(tables.allSatisfy { $0[1] == "1" })
    }

    @Test func theConnectionEnforcesForeignKeysAndWaits() throws {
        let store = try ResultsStore(path: path, busyTimeoutSeconds: 3)
        #expect(try integer("PRAGMA foreign_keys", of: store) == 1)
        #expect(try integer("PRAGMA synchronous", of: store) == 1)
        #expect(try integer("PRAGMA busy_timeout", of: store) == 3000)
    }

    @Test func theFolderIsMade() throws {
        let deep = folder.file("a/b c/pawl.db")
        _ = try ResultsStore(path: deep)
        #expect(FileManager.default.fileExists(atPath: deep))
    }

    @Test func aReportDoesNotMakeADatabase() throws {
        #expect(throws: StoreError.cannotOpen(path: path, reason: "there is no such file")) {
            try ResultsStore(path: path, ifMissing: .refuse)
        }
        #expect(!FileManager.default.fileExists(atPath: path))
        _ = try ResultsStore(path: path)
        _ = try ResultsStore(path: path, ifMissing: .refuse)
    }

    /// The superuser may write everywhere.
    @Test(.enabled(if: geteuid() != 0, "runs as root"), arguments: [true, false])
    func aReadOnlyFolderIsNamed(_ hasDatabase: Bool) throws {
        if hasDatabase { try ResultsStore(path: path).save(SampleRun.make()) }
        chmod(folder.path, 0o500)
        chmod(path, 0o400)
        defer { chmod(folder.path, 0o700) }
        switch try openingError() {
        case .unavailable(path: path, _), .readOnly(path: path, _): break
        case let error: Issue.record("\(error)")
        }
    }

    /// What cannot be written to is read, without a file beside it; with a log there, its newest runs would be missing.
    @Test func aDatabaseOnAReadOnlyMediumIsReadAsItIs() throws {
        try ResultsStore(path: path).save(SampleRun.make())
        let odd = folder.file("a b?c%d#é.db")
        try FileManager.default.moveItem(atPath: path, toPath: odd)
        for end in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + end) }
        let connection = try Connection(path: odd, access: .immutable, busyTimeoutSeconds: 1)
        #expect(try Migrator().inspect(connection) == .version(Migration.all.count))
        #expect(try connection.integer("SELECT count(*) FROM runs") == 1)
        #expect(throws: StoreError.self) { try connection.execute("DELETE FROM runs") }
        #expect(!FileManager.default.fileExists(atPath: odd + "-shm"))
    }

    /// The superuser may write everywhere.
    @Test(.enabled(if: geteuid() != 0, "runs as root")) func aDatabaseOfAnotherUserIsRead() throws {
        try ResultsStore(path: path).save(SampleRun.make())
        chmod(path, 0o400)
        chmod(folder.path, 0o500)
        defer { chmod(folder.path, 0o700) }
        #expect(try ResultsStore(path: path, ifMissing: .refuse).runs(limit: 10).count == 1)
        #expect(try DatabaseInspector(path: path).inspect { _ in [:] }?.runs == 1)
    }

    @Test(.hangLimit) func aPipeIsNoDatabase() throws {
        #expect(mkfifo(path, 0o600) == 0)
        #expect(throws: StoreError.cannotOpen(path: path, reason: "it is not a regular file")) {
            try ResultsStore(path: path)
        }
    }

    @Test func anEmptyFileBecomesADatabase() throws {
        try Data().write(to: URL(fileURLWithPath: path))
        try ResultsStore(path: path).save(SampleRun.make())
    }

    @Test func aNameThatSQLiteTreatsSpeciallyIsAPlainFile() throws {
        let name = folder.file("file:pawl.db?mode=memory")
        _ = try ResultsStore(path: name)
        #expect(FileManager.default.fileExists(atPath: name))
        #expect(throws: StoreError.self) { try ResultsStore(path: "") }
        #expect(throws: StoreError.self) { try ResultsStore(path: "nul\u{0}.db") }
    }

    @Test(arguments: [
        Data("short".utf8), Data("not a database, but long enough to have a header; ".utf8) + Data(count: 9000),
        Data((0..<5000).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ 13) }),
    ])
    func aFileThatIsNoDatabaseIsLeftUntouched(_ content: Data) throws {
        try content.write(to: URL(fileURLWithPath: path))
        #expect(try openingError() == .notADatabase(path: path))
        try expectUntouched(content)
    }

    @Test func aDatabaseOfAnotherProgramIsLeftUntouched() throws {
        try RawDatabase(path).execute("CREATE TABLE recipes (name TEXT); PRAGMA application_id = 77;")
        let content = try Data(contentsOf: URL(fileURLWithPath: path))
        #expect(try openingError() == .foreignDatabase(path: path, applicationID: 77))
        try expectUntouched(content)
    }

    @Test func aDatabaseOfAnotherProgramWithoutAnIdIsLeftUntouched() throws {
        try RawDatabase(path).execute("CREATE TABLE recipes (name TEXT)")
        let content = try Data(contentsOf: URL(fileURLWithPath: path))
        #expect(try openingError() == .foreignDatabase(path: path, applicationID: 0))
        try expectUntouched(content)
    }

    @Test func aDatabaseFromANewerPawlIsNeverOverwritten() throws {
        try ResultsStore(path: path).save(SampleRun.make())
        try RawDatabase(path).execute("PRAGMA user_version = 4711")
        let content = try Data(contentsOf: URL(fileURLWithPath: path))
        let error = try openingError()
        #expect(error == .newerDatabase(path: path, version: 4711, known: Migration.all.count))
        #expect(error.diagnostics[0].hint?.contains("update Pawl") == true)
        try expectUntouched(content)
    }

    @Test func aTruncatedDatabaseIsDamagedAndLeftUntouched() throws {
        try ResultsStore(path: path).save(SampleRun.make())
        let content = try Data(contentsOf: URL(fileURLWithPath: path)).prefix(20_000)
        try content.write(to: URL(fileURLWithPath: path))
        guard case .corrupt = try openingError() else {
            Issue.record("\(try openingError())")
            return
        }
        try expectUntouched(content)
    }

    @Test func damageInTheMiddleIsFound() throws {
        try ResultsStore(path: path).save(SampleRun.make())
        var content = try Data(contentsOf: URL(fileURLWithPath: path))
        content.replaceSubrange(8192..<content.count - 8192, with: Data(repeating: 0xA5, count: content.count - 16_384))
        try content.write(to: URL(fileURLWithPath: path))
        let error = #expect(throws: StoreError.self) {
            let store = try ResultsStore(path: path)
            try store.verifyIntegrity()
        }
        guard case .corrupt = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        try expectUntouched(content)
    }

    @Test(arguments: ["/proc/pawl-test/pawl.db", "/proc/pawl.db", "/", "/etc/hostname/pawl.db"])
    func aPlaceWhereNothingCanBeMadeIsNamed(_ impossible: String) {
        let error = #expect(throws: StoreError.self) { try ResultsStore(path: impossible) }
        switch error {
        case .cannotOpen(path: impossible, _), .unavailable(path: impossible, _), .readOnly(path: impossible, _): break
        default: Issue.record("\(String(describing: error))")
        }
        #expect(error?.diagnostics[0].hint?.contains("--db") == true)
    }
}
