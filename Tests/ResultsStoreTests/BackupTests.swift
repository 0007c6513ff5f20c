import Foundation
import Records
import Support
import TestSupport
import Testing

@testable import ResultsStore

@Suite("Copies of a database", .hangLimit)
struct BackupTests {
    let folder: TemporaryFolder
    let store: ResultsStore
    var target: String { folder.file("copies/backup.db") }

    init() throws {
        folder = try TemporaryFolder()
        store = try ResultsStore(path: folder.file("pawl.db"))
        for number in 0..<10 { try store.save(SampleRun.make(id: "run-\(number)"), summaries: SampleRun.summaries) }
    }

    private func files() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.file("copies")).sorted()
    }

    @Test("A copy is one file with everything in it, and can take the database's place") func whole() throws {
        let bytes = try DatabaseBackup(of: store.path).write(to: target)
        #expect(try files() == ["backup.db"])
        #expect(bytes == (try Data(contentsOf: URL(fileURLWithPath: target)).count))
        let copy = try ResultsStore(path: target, ifMissing: .refuse)
        #expect(try copy.runs(limit: 99) == store.runs(limit: 99))
        #expect(try copy.run(id: "run-7") == SampleRun.make(id: "run-7"))
        try copy.verifyIntegrity()
    }

    @Test("Runs that are written meanwhile neither wait nor make it start again; the copy is of its first moment")
    func whileWriting() throws {
        // More pages than a step copies.
        for number in 0..<4 {
            var run = SampleRun.make(id: "large-\(number)")
            run.cells[0].launches[0].blocks[0].valuesNanoseconds = (0..<600_000).map { 4_000_000 + $0 }
            try store.save(run)
        }
        let before = try store.runs(limit: 99)
        var steps = 0
        let bytes = try DatabaseBackup(of: store.path).write(to: target) { _, _ in
            steps += 1
            do {
                try store.save(SampleRun.make(id: "meanwhile-\(steps)"))
                return true
            } catch {
                Issue.record(error)
                return false
            }
        }
        #expect(bytes != nil && steps >= 3 && steps < 20)
        let copy = try ResultsStore(path: target, ifMissing: .refuse)
        #expect(try copy.runs(limit: 99) == before)
        try copy.verifyIntegrity()
        #expect(try store.runs(limit: 99).count == before.count + steps)
        try store.verifyIntegrity()
    }

    @Test("One that is ended leaves nothing, and what was there stays") func ended() throws {
        try AtomicFile.write("an older copy", to: target)
        #expect(try DatabaseBackup(of: store.path).write(to: target) { _, _ in false } == nil)
        #expect(try files() == ["backup.db"])
        #expect(try String(contentsOfFile: target, encoding: .utf8) == "an older copy")
    }

    @Test("Where nothing can be written it says so, and the database is untouched") func unwritable() throws {
        try AtomicFile.write("a file", to: folder.file("copies"))
        #expect { try DatabaseBackup(of: store.path).write(to: target) } throws: { error in
            guard case .backupFailed(let path, _) = error as? StoreError else { return false }
            return path == target
        }
        try store.verifyIntegrity()
    }

    @Test("A source that is damaged is no backup") func damaged() throws {
        let path = folder.file("notes")
        try AtomicFile.write("These are my notes, and there are no copies of them anywhere.", to: path)
        #expect(throws: StoreError.notADatabase(path: path)) { try DatabaseBackup(of: path).write(to: target) }
        #expect(throws: StoreError.self) { try DatabaseBackup(of: folder.file("missing.db")).write(to: target) }
        #expect(!FileManager.default.fileExists(atPath: target))
    }
}
