import Foundation
import GoldenSets
import Harness
import InferenceCore
import Records
import Support
import Worker

/// One probe under way: the worker that is tried in, the models on disk, and what was found so far.
final class ProbeAttempt {
    private let probe: RuntimeProbe
    private let format: ProbeModel.Format
    private let folder: TemporaryFolder
    private var worker: WorkerProcess?
    private(set) var identity: RuntimeIdentity?
    private(set) var findings: [ProbeFinding] = []

    init(_ probe: RuntimeProbe) throws(ProbeError) {
        self.probe = probe
        format = RuntimeProbe.format(of: probe.subject.name) ?? .onnx
        do {
            folder = try TemporaryFolder(prefix: "pawl-probe")
        } catch {
            throw .file(error)
        }
    }

    /// A wrong output, in words that end a sentence.
    struct Wrong: Error { var reason: String }

    /// Tries one thing; what the worker, or the judge of its outputs, throws becomes the finding.
    func attempt(_ feature: ProbeFeature, _ body: (WorkerProcess) throws -> ProbeFinding.Outcome) throws(ProbeError) {
        let running = try running()
        do {
            let outcome = try body(running)
            findings.append(ProbeFinding(feature, outcome))
        } catch let wrong as Wrong {
            findings.append(ProbeFinding(feature, .failed, reason: wrong.reason))
        } catch let failure as WorkerFailure {
            findings.append(ProbeFinding(feature, try outcome(of: failure), reason: words(of: failure)))
        } catch let error as FileError {
            throw .file(error)
        } catch {
            findings.append(ProbeFinding(feature, .failed, reason: "\(error)"))
        }
    }

    /// What a worker's failure says of the library; a worker that is gone is replaced for the next question.
    func outcome(of failure: WorkerFailure) throws(ProbeError) -> ProbeFinding.Outcome {
        switch failure.kind {
        case .interrupted: throw .interrupted
        case .error: return .failed
        case .timeout:
            worker = nil
            return .hung
        case .crash, .exit, .outOfMemory, .protocolViolation, .implausible:
            worker = nil
            return .crashed
        }
    }

    /// The library's words, with the last that it wrote before it died.
    private func words(of failure: WorkerFailure) -> String {
        guard failure.kind != .error, let last = failure.standardErrorTail.last else { return failure.message }
        return "\(failure.message); its last words: \(last.trimmingCharacters(in: .whitespaces))"
    }

    func record(_ finding: ProbeFinding) { findings.append(finding) }

    /// Takes back what was found since there were `count` findings.
    func removeLastFinding(after count: Int) -> ProbeFinding? { findings.count > count ? findings.removeLast() : nil }

    /// Forgets a worker that was ended.
    func workerEnded() { worker = nil }

    private func running() throws(ProbeError) -> WorkerProcess {
        if let worker { return worker }
        do {
            let started = try probe.startWorker()
            worker = started
            return started
        } catch {
            throw error.kind == .interrupted ? .interrupted : .worker(error)
        }
    }

    deinit { worker?.shutDown() }
}

// MARK: - Questions

extension ProbeAttempt {
    var timeoutSeconds: Double { probe.timeoutSeconds }
    var runtimeName: String { probe.subject.name }
    var modelFormat: ProbeModel.Format { format }

    var address: RuntimeAddress {
        RuntimeAddress(name: probe.subject.name, version: probe.subject.version, libraryPath: probe.subject.path)
    }

    /// Writes a model and the samples for it, and loads both.
    ///
    /// - Parameters:
    ///   - samples: of each its shape and its bytes.
    ///   - format: nil for that of the runtime.
    func load(
        _ graph: ProbeModel.Graph, samples: [(shape: [Int], bytes: Data)], elementType: ElementType = .float32,
        format: ProbeModel.Format? = nil, options: SessionOptions = SessionOptions(), in worker: WorkerProcess
    ) throws -> LoadCall.Reply {
        let path = try write(graph, format ?? self.format)
        let samplePath = folder.file("samples.bin")
        try AtomicFile.write(samples.reduce(into: Data()) { $0.append($1.bytes) }, to: samplePath)
        let input = SampleFiles.Input(
            path: samplePath, offset: 0, elementType: elementType, shape: nil, shapes: samples.map(\.shape))
        let reply = try worker.call(
            LoadCall(
                runtime: address, modelPath: path, options: options,
                samples: SampleFiles(count: samples.count, inputs: ["x": input]), rotationLimit: samples.count,
                pinToCore: nil),
            timeoutSeconds: timeoutSeconds)
        identity = identity ?? reply.runtime
        return reply
    }

    /// - Throws: `Wrong` for a graph that the format has no model of.
    private func write(_ graph: ProbeModel.Graph, _ format: ProbeModel.Format) throws -> String {
        guard let model = ProbeModel(graph, format) else {
            throw Wrong(reason: "Pawl has no such model to try it with")
        }
        for file in model.files { try AtomicFile.write(file.content, to: folder.file(file.name)) }
        return folder.file(model.files[0].name)
    }

    func writeWholeModel() throws -> String { try write(.linear, format) }

    /// The first half of a model, which no runtime may take for a whole one.
    func writeDamagedModel() throws -> String {
        guard let model = ProbeModel(.linear, format) else { throw Wrong(reason: "Pawl has no model to damage") }
        let path = folder.file("damaged.\(format.rawValue)")
        try AtomicFile.write(model.files[0].content.prefix(model.files[0].content.count / 2), to: path)
        return path
    }

    /// Two samples of two rows each.
    static let fixedSamples = [0..<2, 2..<4].map { (shape: [2, 3], bytes: bytes(ProbeModel.rows[$0])) }
    /// A sample of one row, and one of three.
    static let openSamples = [0..<1, 1..<4].map { (shape: [$0.count, 3], bytes: bytes(ProbeModel.rows[$0])) }

    private static func bytes(_ rows: ArraySlice<[Float]>) -> Data {
        rows.flatMap { $0 }.withUnsafeBytes { Data($0) }
    }

    /// Runs all samples and holds the outputs against the known ones.
    ///
    /// - Throws: `Wrong`.
    func requireExpectedOutputs(shapes: [[Int]], in worker: WorkerProcess) throws {
        let reply = try worker.call(
            EvaluateCall(first: 0, count: shapes.count, outputs: ["y"]), timeoutSeconds: timeoutSeconds)
        guard let rows = reply.outputs["y"], rows.elementType == .float32, rows.shapes == shapes else {
            let found = reply.outputs["y"].map { "\($0.elementType.rawValue) of shapes \($0.shapes)" } ?? "nothing"
            throw Wrong(reason: "it gives \(found) in place of float32 of shapes \(shapes)")
        }
        let expected = ProbeModel.expected.flatMap { $0 }
        let found = rows.data.withUnsafeBytes { bytes in
            (0..<bytes.count / 4).map { bytes.loadUnaligned(fromByteOffset: 4 * $0, as: Float.self) }
        }
        guard found.count == expected.count else {
            throw Wrong(reason: "it gives \(found.count) numbers in place of \(expected.count)")
        }
        // Not the other way round: no difference from NaN is above a bound.
        if let place = expected.indices.first(where: { !(abs(found[$0] - expected[$0]) <= ProbeModel.tolerance) }) {
            throw Wrong(reason: "it gives \(found[place]) where \(expected[place]) is right")
        }
    }
}
