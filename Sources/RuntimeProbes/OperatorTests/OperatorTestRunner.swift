import Diagnostics
import Foundation
import GoldenSets
import Harness
import InferenceCore
import ModelFormats
import Records
import Support
import Worker

/// Runs tests of operators on one version of a runtime, one after another in a worker process that is replaced when a test ended it.
public final class OperatorTestRunner {
    /// The longest that one reply may take: tests are of a few numbers.
    public static let defaultTimeoutSeconds = 20.0

    private let runtime: RuntimeAddress
    private let timeoutSeconds: Double
    private let startWorker: () throws(WorkerFailure) -> WorkerProcess
    private let folder: TemporaryFolder
    private var worker: WorkerProcess?
    /// Tests that the worker was given.
    private var testsOfWorker = 0

    /// - Parameters:
    ///   - runtime: with the path of its library.
    ///   - startWorker: starts Pawl's own worker.
    public init(
        _ runtime: RuntimeAddress, timeoutSeconds: Double = defaultTimeoutSeconds,
        startWorker: @escaping () throws(WorkerFailure) -> WorkerProcess
    ) throws(ProbeError) {
        self.runtime = runtime
        self.timeoutSeconds = timeoutSeconds
        self.startWorker = startWorker
        do {
            folder = try TemporaryFolder(prefix: "pawl-operators")
        } catch {
            throw .file(error)
        }
    }

    /// Runs a test. A process that ends over it is a finding of the test: where others ran in it before, only when a new one ends as well.
    ///
    /// - Throws: `ProbeError` when no worker can be started, no file written, or somebody stopped it.
    public func run(_ test: OnnxBackendTest) throws(ProbeError) -> OperatorTestOutcome {
        let others = testsOfWorker
        let outcome = try attempt(test)
        guard outcome.kind == .crashed || outcome.kind == .hung, others > 0 else { return outcome }
        return try attempt(test)
    }

    private func attempt(_ test: OnnxBackendTest) throws(ProbeError) -> OperatorTestOutcome {
        let running = try running()
        testsOfWorker += 1
        do throws(WorkerFailure) {
            var outcome = OperatorTestOutcome(.right, largestError: 0)
            for set in test.dataSets { try add(set, of: test, in: running, to: &outcome) }
            return outcome
        } catch {
            return try outcome(of: error, test)
        }
    }

    private func add(
        _ set: OnnxBackendTest.DataSet, of test: OnnxBackendTest, in worker: WorkerProcess,
        to outcome: inout OperatorTestOutcome
    ) throws(WorkerFailure) {
        try load(set, of: test, in: worker)
        let names = set.outputs.map(\.name)
        let first = try evaluate(names, in: worker)
        let second = try evaluate(names, in: worker)
        if !zip(first, second).allSatisfy({ $0.hasSameBits(as: $1) }) { outcome.isRepeatable = false }
        for (found, right) in zip(first, set.outputs) {
            let agreement = TensorAgreement(
                found, right.value, relative: test.relativeTolerance, absolute: test.absoluteTolerance)
            if let fault = agreement.fault, outcome.kind == .right {
                outcome.kind = .wrong
                outcome.words = set.outputs.count > 1 ? "'\(right.name)': \(fault)" : fault
            }
            outcome.largestError = outcome.largestError.flatMap { known in agreement.largestError.map { max(known, $0) }
            }
        }
        outcome.outputs += first
    }

    private func load(
        _ set: OnnxBackendTest.DataSet, of test: OnnxBackendTest, in worker: WorkerProcess
    ) throws(WorkerFailure) {
        var inputs: [String: SampleFiles.Input] = [:]
        for (index, port) in set.inputs.enumerated() {
            let path = folder.file("input-\(index).bin")
            do {
                // A new file each time: the one before may still be mapped.
                try AtomicFile.write(Data(port.value.bytes), to: path)
            } catch {
                throw WorkerFailure(kind: .error, message: error.diagnostics[0].message)
            }
            inputs[port.name] = SampleFiles.Input(
                path: path, offset: 0, elementType: port.value.elementType, shape: port.value.shape, shapes: nil)
        }
        _ = try worker.call(
            LoadCall(
                runtime: runtime, modelPath: test.modelPath, options: SessionOptions(),
                samples: SampleFiles(count: 1, inputs: inputs), rotationLimit: 0, pinToCore: nil),
            timeoutSeconds: timeoutSeconds)
    }

    private func evaluate(_ names: [String], in worker: WorkerProcess) throws(WorkerFailure) -> [Tensor] {
        let reply = try worker.call(
            EvaluateCall(first: 0, count: 1, outputs: names), timeoutSeconds: timeoutSeconds)
        var tensors: [Tensor] = []
        for name in names {
            guard let rows = reply.outputs[name], let shape = rows.shapes.first, rows.shapes.count == 1,
                rows.data.count == shape.reduce(rows.elementType.byteCount, *)
            else {
                throw WorkerFailure(
                    kind: .protocolViolation, message: "the worker's reply lacks '\(name)', or a part of it")
            }
            tensors.append(Tensor(elementType: rows.elementType, shape: shape, copying: Array(rows.data)))
        }
        return tensors
    }

    private func outcome(of failure: WorkerFailure, _ test: OnnxBackendTest) throws(ProbeError) -> OperatorTestOutcome {
        switch failure.kind {
        case .interrupted: throw .interrupted
        case .error:
            // Without a code nobody replied: it is this machine that lacks something.
            guard let code = failure.code else { throw .worker(failure) }
            let isRuntimes = Self.runtimesOwn.contains(code)
            return OperatorTestOutcome(isRuntimes ? .refused : .notRun, words: words(of: failure, test))
        case .timeout:
            forgetWorker()
            return OperatorTestOutcome(
                .hung, words: "no reply within \(timeoutSeconds.formatted()) s; the worker was stopped")
        // The runtime said that it has no memory, and lives on.
        case .outOfMemory where failure.code != nil:
            return OperatorTestOutcome(.refused, words: words(of: failure, test))
        case .crash, .exit, .outOfMemory, .protocolViolation, .implausible:
            forgetWorker()
            let last = failure.standardErrorTail.last.map {
                "; its last words: \($0.trimmingCharacters(in: .whitespaces))"
            }
            return OperatorTestOutcome(.crashed, words: failure.message + (last ?? ""))
        }
    }

    /// Codes of errors that the runtime gave the words for. All others are Pawl's own: of types that it does not pass.
    private static let runtimesOwn = ["model.invalid", "model.unsupported", "runtime.failure"]

    /// Without the model's path, which differs from test to test.
    private func words(of failure: WorkerFailure, _ test: OnnxBackendTest) -> String {
        var words = failure.message
        let opening = "cannot load model \(test.modelPath): "
        if words.hasPrefix(opening) { words.removeFirst(opening.count) }
        return Self.withoutSourcePlaces(words.replacing(test.modelPath, with: OnnxBackendTest.modelName))
    }

    /// Without where in ONNX Runtime's sources it was said: `/onnxruntime_src/onnxruntime/core/graph/model.cc:180 onnxruntime::Model::Model(...)`
    /// before the message says nothing of an operator.
    static func withoutSourcePlaces(_ words: String) -> String {
        var words = words
        while let place = words.range(of: "/onnxruntime_src/"),
            let end = words.range(of: ") ", range: place.upperBound..<words.endIndex)
        {
            let isGlued = words[..<place.lowerBound].last.map { !$0.isWhitespace } ?? false
            words.replaceSubrange(place.lowerBound..<end.upperBound, with: isGlued ? " " : "")
        }
        return words.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private func running() throws(ProbeError) -> WorkerProcess {
        if let worker { return worker }
        do {
            let started = try startWorker()
            worker = started
            return started
        } catch {
            throw error.kind == .interrupted ? .interrupted : .worker(error)
        }
    }

    private func forgetWorker() {
        worker = nil
        testsOfWorker = 0
    }

    deinit { worker?.shutDown() }
}
