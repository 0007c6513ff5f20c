import Foundation
import Harness
import PawlCommand
import Suites
import Support
import TestSupport
import Testing

/// Ctrl-C is nobody's mistake: exit code 3 and a word, whatever was being done.
@Suite("Every long command that is stopped says so, with code 3", .needsRuntime, .hangLimit)
struct InterruptedCommandTests {
    let workspace: Workspace
    let suite: String

    init() throws {
        workspace = try Workspace()
        suite = try workspace.writeSuite(
            ["a": .rightClassifier, "b": .rightClassifier],
            gates: ["{ metric: accuracy, against: reference, max_drop: 20 points }"])
        try workspace.bringOwnModel(samples: 8)
    }

    static let runtime = "onnxruntime==\(Installation.runtimeVersion)"
    /// Commands that start a worker, in which they are stopped. SUITE stands for the suite's path.
    static let commands: [[String]] = [
        ["run", "SUITE"], ["gate", "SUITE"], ["nightly", "SUITE"], ["init", "a.onnx", "--output", "new.yaml"],
        ["runtime", "coverage", "a.onnx", "--runtime", runtime], ["doctor", "--calibrate", "1h", "--suite", "SUITE"],
        ["runtime", "bisect", "onnxruntime", "SUITE", "--only", "m/a", "--installed"],
        [
            "golden", "create", "made", "--samples", "samples", "--labels", "labels.csv", "--model",
            "gestures-fp32.onnx",
        ],
    ]

    /// A worker that never answers, and says when it was started.
    private var silentWorker: WorkerCommand {
        WorkerCommand(arguments: ["/bin/sh", "-c", "touch '\(workspace.file("started"))'; exec sleep 1000"])
    }

    /// Runs a command in this process, and stops it once its worker, or whatever `started` waits for, is there.
    private func stop(_ arguments: [String], worker: WorkerCommand, at once: Bool = false) -> Workspace.Outcome {
        let interruption = Interruption()
        let output = RecordedOutput()
        let context = CommandContext(
            environment: workspace.environment, workingFolder: workspace.path, output: output,
            interruption: interruption, worker: worker)
        if once {
            interruption.trigger()
        } else {
            let started = workspace.file("started")
            Thread.detachNewThread {
                while !FileManager.default.fileExists(atPath: started) { usleep(2_000) }
                interruption.trigger()
            }
        }
        let code = PawlCommand.run(arguments: arguments, context: context)
        return Workspace.Outcome(code: code.rawValue, result: output.result, diagnostic: output.diagnostic)
    }

    @Test("in the middle of a worker's call", arguments: commands)
    func inWorker(_ command: [String]) throws {
        let outcome = stop(command.map { $0 == "SUITE" ? suite : $0 }, worker: silentWorker)
        #expect(outcome.code == 3, "\(outcome.diagnostic)\(outcome.result)")
        #expect((outcome.diagnostic + outcome.result).lowercased().contains(/interrupt|stopped/))
        for name in ["new.yaml.part", "made", "new.yaml"] { #expect(!workspace.exists(name)) }
    }

    @Test("while a worker of another is checked") func checkedWorker() throws {
        let worker = silentWorker
        let outcome = stop(["worker", "check", "--"] + worker.arguments, worker: worker)
        #expect(outcome.code == 3 && outcome.diagnostic.contains("stopped"), "\(outcome.diagnostic)")
    }

    @Test("while the tools quantise") func quantiser() throws {
        try workspace.write("#!/bin/sh\ntouch '\(workspace.file("started"))'\nexec sleep 1000\n", to: "python")
        #expect(chmod(workspace.file("python"), 0o755) == 0)
        let outcome = stop(
            ["variants", "sensitivity", "m", "--suite", suite, "--python", "python"], worker: silentWorker)
        #expect(outcome.code == 3, "\(outcome.diagnostic)")
        #expect(outcome.diagnostic.contains("stopped"))
    }

    @Test(
        "before the first step of what goes on in steps",
        arguments: [["backup", "copy.db"], ["verify-db"], ["prune", "--keep-raw", "1ns"]])
    func steps(_ command: [String]) throws {
        for _ in 0..<2 { #expect(workspace.pawl("run", suite).code == 0) }
        let outcome = stop(command, worker: silentWorker, at: true)
        #expect(outcome.code == 3, "\(outcome.diagnostic)\(outcome.result)")
        #expect((outcome.diagnostic + outcome.result).contains("interrupted"))
        #expect(!workspace.exists("copy.db"))
    }

    /// The real signal, in a real process, while the runtime opens a model for minutes.
    @Test(
        "SIGINT and SIGTERM while a model is opened", arguments: [SIGINT, SIGTERM],
        [["init", "slow.onnx", "--output", "new.yaml"], ["runtime", "coverage", "slow.onnx", "--runtime", runtime]])
    func signal(_ number: Int32, _ command: [String]) throws {
        try workspace.write(TestModel.slowToOpen.data, to: "slow.onnx")
        let process = try PawlProcess(command, in: workspace)
        try process.wait("a worker") { !process.descendants.isEmpty || !process.isRunning }
        process.send(number)
        let outcome = try process.outcome()
        #expect(outcome.code == 3, "\(outcome.diagnostic)\(outcome.result)")
        #expect(outcome.diagnostic.contains("stopped"), "\(outcome.diagnostic)")
        #expect(process.descendants.isEmpty && !workspace.exists("new.yaml"))
    }

    @Test("A command that neither measures nor goes on in steps ends by the signal, and leaves nothing half done")
    func noSteps() throws {
        let input = try PrivatePipe()
        let silence = open("/dev/null", O_WRONLY | O_CLOEXEC)
        defer { close(silence) }
        // Not by Foundation: what it starts inherits the signals that this thread blocks.
        let importer = try ChildProcess.start(
            [Repository.product("pawl"), "import", "-", "--db", workspace.file("x.db")],
            environment: workspace.environment, input: input.readEnd, output: silence, error: silence)
        // It waits for its standard input by then; however far it is, it ends in the same way.
        usleep(300_000)
        kill(importer.processID, SIGINT)
        #expect(importer.waitUntilEnd() & 0x7F == SIGINT)
        withExtendedLifetime(input) {}
        // Nothing is made before the input is known to be a run.
        #expect(!workspace.exists("x.db"))
    }
}
