import Foundation
import TestSupport
import Testing

@Suite("Runtimes that the project locks", .hangLimit)
struct RuntimeLockCommandTests {
    private let workspace: Workspace

    init() throws { workspace = try Workspace() }

    @Test("are looked up neither with --locked nor on a build machine, and the error says how to lock them")
    func locked() {
        for (arguments, build, cause) in [
            (["--locked"], "", "--locked looks nothing up"), ([], "true", "CI=true looks nothing up"),
        ] {
            let outcome = run(["install", "onnxruntime==1.0.9"] + arguments, build: build)
            #expect(outcome.code == 2 && outcome.result.isEmpty)
            #expect(outcome.diagnostic.contains(cause), "\(outcome.diagnostic)")
            #expect(outcome.diagnostic.contains("pawl runtime lock 'onnxruntime==1.0.9'"))
            #expect(outcome.diagnostic.contains("onnxruntime==1.31.1"))
        }
        #expect(run(["lock", "--update", "litert"], build: "true").diagnostic.contains("CI=true looks nothing up"))
        #expect(!workspace.exists("pawl.lock"))
    }

    @Test("are those that the project's suites name, or one suite, each told with the suites that name it")
    func namedBySuites() throws {
        let empty = try spawn(["lock"])
        #expect(empty.code == 2 && empty.diagnostic.contains("there is no suite in \(workspace.file("Suites"))"))
        func write(_ name: String, _ runtimes: [String]) throws {
            let suite = try String(
                contentsOfFile: workspace.writeSuite(files: ["a"], name: "template.yaml"), encoding: .utf8)
            let line = try #require(suite.split(separator: "\n").first { $0.hasPrefix("  ort:") })
            try workspace.write(
                suite.replacing(line, with: runtimes.map { "  \($0)" }.joined(separator: "\n")), to: "Suites/\(name)")
        }
        let ort = "ort: { name: onnxruntime, version: 1.31.1 }"
        try write("a.yaml", [ort, "old: { name: onnxruntime, version: 1.20.1, threads: 2 }"])
        try write(
            "b.yml",
            [
                ort, "board: { name: litert, version: 2.3.0, worker: [ssh, board, pawl, worker] }",
                "mine: { name: litert, library: ../libLiteRt.so }",
            ])
        try workspace.write("no suite", to: "Suites/notes.txt")
        let all = try spawn(["lock"])
        #expect(all.code == 0, "\(all.diagnostic)")
        // In the order of the files, and of labels in them.
        #expect(
            all.result == """
                onnxruntime==1.20.1  tested by Pawl  Suites/a.yaml
                onnxruntime==1.31.1  tested by Pawl  Suites/a.yaml, Suites/b.yml

                """)
        #expect(all.diagnostic.contains("Suites/b.yml: 'board' (litert) runs in a program that the suite names"))
        #expect(all.diagnostic.contains("Suites/b.yml: 'mine' (litert) is a library of your own"))
        let one = try spawn(["lock", "Suites/b.yml", "litert==2.3.0"])
        #expect(
            one.result == "litert==2.3.0  tested by Pawl\nonnxruntime==1.31.1  tested by Pawl  Suites/b.yml\n",
            "\(one.diagnostic)")
        try write("c.yaml", ["ort: { name: onnxruntime, version: 1.0.9 }"])
        let build = try spawn(["lock"], build: "true")
        #expect(build.code == 2 && build.diagnostic.contains("CI=true looks nothing up"), "\(build.diagnostic)")
        #expect(!workspace.exists("pawl.lock"))
        try workspace.write("pawl: 1\n", to: "Suites/d.yaml")
        #expect(try spawn(["lock"]).code == 2, "a suite that cannot be read is an error, not left out")
        #expect(try spawn(["lock", "Suites/none.yaml"]).diagnostic.contains("there is no suite Suites/none.yaml"))
    }

    @Test("are listed beside those that Pawl was tested with; a lock that somebody broke is named at its line")
    func listed() throws {
        let digest = String(repeating: "0", count: 64)
        let lock = """
            lock: 1
            runtimes:
              - name: onnxruntime
                version: "1.32.0"
                wheels:
                  - file: onnxruntime-1.32.0-cp311-cp311-manylinux_2_28_x86_64.whl
                    sha256: "\(digest)"

            """
        try workspace.write(lock, to: "pawl.lock")
        let listed = run(["list"])
        #expect(listed.code == 0, "\(listed.diagnostic)")
        #expect(listed.result.contains(#/onnxruntime==1\.32\.0 +pawl runtime install [^ ]+ \(locked\)\n/#))
        try workspace.write(lock.replacing("sha256", with: "sha265"), to: "pawl.lock")
        let broken = run(["list"])
        #expect(broken.code == 2)
        #expect(broken.diagnostic.contains("pawl.lock:7:9: error: unknown key 'sha265'"), "\(broken.diagnostic)")
    }

    @Test("are removed only where they are installed or locked")
    func removed() throws {
        let missing = run(["remove", "onnxruntime==1.32.0", "--unlock"])
        #expect(missing.code == 2)
        #expect(missing.diagnostic.contains("is not installed in \(workspace.file("home"))"))
        #expect(missing.diagnostic.contains("pawl.lock"))
        try workspace.write("half", to: "home/runtimes/onnxruntime/1.32.0/onnxruntime/capi/libonnxruntime.so.1.32.0")
        #expect(run(["remove", "onnxruntime==1.32.0"]).result == "removed onnxruntime==1.32.0\n")
        #expect(!workspace.exists("home/runtimes/onnxruntime"))
    }

    /// As a process of its own: suites are found from its working folder.
    private func spawn(_ arguments: [String], build: String = "") throws -> Workspace.Outcome {
        try PawlProcess(
            ["runtime"] + arguments, in: workspace, environment: ["PAWL_HOME": workspace.file("home"), "CI": build]
        ).outcome()
    }

    private func run(_ arguments: [String], build: String = "") -> Workspace.Outcome {
        workspace.run(
            ["runtime"] + arguments, environment: ["PAWL_HOME": workspace.file("home"), "CI": build])
    }
}
