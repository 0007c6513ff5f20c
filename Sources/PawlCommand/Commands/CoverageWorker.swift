import Diagnostics
import Foundation
import Harness
import InferenceCore
import ModelFormats
import Records
import RuntimeLibraries
import Worker

/// Asks one runtime whether it opens models, in a worker process: what it dies of costs one result.
final class CoverageWorker {
    private let runtime: RuntimeRequirement
    private let library: InstalledLibrary
    private let provider: String?
    private let context: CommandContext
    private var worker: WorkerProcess?

    private static let timeoutSeconds = 120.0
    /// The key that keeps ONNX Runtime's own kernels from running what a provider leaves.
    private static let withoutProcessor = ["session.disable_cpu_ep_fallback": "1"]

    init(_ runtime: RuntimeRequirement, provider: String?, context: CommandContext) throws {
        self.runtime = runtime
        self.provider = provider
        self.context = context
        library = try InstalledRuntimes(in: context.pawlFolder).library(
            name: runtime.name, version: runtime.version)
    }

    deinit { worker?.shutDown() }

    /// - Throws: `CoverageError` when the runtime cannot be asked: it does not load, has no such provider, or the user
    ///   stopped.
    func open(_ attempt: LoadAttempt) throws(CoverageError) -> Opening {
        do throws(WorkerFailure) {
            _ = try running().call(
                InspectCall(
                    runtime: library.address, modelPath: attempt.path,
                    options: options(for: attempt)), timeoutSeconds: Self.timeoutSeconds)
            return .opens
        } catch {
            return try outcome(error, to: attempt)
        }
    }

    /// Nodes that the provider leaves to others; nil when this version of the runtime does not tell.
    func leftNodes(path: String) throws(CoverageError) -> [FallbackNode]? {
        var options = SessionOptions(recordsPlacements: true)
        options.provider = provider ?? options.provider
        do throws(WorkerFailure) {
            let reply = try running().call(
                InspectCall(
                    runtime: library.address, modelPath: path, options: options),
                timeoutSeconds: Self.timeoutSeconds)
            return reply.placements?.filter(\.isFallback).map {
                FallbackNode(
                    name: $0.name, domain: $0.domain.isEmpty ? OnnxOperator.ownDomain : $0.domain, type: $0.type,
                    provider: $0.provider)
            }
        } catch {
            throw CoverageError(runtime: runtime, failure: error)
        }
    }

    private func running() throws(WorkerFailure) -> WorkerProcess {
        if let worker { return worker }
        let started = try library.startWorker(in: context, timeoutSeconds: Self.timeoutSeconds)
        worker = started
        return started
    }

    private func options(for attempt: LoadAttempt) -> SessionOptions {
        var options = SessionOptions(graphOptimization: attempt.isProbe ? .none : .all)
        // Probes are for what no kernel takes at all; a provider would divide one node otherwise than a graph.
        guard let provider, !attempt.isProbe else { return options }
        options.provider = provider
        if attempt.staysInProvider { options.configuration = Self.withoutProcessor }
        return options
    }

    private func outcome(_ failure: WorkerFailure, to attempt: LoadAttempt) throws(CoverageError) -> Opening {
        switch failure.kind {
        case .interrupted: throw CoverageError(runtime: runtime, failure: failure)
        case .error:
            // The runtime opened it; only Pawl cannot feed it, which says nothing of its operators.
            if failure.code == "model.tensor" { return .opens }
            guard attempt.isProbe || ["model.invalid", "model.unsupported"].contains(failure.code) else {
                throw CoverageError(runtime: runtime, failure: failure)
            }
        default:
            // The worker is gone; the next question starts another.
            worker = nil
        }
        return .refused(Self.words(failure.message, path: attempt.path))
    }

    /// The runtime's own words, on one line, without the path of a file that the user never saw.
    private static func words(_ message: String, path: String) -> String {
        var words = message
        for prefix in ["cannot load model \(path): ", "Load model from \(path) failed:"] {
            words = words.replacingOccurrences(of: prefix, with: "")
        }
        let lines = words.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
        return lines.filter { !$0.isEmpty }.joined(separator: " ")
    }
}

/// A runtime that cannot be asked which operators it takes.
struct CoverageError: DiagnosableError {
    var runtime: RuntimeRequirement
    var failure: WorkerFailure

    var blame: Blame { failure.blame }

    var diagnostics: [Diagnostic] {
        guard failure.kind != .interrupted else {
            return [
                Diagnostic(code: "runtime.interrupted", "stopped while \(runtime) was asked which operators it takes")
            ]
        }
        return [
            Diagnostic(
                code: "runtime.coverage", "\(runtime) cannot be asked which operators it takes", hint: failure.hint,
                cause: failure.message)
        ]
    }
}
