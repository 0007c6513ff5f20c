import Foundation
import InferenceCore
import Worker

// `scripted-worker` serves the protocol; `scripted-worker MODE` breaks it on purpose, and `scripted-worker tamper RULE...`
// breaks one thing of it (`Tampering`).
switch CommandLine.arguments.dropFirst().first {
case nil:
    exit(WorkerService(.scripted()).serve())
case "package":
    exit(WorkerService(.scripted(runtime: "scripted-gpu")).serve())
case "elsewhere":
    exit(WorkerService(.scripted(device: "board:\naarch64,  Example", machine: "m1")).serve())
case "twin":
    exit(WorkerService(.scripted(device: "board: aarch64, Example", machine: "m2")).serve())
case "wandering":
    exit(WorkerService(.scripted(device: "board", machine: "m\(getpid())")).serve())
case "older":
    FileHandle.standardOutput.write(
        Frame.encode(
            Data(
                "{\"reply\": {\"protocolVersion\": 1, \"worker\": \"old\", \"runtimes\": [], \"capabilities\": []}}"
                    .utf8)))
    sleep(60)
case "garbage":
    say("starting badly\n")
    FileHandle.standardOutput.write(Data("this is no frame, and far longer than its header says".utf8))
case "too-much":
    FileHandle.standardOutput.write(Data([0xFF, 0xFF, 0xFF, 0xFF]))
    sleep(60)
case "nonsense":
    FileHandle.standardOutput.write(Frame.encode(Data("{\"reply\": 7}".utf8)))
    sleep(60)
case "tamper":
    let tampering = Tampering(Array(CommandLine.arguments.dropFirst(2)))
    exit(try TamperingWorker(tampering).serve())
case "silence":
    sleep(600)
case "nothing":
    exit(0)
default:
    exit(64)
}

extension WorkerConfiguration {
    /// - Parameter runtime: a package's name; the library in it knows its own only.
    static func scripted(
        device: String? = nil, machine: String? = MachineIdentity.current, runtime: String = "scripted"
    ) -> WorkerConfiguration {
        WorkerConfiguration(
            name: "scripted-worker", describeDevice: { device }, machine: machine,
            runtimes: [runtime: { path, _ throws(InferenceError) in ScriptedRuntime(libraryPath: path) }],
            locateLibrary: { _ in "" }, receivedFilesFolder: NSTemporaryDirectory() + "/scripted-worker-received")
    }
}
