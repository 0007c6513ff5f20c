import Foundation
import Records
import ResultsStore
import Support
import TestSupport
import Testing

@Suite("Keeping a database while others use it, or the machine fails", .needsRuntime, .hangLimit)
struct RetentionRobustnessTests {
    let workspace: Workspace
    let suite: String

    init() throws {
        workspace = try Workspace()
        suite = try workspace.writeSuite(["a": .rightClassifier])
    }

    private var store: ResultsStore { get throws { try ResultsStore(path: workspace.database, ifMissing: .refuse) } }

    /// Years of nights in short: copies of one real run, each two days older than the one before.
    private func fillWithOldRuns(_ count: Int, cells: Int = 24, database: String? = nil) throws {
        let path = database ?? workspace.database
        if database == nil {
            #expect(workspace.pawl("run", suite).code == 0)
        } else {
            #expect(workspace.pawl("run", suite, "--db", path).code == 0)
        }
        let store = try ResultsStore(path: path, ifMissing: .refuse)
        var run = try #require(try store.latestRun())
        let cell = run.cells[0]
        run.cells = (0..<cells).map { id in
            var copy = cell
            copy.id = id
            copy.variant = "v\(id)"
            return copy
        }
        for number in 1...count {
            run.id = "old-\(number)"
            run.startedAt = run.startedAt.addingTimeInterval(-2 * 86_400)
            try store.save(run)
        }
    }

    private func agedRuns() throws -> Int {
        try store.runs(limit: 999).count { try store.run(id: $0.id)?.rawValuesAgedOutAt != nil }
    }

    @Test("kill -9 in the middle of pruning leaves a sound database, and the next call finishes") func killedPrune()
        throws
    {
        try fillWithOldRuns(30)
        let process = try workspace.start("prune", "--keep-raw", "1d")
        let log = workspace.database + "-wal"
        try process.wait("pruning to begin") {
            let size = (try? FileManager.default.attributesOfItem(atPath: log)[.size] as? NSNumber)?.intValue ?? 0
            return size > 100_000 || !process.isRunning
        }
        process.send(SIGKILL)
        let killed = try process.outcome()
        #expect(killed.code == 137, "it was over before it could be killed: \(killed.result)")
        let verified = workspace.pawl("verify-db")
        #expect(verified.code == 0, "\(verified.result)\(verified.diagnostic)")
        let resumed = workspace.pawl("prune", "--keep-raw", "1d")
        #expect(resumed.code == 0, "\(resumed.diagnostic)")
        #expect(try agedRuns() == 30)
        #expect(workspace.pawl("verify-db").code == 0)
    }

    @Test("kill -9 in the middle of a backup leaves no file of its name, and the database as it was")
    func killedBackup() throws {
        try fillWithOldRuns(10)
        let before = try store.runs(limit: 999)
        let process = try workspace.start("backup", "copies/backup.db")
        try process.wait("the copy to begin") { self.workspace.exists("copies") || !process.isRunning }
        process.send(SIGKILL)
        let killed = try process.outcome()
        // It may have been faster: then the copy is whole.
        if killed.code == 0 {
            #expect(workspace.pawl("verify-db", "--db", "copies/backup.db").code == 0)
        } else {
            #expect(!workspace.exists("copies/backup.db"))
        }
        #expect(try store.runs(limit: 999) == before)
        #expect(workspace.pawl("backup", "copies/backup.db", "--force").code == 0)
    }

    @Test("Two gates, a prune, a backup and a reader at once all come to their end") func allAtOnce() throws {
        try fillWithOldRuns(12)
        let processes = [
            try workspace.start("run", suite), try workspace.start("gate", suite),
            try workspace.start("prune", "--keep-raw", "1d"), try workspace.start("backup", "copy.db"),
            try workspace.start("report", "old-7"), try workspace.start("verify-db"),
        ]
        for process in processes {
            let outcome = try process.outcome()
            #expect(outcome.code == 0, "\(outcome.diagnostic)\(outcome.result)")
        }
        #expect(try agedRuns() == 12)
        #expect(try store.runs(limit: 999).count == 15)
        #expect(workspace.pawl("verify-db").code == 0)
        #expect(workspace.pawl("verify-db", "--db", "copy.db").code == 0)
    }

    @Test("A run that is being measured keeps everything, and is recorded while others prune and copy")
    func whileMeasuring() throws {
        try fillWithOldRuns(3)
        try workspace.writeSuite(["a": .rightClassifier], measurement: InterruptionTests.endless)
        let running = try workspace.start("run", suite)
        try running.wait("the latency phase") { running.diagnostic.contains("measuring latency") }
        #expect(workspace.pawl("prune", "--keep-raw", "1ns").code == 0)
        #expect(workspace.pawl("backup", "copy.db").code == 0)
        #expect(try ResultsStore(path: workspace.file("copy.db")).latestRun()?.status == .running)
        running.send(SIGTERM)
        _ = try running.outcome()
        let last = try #require(try workspace.latestRun())
        #expect(last.status == .interrupted && last.rawValuesAgedOutAt == nil && !last.cells[0].launches.isEmpty)
        #expect(workspace.pawl("verify-db").code == 0)
    }

    @Suite(
        "A full disk",
        .enabled(if: SmallDisk.reasonToSkip == nil, Comment(rawValue: SmallDisk.reasonToSkip ?? "")),
        .hangLimit)
    struct FullDisk {
        let tests: RetentionRobustnessTests
        let disk: SmallDisk

        init() throws {
            tests = try RetentionRobustnessTests()
            disk = try SmallDisk()
        }

        @Test("below a backup costs the backup, with code 3 and nothing left behind") func backup() throws {
            try tests.fillWithOldRuns(5)
            disk.fill()
            let outcome = try tests.workspace.spawnedPawl("backup", disk.path + "/copy.db")
            #expect(
                outcome.code == 3 && outcome.diagnostic.contains("cannot write the backup"), "\(outcome.diagnostic)")
            #expect(try disk.files() == ["filling"])
        }

        @Test("below the database stops pruning with code 3, and nothing is lost") func prune() throws {
            let path = disk.path + "/pawl.db"
            try tests.fillWithOldRuns(2, cells: 2, database: path)
            let before = try ResultsStore(path: path).runs(limit: 9)
            disk.fill()
            let outcome = try tests.workspace.spawnedPawl("prune", "--keep-raw", "1d", "--db", path)
            #expect(outcome.code == 3 && outcome.diagnostic.contains("no space left"), "\(outcome.diagnostic)")
            try FileManager.default.removeItem(atPath: disk.path + "/filling")
            #expect(try ResultsStore(path: path).runs(limit: 9) == before)
            #expect(try tests.workspace.spawnedPawl("verify-db", "--db", path).code == 0)
            let again = try tests.workspace.spawnedPawl("prune", "--keep-raw", "1d", "--db", path)
            #expect(again.code == 0, "\(again.diagnostic)")
        }
    }

    @Test(
        "With little space free pruning goes on cell by cell, or says that it needs some, and never loses anything",
        .enabled(if: SmallDisk.reasonToSkip == nil, Comment(rawValue: SmallDisk.reasonToSkip ?? "")),
        arguments: [256, 48, 16, 4])
    func pruneWithLittleSpace(freeKilobytes: Int) throws {
        let disk = try SmallDisk()
        let path = disk.path + "/pawl.db"
        try fillWithOldRuns(4, cells: 3, database: path)
        let before = try ResultsStore(path: path).runs(limit: 9)
        disk.fill(leaving: freeKilobytes << 10)
        let outcome = try workspace.spawnedPawl("prune", "--keep-raw", "1d", "--db", path)
        if freeKilobytes == 256 { #expect(outcome.code == 0, "\(outcome.diagnostic)") }
        #expect(
            outcome.code == 0
                || outcome.code == 3 && outcome.diagnostic.contains("no space left")
                    && outcome.diagnostic.contains("'pawl prune' and 'pawl backup' need some"),
            "\(outcome.diagnostic)")
        #expect(!outcome.diagnostic.contains("nothing of this run was added"))
        try FileManager.default.removeItem(atPath: disk.path + "/filling")
        #expect(try workspace.spawnedPawl("verify-db", "--db", path).code == 0)
        #expect(try ResultsStore(path: path).runs(limit: 9).map(\.id) == before.map(\.id))
        #expect(try workspace.spawnedPawl("prune", "--keep-raw", "1d", "--db", path).code == 0)
        let store = try ResultsStore(path: path)
        let aged = try before.filter { try store.run(id: $0.id)?.rawValuesAgedOutAt != nil }
        #expect(aged.count == 4)
    }

    @Test(
        "A database that may only be read is verified and copied, and not pruned",
        .enabled(
            if: FileSystemTests.unprivileged.reasonToSkip == nil,
            Comment(rawValue: FileSystemTests.unprivileged.reasonToSkip ?? "")))
    func readOnly() throws {
        try fillWithOldRuns(2)
        let before = try store.runs(limit: 9)
        if geteuid() == 0 {
            for name in [""] + (try FileManager.default.subpathsOfDirectory(atPath: workspace.path)) {
                chown(workspace.file(name), 65534, 65534)
            }
        }
        chmod(workspace.database, 0o444)
        let wrapper = FileSystemTests.unprivileged.wrapper
        let pruned = try workspace.spawnedPawl("prune", "--keep-raw", "1d", wrapper: wrapper)
        #expect(
            pruned.code == 3 && pruned.diagnostic.contains("cannot write to the results database"),
            "\(pruned.diagnostic)")
        let copied = try workspace.spawnedPawl("backup", "copy.db", wrapper: wrapper)
        #expect(copied.code == 0, "\(copied.diagnostic)")
        let verified = try workspace.spawnedPawl("verify-db", wrapper: wrapper)
        #expect(verified.code == 0, "\(verified.diagnostic)")
        chmod(workspace.database, 0o644)
        #expect(try store.runs(limit: 9) == before)
    }
}
