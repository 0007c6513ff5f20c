import Foundation
import Records
import Support
import TestSupport
import Testing

@Suite("Workers at the end of other programs", .needsRuntime, .hangLimit)
struct WorkerCommandTests {
    private let scene: RemoteScene

    init() throws { scene = try RemoteScene() }

    @Test("A worker that sees this machine's files is sent none")
    func sharedFiles() throws {
        let outcome = scene.workspace.pawl("gate", try scene.writeSuite(worker: scene.farWorker()))
        #expect(outcome.code == 0, "\(outcome.result)\(outcome.diagnostic)")
        #expect(try scene.arrivals().isEmpty)
    }

    @Test("adb's way: the program is found in PATH and gets its words one by one")
    func adb() throws {
        try scene.workspace.write(
            """
            #!/bin/sh
            case "$1" in
              shell) shift; [ "$1" = -T ] && shift; exec "$@" ;;
              push) cp "$2" "$3" ;;
              *) exit 64 ;;
            esac

            """, to: "bin/adb")
        chmod(scene.workspace.file("bin/adb"), 0o755)
        let suite = try scene.writeSuite(
            worker: ["adb", "shell", "-T"] + scene.farWorker("--own-files"),
            push: ["adb", "push", "{source}", "{destination}"])
        let path = scene.workspace.file("bin") + ":/usr/bin:/bin"
        let outcome = try scene.workspace.spawnedPawl("gate", suite, environment: ["PATH": path])
        #expect(outcome.code == 0, "\(outcome.result)\(outcome.diagnostic)")
        #expect(try scene.arrivals().count == 2)
    }

    @Test(
        "A device without room says so, whether files come through the worker or are pushed, and keeps no part of them",
        .enabled(if: SmallDisk.reasonToSkip == nil), arguments: [nil, ["cp", "{source}", "{destination}"]])
    func fullDevice(push: [String]?) throws {
        let disk = try SmallDisk()
        try AtomicFile.makeFolder(disk.path + "/pawl/received")
        chmod(disk.path + "/pawl/received", 0o700)
        disk.fill()
        let suite = try scene.writeSuite(worker: scene.farWorker("--own-files", cache: disk.path), push: push)
        let outcome = scene.workspace.pawl("gate", suite)
        #expect(outcome.code == 3)
        let words = outcome.result.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(words.contains("No space left on device"), "\(outcome.result)")
        #expect(try disk.files() == ["filling", "pawl", "pawl/received"])
    }

    @Test("Ctrl-C ends a push") func interruptedPush() throws {
        let suite = try scene.writeSuite(
            worker: scene.farWorker("--own-files"), push: ["sh", "-c", "sleep 600", "{source}", "{destination}"])
        let process = try scene.workspace.start("gate", suite)
        try process.wait("the push to begin") {
            process.descendants.contains { id in
                (try? String(contentsOfFile: "/proc/\(id)/comm", encoding: .utf8)) == "sleep\n"
            }
        }
        process.send(SIGINT)
        #expect(try process.outcome().code == 3)
        try process.wait("all that it started to end") { process.descendants.isEmpty }
        #expect(try scene.workspace.latestRun()?.status == .interrupted)
    }

    @Test("What was received is listed and cleared")
    func clearing() throws {
        #expect(scene.workspace.pawl("gate", try scene.writeSuite(worker: scene.farWorker("--own-files"))).code == 0)
        let far = ["XDG_CACHE_HOME": scene.workspace.file("far/cache")]
        let listed = scene.workspace.pawl("worker", "files", environment: far)
        #expect(listed.code == 0 && listed.result.contains("2 files"), "\(listed.result)")
        #expect(scene.workspace.pawl("worker", "files", "--clear", environment: far).result.contains("removed"))
        #expect(try scene.arrivals().isEmpty)
        #expect(scene.workspace.pawl("worker", "files", environment: far).result.contains("0 files"))
    }

    @Test(
        "--push that cannot be followed is a usage error before anything is measured",
        arguments: [
            ("scp {source} x:{destination}", "names no runtime"), ("board=scp 'x", "a quote is not closed"),
            ("board=scp {source}", "lacks {destination}"), ("here=scp {source} {destination}", "names 'here'"),
        ])
    func badPushOption(text: String, words: String) throws {
        let suite = try scene.writeSuite(worker: scene.farWorker())
        let outcome = scene.workspace.pawl("gate", suite, "--push", text)
        #expect(outcome.code == 2)
        #expect(outcome.diagnostic.contains(words), "\(outcome.diagnostic)")
    }

    @Test("--with on a runtime in a worker asks that worker for the other version")
    func otherVersion() throws {
        let suite = try scene.writeSuite(worker: scene.farWorker())
        let outcome = scene.workspace.pawl("gate", suite, "--with", "board=onnxruntime==9.9.9")
        #expect(outcome.code == 3)
        #expect(
            outcome.result.contains("onnxruntime 9.9.9 is not installed where the worker runs"), "\(outcome.result)")
        let other = scene.workspace.pawl("gate", suite, "--with", "board=strange==1")
        #expect(other.result.contains("the worker does not run strange 1"), "\(other.result)")
    }
}
