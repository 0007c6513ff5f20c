import Foundation
import Records
import TestSupport
import Testing

@Suite("Workers over ssh, a real sshd at the other end", .needsRuntime, .needsSSHServer, .hangLimit)
struct RemoteTests {
    private let scene: RemoteScene
    private let server: SSHServer

    init() throws {
        scene = try RemoteScene()
        server = try SSHServer(in: scene.workspace.file("sshd"))
    }

    private func ssh(_ far: [String], knownHosts: String = "known", port: Int? = nil) -> [String] {
        ["ssh", "-p", "\(port ?? server.port)"] + server.options(knownHosts: knownHosts) + [server.host] + far
    }

    private var scp: [String] {
        ["scp", "-q", "-P", "\(server.port)"] + server.options() + ["{source}", "\(server.host):{destination}"]
    }

    private func verdicts() throws -> [String] {
        try #require(try scene.workspace.latestRun()).verdicts.map { "\($0.metric) \($0.cell ?? -1) \($0.state)" }
    }

    @Test("Verdicts and answers are those of a local run, and each file is sent once")
    func sameVerdicts() throws {
        let local = scene.workspace.pawl("gate", try scene.writeSuite(worker: nil))
        #expect(local.code == 0, "\(local.diagnostic)")
        let expected = try verdicts()

        let suite = try scene.writeSuite(worker: ssh(scene.farWorker("--own-files")))
        let outcome = scene.workspace.pawl("gate", suite)
        #expect(outcome.code == 0, "\(outcome.result)\(outcome.diagnostic)")
        #expect(try verdicts() == expected)
        let run = try #require(try scene.workspace.latestRun())
        #expect(run.cells[0].accuracy?.predictions == run.cells[1].accuracy?.predictions)
        #expect(run.cells[1].accuracy?.metrics[.agreement] == 1)
        #expect(run.cells[1].launches.allSatisfy { $0.loadNanoseconds > 0 && $0.blocks.count == 4 })
        #expect(run.cells.map(\.device) == [nil, nil], "the loopback is no other machine")

        let arrivals = try scene.arrivals()
        #expect(Set(arrivals.keys.map { ($0 as NSString).pathExtension }) == ["onnx", "npy"])
        #expect(arrivals.count == 2)
        #expect(scene.workspace.pawl("gate", suite).code == 0)
        #expect(try scene.arrivals() == arrivals, "a second run sends nothing")
    }

    @Test("What is damaged where it was kept is sent again")
    func damagedFile() throws {
        let suite = try scene.writeSuite(worker: ssh(scene.farWorker("--own-files")))
        #expect(scene.workspace.pawl("gate", suite).code == 0)
        let name = try #require(try scene.arrivals().keys.first { $0.hasSuffix(".onnx") })
        let path = "\(scene.received)/\(name)"
        let size = try #require(FileManager.default.contents(atPath: path)).count
        try Data(repeating: 7, count: size).write(to: URL(fileURLWithPath: path))
        let outcome = scene.workspace.pawl("gate", suite)
        #expect(outcome.code == 0, "\(outcome.result)")
        #expect(FileManager.default.contents(atPath: path) == TestModel.rightClassifier.data)
    }

    @Test("--push copies with scp, and goes before the suite's own")
    func pushes() throws {
        let suite = try scene.writeSuite(
            worker: ssh(scene.farWorker("--own-files")), push: ["/bin/false", "{source}", "{destination}"])
        let words = scp.map { $0.contains(" ") ? "'\($0)'" : $0 }.joined(separator: " ")
        let outcome = scene.workspace.pawl("gate", suite, "--push", "bo*=\(words)")
        #expect(outcome.code == 0, "\(outcome.result)\(outcome.diagnostic)")
        #expect(server.log.contains("sftp"))
        #expect(try scene.arrivals().count == 2)
    }

    @Test(
        "A push that fails, or copies to another place, costs the cell and says what was run",
        arguments: [
            (["sh", "-c", "echo no room >&2; exit 1", "{source}", "{destination}"], "could not copy", "no room"),
            (["cp", "{source}", "{destination}.elsewhere"], "did not arrive whole", ".elsewhere"),
            (["sh", "-c", "echo other > $1", "{source}", "{destination}"], "did not arrive whole", "sh -c"),
            (["/nonexistent/copy", "{source}", "{destination}"], "cannot copy", "/nonexistent/copy"),
        ])
    func badPush(push: [String], message: String, words: String) throws {
        let suite = try scene.writeSuite(worker: scene.farWorker("--own-files"), push: push)
        let outcome = scene.workspace.pawl("gate", suite)
        #expect(outcome.code == 3)
        #expect(outcome.result.contains(message) && outcome.result.contains(words), "\(outcome.result)")
        let run = try #require(try scene.workspace.latestRun())
        #expect(run.cells[0].failure == nil && run.cells[0].accuracy != nil, "the rest of the run goes on")
    }

    @Test(
        "A connection that breaks while latency is measured costs its cell, shows ssh's words, and leaves nothing running"
    )
    func brokenConnection() throws {
        let process = try measuring(blockTime: "20 s")
        for session in server.sessions { kill(session, SIGKILL) }
        let outcome = try process.outcome()
        #expect(outcome.code == 3)
        #expect(outcome.result.contains("the connection broke"), "\(outcome.result)")
        #expect(outcome.result.contains("its last words say why"), "\(outcome.result)")
        #expect(outcome.result.contains("Connection to 127.0.0.1 closed"), "\(outcome.result)")
        try process.wait("the far worker to end") { process.descendants.isEmpty }
    }

    @Test("A far worker that a signal ends costs its cell, and the hint points there")
    func killedFarWorker() throws {
        let process = try measuring(blockTime: "20 s")
        for worker in workers(of: process) { kill(worker, SIGKILL) }
        let outcome = try process.outcome()
        #expect(outcome.code == 3)
        #expect(outcome.result.contains("it said nothing, so look there"), "\(outcome.result)")
        #expect(try scene.workspace.latestRun()?.cells[0].failure?.exitCode == 255)
    }

    @Test("A connection that hangs ends at the time limit, with a hint that names ServerAliveInterval")
    func stalledConnection() throws {
        let process = try measuring(blockTime: "3 s", timeout: "12 s")
        let stopped = server.sessions
        for session in stopped { kill(session, SIGSTOP) }
        let outcome = try process.outcome()
        #expect(outcome.code == 3)
        #expect(try scene.workspace.latestRun()?.cells[0].failure?.kind == .timeout)
        #expect(outcome.result.contains("ServerAliveInterval"), "\(outcome.result)")
        for session in stopped { kill(session, SIGCONT) }
        try process.wait("the far worker to end") { process.descendants.isEmpty }
    }

    @Test("A supervisor that is killed takes the far worker with it, also in the middle of an inference")
    func killedSupervisor() throws {
        let process = try measuring(blockTime: "20 s")
        process.send(SIGKILL)
        try process.wait("the far worker to end") { process.descendants.isEmpty }
    }

    /// A run that is in the middle of a block of the far variant.
    private func measuring(blockTime: String, timeout: String = "60 s") throws -> PawlProcess {
        let suite = try scene.writeSuite(
            worker: ssh(scene.farWorker("--own-files")), launches: 4, blockTime: blockTime, timeout: timeout)
        let process = try scene.workspace.start("run", suite, "--only", "m/far", "--fresh")
        try process.wait("a block to be measured") {
            process.diagnostic.contains("measuring") && !workers(of: process).isEmpty
        }
        return process
    }

    /// Workers that have used the processor for longer than loading takes: half a second.
    private func workers(of process: PawlProcess) -> [Int32] {
        process.descendants.filter { id in
            guard let status = try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8),
                status.contains("(pawl-worker)"), let end = status.lastIndex(of: ")")
            else { return false }
            return (Int(status[end...].split(separator: " ").dropFirst(12).first ?? "") ?? 0) > 50
        }
    }

    @Test(
        "What keeps a connection from coming about is said in ssh's words",
        arguments: [
            ("wrong host key", "Host key verification failed"), ("unreachable port", "Connection refused"),
            ("no pawl there", "was not found where it was to run"),
            ("no runtime there", "is not installed where the worker runs"),
        ])
    func noConnection(case name: String, words: String) throws {
        let far = scene.farWorker("--own-files")
        let worker =
            switch name {
            case "wrong host key": ssh(far, knownHosts: "known-wrong")
            // The privileged port of nothing that a test machine runs.
            case "unreachable port": ssh(far, port: 1)
            case "no pawl there": ssh(scene.farWorker(program: "pawl-that-is-not-there"))
            default: ssh(scene.farWorker("--own-files", runtimes: scene.workspace.file("far/none")))
            }
        let outcome = scene.workspace.pawl("gate", try scene.writeSuite(worker: worker))
        #expect(outcome.code == 3)
        #expect(outcome.result.contains(words), "\(outcome.result)")
        if name == "no runtime there" {
            #expect(outcome.result.contains("pawl runtime install onnxruntime==\(Installation.runtimeVersion)"))
        }
        #expect(try scene.workspace.latestRun()?.cells[0].accuracy != nil)
    }
}
