import CSQLite
import Diagnostics
import Foundation
import Records
import Support
import TestSupport
import Testing

@testable import ResultsStore

@Suite(.hangLimit) struct FailureTests {
    let folder: TemporaryFolder
    var path: String { folder.file("pawl.db") }

    init() throws { folder = try TemporaryFolder() }

    @Test func aFullDiskKeepsWhatWasThere() throws {
        let store = try ResultsStore(path: path)
        let first = SampleRun.make(id: "first")
        try store.save(first)
        // SQLite reports the limit of pages exactly as it reports ENOSPC.
        try store.withConnection { connection throws(StoreError) in
            let pages = try connection.integer("PRAGMA page_count")
            #expect(pages < 200)
            try connection.execute("PRAGMA max_page_count = 200")
        }
        var large = SampleRun.make(id: "large")
        large.cells[0].launches[0].blocks[0].valuesNanoseconds = [UInt64](repeating: 1 << 33, count: 500_000)
        #expect(throws: StoreError.diskFull(path: path)) { try store.save(large) }
        #expect(try store.run(id: "large") == nil)
        #expect(try store.run(id: "first") == first)
        var growing = first
        growing.cells[0].launches[0].blocks[0].valuesNanoseconds = [UInt64](repeating: 1 << 33, count: 500_000)
        #expect(throws: StoreError.diskFull(path: path)) { try store.save(growing) }
        #expect(try store.run(id: "first") == first)
        try store.verifyIntegrity()
    }

    @Test func aLockHeldForTooLongIsNamed() throws {
        let store = try ResultsStore(path: path, busyTimeoutSeconds: 0.05)
        let other = try RawDatabase(path)
        try other.execute("BEGIN IMMEDIATE")
        #expect(throws: StoreError.locked(path: path, waitedSeconds: 0.05)) { try store.save(SampleRun.make()) }
        // Readers do not wait for a writer.
        #expect(try store.runs(limit: 1).isEmpty)
        try other.execute("COMMIT")
        try store.save(SampleRun.make())
    }

    @Test func writingThroughAReadOnlyConnectionSaysSo() throws {
        _ = try ResultsStore(path: path)
        let connection = try Connection(path: path, access: .readOnly, busyTimeoutSeconds: 1)
        let error = #expect(throws: StoreError.self) { try connection.execute("DELETE FROM runs") }
        guard case .readOnly(path: path, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test(arguments: [
        (SQLITE_FULL, 0, "store.disk-full"), (SQLITE_IOERR | (12 << 8), ENOSPC, "store.disk-full"),
        (SQLITE_IOERR | (3 << 8), EDQUOT, "store.disk-full"), (SQLITE_CANTOPEN, ENOSPC, "store.disk-full"),
        (SQLITE_BUSY | (2 << 8), 0, "store.locked"), (SQLITE_READONLY | (6 << 8), 0, "store.read-only"),
        (SQLITE_CANTOPEN, EACCES, "store.unavailable"),
        (SQLITE_CANTOPEN, EMFILE, "store.unavailable"), (SQLITE_CANTOPEN, EISDIR, "store.cannot-open"),
        (SQLITE_NOTADB, 0, "store.not-a-database"),
        (SQLITE_IOERR | (3 << 8), EFBIG, "store.file-size-limit"), (SQLITE_CORRUPT | (1 << 8), 0, "store.corrupt"),
        (SQLITE_IOERR, EIO, "store.failure"),
        (SQLITE_CONSTRAINT, 0, "store.failure"),
    ])
    func everyResultCodeHasItsMeaning(_ code: Int32, systemError: Int32, diagnostic: String) {
        let error = StoreError(
            sqliteCode: code, systemError: systemError, message: "words", path: "p.db", operation: "saving", timeout: 10
        )
        #expect(error.diagnostics.map(\.code) == [diagnostic])
    }

    @Test func whatTheUserCanDoIsSaid() {
        for error: StoreError in [
            .cannotOpen(path: "p", reason: "r"), .unavailable(path: "p", reason: "r"), .notADatabase(path: "p"),
            .foreignDatabase(path: "p", applicationID: 1),
            .newerDatabase(path: "p", version: 9, known: 1), .corrupt(path: "p", reason: "r"),
            .readOnly(path: "p", reason: "r"), .diskFull(path: "p"), .locked(path: "p", waitedSeconds: 10),
        ] {
            #expect(error.diagnostics.count == 1)
            #expect(error.diagnostics[0].hint?.isEmpty == false)
            #expect(error.diagnostics[0].message.contains("p"))
        }
        #expect(StoreError.locked(path: "p", waitedSeconds: 10).description.contains("more than 10 s"))
    }
}
