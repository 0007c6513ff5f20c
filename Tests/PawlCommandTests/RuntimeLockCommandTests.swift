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
        #expect(run(["lock"]).code == 2)
        #expect(!workspace.exists("pawl.lock"))
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

    private func run(_ arguments: [String], build: String = "") -> Workspace.Outcome {
        workspace.run(
            ["runtime"] + arguments, environment: ["PAWL_HOME": workspace.file("home"), "CI": build])
    }
}
