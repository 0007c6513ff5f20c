import Foundation
import GoldenSets
import InferenceCore
import Support

/// What checks work with: fresh workers, files, and the arguments of a call that is right.
final class ConformanceContext {
    /// For ends that the protocol wants at once; far more than a busy machine needs.
    static let endSeconds = 5.0

    let subject: ConformanceSubject
    private let interruption: Interruption
    private let folder: TemporaryFolder
    /// A file that both sides see when they see the same files, and its text.
    let probe: (path: String, text: String)
    /// The one that was started last.
    private(set) var worker: RawWorker?
    /// What the worker said of itself; nothing before `survey`.
    private(set) var greeting = HelloCall.Reply.nothing
    private(set) var sharesFiles = false

    /// - Throws: `FileError`.
    init(_ subject: ConformanceSubject, interruption: Interruption) throws(FileError) {
        self.subject = subject
        self.interruption = interruption
        folder = try TemporaryFolder(prefix: "pawl-worker-check")
        probe = (folder.file("shared-file-probe"), UUID().uuidString)
        try AtomicFile.write(probe.text, to: probe.path)
    }

    // MARK: - Workers

    /// A fresh one; the one before it is stopped.
    ///
    /// - Throws: `ConformanceError.notStarted`.
    func start() throws(ConformanceError) -> RawWorker {
        worker?.stop()
        worker = nil
        do {
            let fresh = try RawWorker(subject, interruption: interruption)
            worker = fresh
            return fresh
        } catch {
            throw ConformanceError.notStarted(reason: error.reason)
        }
    }

    var helloArguments: JSONContent {
        ["protocolVersion": .integer(workerProtocolVersion), "sharedFile": .text(probe.path)]
    }

    /// A fresh one that has shaken hands.
    func greeted() throws -> RawWorker {
        let worker = try start()
        _ = try worker.call(HelloCall.name, helloArguments)
        return worker
    }

    /// A fresh one that has loaded the model.
    func loaded(rotationLimit: Int = 4, profiles: Bool = false) throws -> (worker: RawWorker, reply: Reply) {
        let worker = try greeted()
        var arguments = try loadArguments(rotationLimit: rotationLimit)
        arguments["options", "profilesOperators"] = .bool(profiles)
        return (worker, try worker.call(LoadCall.name, arguments))
    }

    /// Learns what the checks depend on.
    func survey() throws {
        let reply = try start().call(HelloCall.name, helloArguments)
        greeting.capabilities = try reply.texts("capabilities")
        greeting.runtimes = try reply.objects("runtimes").map {
            HelloCall.Runtime(name: try $0.name("name"), version: try $0.optionalText("version"))
        }
        greeting.worker = try reply.text("worker")
        sharesFiles = try reply.optionalText("sharedText") == probe.text
    }

    // MARK: - Arguments

    /// The runtime that models are loaded in.
    var runtime: RuntimeAddress {
        if let runtime = subject.runtime { return runtime }
        let first = greeting.runtimes.first
        return RuntimeAddress(name: first?.name ?? "", version: first?.version ?? "")
    }

    var sampleFiles: SampleFiles? { subject.material?.goldenSet.feed.files }

    /// What is kept of the model's outputs.
    var outputs: [RequestedOutput] { subject.material?.goldenSet.manifest.outputs ?? [] }

    /// Arguments of a `load` that is right in everything.
    func loadArguments(rotationLimit: Int = 4) throws -> JSONContent {
        guard let material = subject.material, var samples = sampleFiles else {
            throw NotApplicable(reason: "there is no model")
        }
        for (name, input) in samples.inputs { samples.inputs[name]?.path = try place(input.path, suffix: ".npy") }
        let suffix = (material.modelPath as NSString).pathExtension
        return try loadArguments(
            modelPath: place(material.modelPath, suffix: suffix.isEmpty ? "" : ".\(suffix)"), samples: samples,
            rotationLimit: rotationLimit)
    }

    /// Arguments of a `load` with some samples of zeros, for models that cannot be loaded anyway.
    func loadArguments(modelPath: String) throws -> JSONContent {
        let path = folder.file("zeros")
        if !FileManager.default.fileExists(atPath: path) {
            try AtomicFile.write(Data(count: 64), to: path)
        }
        let input = SampleFiles.Input(
            path: try place(path, suffix: ".npy"), offset: 0, elementType: .float32, shape: [4], shapes: nil)
        return try loadArguments(
            modelPath: modelPath, samples: SampleFiles(count: 4, inputs: ["x": input]), rotationLimit: 4)
    }

    private func loadArguments(modelPath: String, samples: SampleFiles, rotationLimit: Int) throws -> JSONContent {
        let call = LoadCall(
            runtime: runtime, modelPath: modelPath,
            options: SessionOptions(threads: subject.threads, configuration: subject.configuration), samples: samples,
            rotationLimit: rotationLimit, pinToCore: nil)
        return try JSONDecoder().decode(JSONContent.self, from: JSONEncoder().encode(call))
    }

    /// Arguments of an `evaluate` of all outputs.
    func evaluateArguments(first: Int, count: Int, byteLimit: Int = EvaluateCall.defaultByteLimit) -> JSONContent {
        [
            "first": .integer(first), "count": .integer(count), "byteLimit": .integer(byteLimit),
            "outputs": .list(outputs.map { .text($0.name) }),
        ]
    }

    // MARK: - Files

    func file(_ name: String) -> String { folder.file(name) }

    /// Writes a file of the check's own.
    func write(_ data: Data, to name: String) throws -> String {
        try AtomicFile.write(data, to: folder.file(name))
        return folder.file(name)
    }

    /// Where the worker finds a file: at its path, or sent by digest.
    func place(_ path: String, suffix: String) throws -> String {
        guard !sharesFiles else { return path }
        guard greeting.has(.files) else {
            throw NotApplicable(
                reason: "the worker neither sees the files of this machine nor keeps those that are sent")
        }
        guard let worker else { throw NotApplicable(reason: "there is no worker to send files to") }
        let data = try MappedFile(path: path)
        return try SentFile(Data(data.bytes), suffix: suffix).send(to: worker)
    }
}
