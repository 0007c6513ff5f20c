import Foundation
import Records
import ResultsStore
import TestSupport
import Testing

@Suite("The results database, whatever state it is in", .needsRuntime, .hangLimit)
struct DatabaseTests {
    let workspace: Workspace
    let suite: String

    init() throws {
        workspace = try Workspace()
        suite = try workspace.writeSuite(["a": .rightClassifier])
    }

    private func bytes() throws -> Data { try Data(contentsOf: URL(fileURLWithPath: workspace.database)) }

    /// No command may change a database that it refuses. A wrong file is a mistake (2), a broken one is the machine's (3).
    private func expectRefusal(_ words: String..., code: Int32 = 2) throws {
        let before = try bytes()
        for arguments in [["run", suite], ["gate", suite], ["report"]] {
            let outcome = try PawlProcess(arguments, in: workspace).outcome()
            #expect(outcome.code == code, "pawl \(arguments[0])")
            #expect(outcome.result.isEmpty)
            for word in words { #expect(outcome.diagnostic.contains(word)) }
            #expect(!outcome.diagnostic.contains("measuring"), "refused before anything is measured")
        }
        #expect(try bytes() == before)
    }

    @Test("Without --db it is Results/pawl.db in the working folder; with it, the file named")
    func place() throws {
        #expect(workspace.pawl("run", suite).code == 0)
        #expect(workspace.exists("Results/pawl.db"))
        #expect(workspace.pawl("run", suite, "--db", "elsewhere/other.db").code == 0)
        #expect(workspace.exists("elsewhere/other.db"))
        #expect(try ResultsStore(path: workspace.database, ifMissing: .refuse).runs(limit: 9).count == 1)
    }

    @Test("One that a newer Pawl wrote is refused and keeps every byte")
    func newer() throws {
        #expect(workspace.pawl("run", suite).code == 0)
        try DatabaseIntruder(path: workspace.database).execute("PRAGMA user_version = 99")
        try expectRefusal("was written by a newer Pawl (schema 99", "update Pawl")
    }

    @Test("One of another program is refused and keeps every byte")
    func foreign() throws {
        try FileManager.default.createDirectory(atPath: workspace.file("Results"), withIntermediateDirectories: false)
        _ = FileManager.default.createFile(atPath: workspace.database, contents: nil)
        try DatabaseIntruder(path: workspace.database).execute("CREATE TABLE theirs (a)")
        try expectRefusal("a database of another program", "--db")
    }

    @Test("A file that is none is refused and keeps every byte")
    func noDatabase() throws {
        try workspace.write("These are my notes, and there are no copies.\n", to: "Results/pawl.db")
        try expectRefusal("is not an SQLite database", "--db")
    }

    @Test("A damaged one is refused and keeps every byte")
    func damaged() throws {
        #expect(workspace.pawl("run", suite).code == 0)
        var damaged = try bytes()
        for index in 100..<4096 { damaged[index] = UInt8(truncatingIfNeeded: index &* 31) }
        try workspace.write(damaged, to: "Results/pawl.db")
        try expectRefusal("is damaged", ".recover", code: 3)
    }

    @Test("One that another process holds is waited for, then the run is given up with code 3 before measuring")
    func locked() throws {
        #expect(workspace.pawl("run", suite).code == 0)
        let other = try DatabaseIntruder(path: workspace.database)
        try other.execute("BEGIN IMMEDIATE")
        let process = try workspace.start("run", suite)
        let outcome = try process.outcome()
        #expect(outcome.code == 3)
        #expect(outcome.diagnostic.contains("was locked by another process"))
        #expect(!outcome.diagnostic.contains("measuring"))
        try other.execute("COMMIT")
        #expect(workspace.pawl("run", suite).code == 0)
    }

    @Test("Two runs at once share one, though neither finds it there")
    func twoAtOnce() throws {
        let both = [try workspace.start("run", suite), try workspace.start("run", suite)]
        for process in both {
            let outcome = try process.outcome()
            #expect(outcome.code == 0, "\(outcome.diagnostic)")
        }
        let store = try ResultsStore(path: workspace.database, ifMissing: .refuse)
        try store.verifyIntegrity()
        let runs = try store.runs(limit: 9)
        #expect(runs.map(\.status) == [.complete, .complete])
        #expect(Set(runs.map(\.id)).count == 2)
    }
}
