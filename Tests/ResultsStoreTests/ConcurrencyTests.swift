import Foundation
import Records
import Support
import TestSupport
import Testing

@testable import ResultsStore

@Suite(.hangLimit) struct ConcurrencyTests {
    let folder: TemporaryFolder
    var path: String { folder.file("pawl.db") }

    init() throws { folder = try TemporaryFolder() }

    @Test func manyConnectionsMakeAndFillOneDatabaseAtOnce() async throws {
        let path = path
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<6 {
                group.addTask {
                    let store = try ResultsStore(path: path, busyTimeoutSeconds: 60)
                    for number in 0..<5 { try store.save(SampleRun.make(id: "\(writer)-\(number)")) }
                }
            }
            try await group.waitForAll()
        }
        let store = try ResultsStore(path: path)
        #expect(try store.runs(limit: 100).count == 30)
        for writer in 0..<6 { #expect(try store.run(id: "\(writer)-4") == SampleRun.make(id: "\(writer)-4")) }
        try store.verifyIntegrity()
    }

    @Test func oneStoreServesManyTasks() async throws {
        let store = try ResultsStore(path: path)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<8 {
                group.addTask {
                    try store.save(SampleRun.make(id: "\(number)"))
                    #expect(try store.run(id: "\(number)") == SampleRun.make(id: "\(number)"))
                }
            }
            try await group.waitForAll()
        }
        #expect(try store.runs(limit: 100).count == 8)
    }

    /// Python, which the golden sets need anyway, is the other process: it copies the warnings of a run, over and over.
    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/python3"), "python3 is not installed"))
    func twoProcessesWriteAtOnce() throws {
        let store = try ResultsStore(path: path, busyTimeoutSeconds: 60)
        try store.save(SampleRun.make(id: "shared"))
        let other = Process()
        other.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        other.arguments = [
            "-c",
            """
            import sqlite3, sys
            connection = sqlite3.connect(sys.argv[1], timeout=60, isolation_level=None)
            for position in range(100, 200):
                connection.execute("BEGIN IMMEDIATE")
                connection.execute(
                    "INSERT INTO warnings SELECT run, ?, 'from the other process' FROM runs WHERE id = 'shared'",
                    (position,))
                connection.execute("COMMIT")
            """, path,
        ]
        try other.run()
        for number in 0..<50 { try store.save(SampleRun.make(id: "mine-\(number)")) }
        other.waitUntilExit()
        #expect(other.terminationStatus == 0)
        #expect(try store.runs(limit: 100).count == 51)
        #expect(try store.run(id: "shared")?.warnings.count == SampleRun.make().warnings.count + 100)
        try store.verifyIntegrity()
    }

    @Test func aProcessThatDiesInTheMiddleOfAWriteLeavesTheRunAsItWas() throws {
        let store = try ResultsStore(path: path, busyTimeoutSeconds: 60)
        try store.save(SampleRun.make())
        do {
            // Closing in the middle of a transaction is what the kernel does for a killed process.
            let dying = try RawDatabase(path)
            try dying.execute("PRAGMA foreign_keys = ON; BEGIN IMMEDIATE; DELETE FROM runs;")
        }
        #expect(try store.run(id: SampleRun.make().id) == SampleRun.make())
    }
}
