import Foundation
import Records
import ResultsStore
import TestSupport
import Testing

@Suite("Disks that are full and folders that cannot be written", .needsRuntime, .hangLimit)
struct FileSystemTests {
    let workspace: Workspace
    let suite: String

    init() throws {
        workspace = try Workspace()
        suite = try workspace.writeSuite(["a": .rightClassifier])
    }

    @Test("A full disk behind standard output is told, and is no pass")
    func fullStandardOutput() throws {
        let outcome = try workspace.spawnedPawl(
            "run", suite, "--format", "json", wrapper: ["/bin/sh", "-c", "exec \"$0\" \"$@\" >/dev/full"])
        #expect(outcome.code == 3)
        #expect(outcome.diagnostic.contains("could not be written whole to standard output"))
        #expect(try workspace.latestRun()?.status == .complete, "what was measured is kept")
    }

    @Suite(
        "A full disk",
        .enabled(if: SmallDisk.reasonToSkip == nil, Comment(rawValue: SmallDisk.reasonToSkip ?? "")),
        .hangLimit)
    struct FullDisk {
        let workspace: Workspace
        let suite: String
        let disk: SmallDisk

        init() throws {
            workspace = try Workspace()
            suite = try workspace.writeSuite(["a": .rightClassifier])
            disk = try SmallDisk()
        }

        @Test("below the database stops before anything is measured, with code 3")
        func database() throws {
            disk.fill()
            let outcome = try workspace.spawnedPawl("run", suite, "--db", disk.path + "/pawl.db")
            #expect(outcome.code == 3, "\(outcome.diagnostic)")
            #expect(outcome.diagnostic.contains("no space left"))
            #expect(!outcome.diagnostic.contains("measuring"))
        }

        @Test("below the reports costs them, but neither the run nor what the console says")
        func reports() throws {
            disk.fill()
            let outcome = try workspace.spawnedPawl("run", suite, "--out", disk.path + "/out")
            #expect(outcome.code == 3, "\(outcome.diagnostic)")
            #expect(outcome.diagnostic.contains("cannot write"))
            #expect(outcome.diagnostic.contains("No space left"))
            #expect(outcome.result.contains("m/a"))
            let run = try #require(try workspace.latestRun())
            #expect(run.status == .complete && run.cells.first?.launches.count == 2)
            let left = try disk.files().filter {
                !$0.hasPrefix("filling") && !$0.hasPrefix("out/charts") && $0 != "out"
            }
            #expect(left.isEmpty, "nothing half-written is left: \(left)")
        }

        @Test("below the temporary folder is an error of what needed it, and recorded")
        func temporaryFolder() throws {
            disk.fill()
            let outcome = try workspace.spawnedPawl("run", suite, environment: ["TMPDIR": disk.path])
            #expect(outcome.code == 3, "\(outcome.diagnostic)")
            #expect(outcome.diagnostic.contains("No space left"))
            #expect(try workspace.latestRun()?.status == .incomplete)
        }

        @Test("that fills while a run is measured costs its record, but not what the console says, nor earlier runs")
        func whileMeasuring() throws {
            #expect(try workspace.spawnedPawl("run", suite, "--db", disk.path + "/pawl.db").code == 0)
            try workspace.writeSuite(["a": .rightClassifier], measurement: InterruptionTests.endless)
            let process = try workspace.start("run", suite, "--db", disk.path + "/pawl.db")
            try process.wait("the latency phase") { process.diagnostic.contains("measuring latency") }
            disk.fill()
            process.send(SIGTERM)
            let outcome = try process.outcome()
            #expect(outcome.code == 3)
            #expect(outcome.diagnostic.contains("no space left"), "\(outcome.diagnostic)")
            #expect(outcome.result.contains("INTERRUPTED") && outcome.result.contains("m/a"))
            try FileManager.default.removeItem(atPath: disk.path + "/filling")
            let store = try ResultsStore(path: disk.path + "/pawl.db", ifMissing: .refuse)
            try store.verifyIntegrity()
            #expect(try store.runs(limit: 9).map(\.status).contains(.complete))
        }
    }

    /// Root may write everywhere: what is tested here needs someone who may not.
    static let unprivileged: (wrapper: [String], reasonToSkip: String?) = {
        guard geteuid() == 0 else { return ([], nil) }
        let program = ["/usr/bin/setpriv", "/bin/setpriv"].first { FileManager.default.isExecutableFile(atPath: $0) }
        guard let program else { return ([], "running as root, and setpriv is missing") }
        let wrapper = [program, "--reuid=65534", "--regid=65534", "--clear-groups"]
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = wrapper.dropFirst() + [Repository.product("pawl"), "--version"]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        do { try process.run() } catch { return ([], "running as root, and setpriv cannot be started") }
        process.waitUntilExit()
        return process.terminationStatus == 0
            ? (wrapper, nil) : ([], "running as root, and nobody else may run \(Repository.product("pawl"))")
    }()

    private func giveAway() throws {
        guard geteuid() == 0 else { return }
        for name in [""] + (try FileManager.default.subpathsOfDirectory(atPath: workspace.path)) {
            chown(workspace.file(name), 65534, 65534)
        }
    }

    @Test(
        "A folder that may not be written is a clear error: for the database before measuring, for reports after",
        .enabled(if: unprivileged.reasonToSkip == nil, Comment(rawValue: unprivileged.reasonToSkip ?? "")))
    func readOnlyFolder() throws {
        let folder = workspace.file("readonly")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        try giveAway()
        chmod(folder, 0o555)
        defer { chmod(folder, 0o755) }

        let database = try workspace.spawnedPawl(
            "run", suite, "--db", "readonly/pawl.db", wrapper: Self.unprivileged.wrapper)
        #expect(database.code == 3, "\(database.diagnostic)")
        #expect(database.diagnostic.contains("cannot open the results database"))
        #expect(database.diagnostic.contains("--db"))
        #expect(!database.diagnostic.contains("measuring"))

        let reports = try workspace.spawnedPawl(
            "run", suite, "--out", "readonly/out", wrapper: Self.unprivileged.wrapper)
        #expect(reports.code == 3, "\(reports.diagnostic)")
        #expect(reports.diagnostic.contains("cannot write"))
        #expect(reports.result.contains("m/a"))
        #expect(try workspace.latestRun()?.status == .complete)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
    }

    @Test("A database in a folder that is a file, or that is a folder itself, is refused")
    func wrongKinds() throws {
        try workspace.write("a file", to: "file")
        try FileManager.default.createDirectory(atPath: workspace.file("folder.db"), withIntermediateDirectories: false)
        for path in ["file/pawl.db", "folder.db"] {
            let outcome = workspace.pawl("run", suite, "--db", path)
            #expect(outcome.code == 2)
            #expect(outcome.diagnostic.contains("cannot open the results database"))
        }
        #expect(try workspace.text("file") == "a file")
    }

    @Test("Without gnuplot a run is recorded and reported, only without charts, with a warning")
    func withoutGnuplot() throws {
        let outcome = try workspace.spawnedPawl(
            "run", suite, "--out", "out", environment: ["PATH": workspace.file("tmp")])
        #expect(outcome.code == 0, "\(outcome.diagnostic)")
        #expect(outcome.diagnostic.contains("gnuplot"))
        #expect(outcome.diagnostic.contains("warning"))
        for name in ["report.html", "junit.xml", "summary.md", "results.json"] {
            #expect(workspace.exists("out/\(name)"))
        }
        #expect(!workspace.exists("out/charts"))
        #expect(try workspace.latestRun()?.status == .complete)
    }
}
