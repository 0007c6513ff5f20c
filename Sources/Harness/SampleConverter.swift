import Diagnostics
import Foundation
import GoldenSets
import InferenceCore
import Records
import Support
import Synchronization
import Worker

/// Brings samples into a model's types and units for workers that do not convert tensors themselves: once a run for each way of
/// doing it, into a private folder.
final class SampleConverter: Sendable {
    private struct Job: Hashable {
        var source: SampleFiles.Input
        var link: TensorLink
    }

    private struct State {
        var folder: TemporaryFolder?
        var made: [Job: SampleFiles.Input] = [:]
        var digests: [String: String] = [:]
    }

    private let state = Mutex(State())
    private let interruption: Interruption

    init(interruption: Interruption) { self.interruption = interruption }

    /// SHA-256 of a file that was made here, by its path; nil for all others.
    func digest(ofFile path: String) -> String? { state.withLock { $0.digests[path] } }

    /// The samples under the model's own names, in its types and units.
    ///
    /// - Throws: `WorkerFailure` for a sample that cannot be converted, and for recurrent state that would have to be.
    func samples(of files: SampleFiles, through mapping: TensorMapping) throws(WorkerFailure) -> SampleFiles {
        for (input, output) in files.state ?? [:]
        where mapping.inputs[input]?.cast != nil || mapping.outputs[output]?.cast != nil
            || mapping.inputs[input]?.transposition != nil || mapping.outputs[output]?.transposition != nil
        {
            throw WorkerFailure(
                kind: .error,
                message: "this worker does not convert tensors, and the state of '\(input)' would have to be",
                hint: "give the worker the capability 'conversion'")
        }
        var converted = files
        converted.inputs = [:]
        for (name, input) in files.inputs {
            let link = mapping.inputs[name] ?? TensorLink(name: name)
            let changes = !link.isPlain(for: link.name)
            converted.inputs[link.name] = changes ? try convert(name, input, link, count: files.count) : input
        }
        converted.state = files.state.map { state in
            Dictionary(
                uniqueKeysWithValues: state.map { input, output in
                    (mapping.inputs[input]?.name ?? input, mapping.outputs[output]?.name ?? output)
                })
        }
        return converted
    }

    private func convert(
        _ name: String, _ input: SampleFiles.Input, _ link: TensorLink, count: Int
    ) throws(WorkerFailure) -> SampleFiles.Input {
        let result: Result<SampleFiles.Input, any Error> = state.withLock { state in
            Result {
                let job = Job(source: input, link: link)
                if let made = state.made[job] { return made }
                guard !interruption.wasTriggered else { throw WorkerFailure.interrupted }
                let folder = try state.folder ?? TemporaryFolder(prefix: "pawl-samples")
                state.folder = folder
                let feed = try SampleFeed.open(SampleFiles(count: count, inputs: [name: input]))
                let path = folder.file("\(state.made.count).bin")
                let made = try feed.convert(input: name, through: link, to: path)
                state.digests[path] = try SHA256.hexadecimal(ofFile: path)
                state.made[job] = made
                return made
            }
        }
        switch result {
        case .success(let made): return made
        case .failure(let failure as WorkerFailure): throw failure
        case .failure(let error as any DiagnosableError):
            let finding = error.diagnostics.first
            throw WorkerFailure(
                kind: .error, message: finding?.message ?? "the samples cannot be converted", hint: finding?.hint)
        case .failure(let error): throw WorkerFailure(kind: .error, message: "\(error)")
        }
    }
}

extension HelloCall.Reply {
    /// Whether a worker itself does what a mapping asks for.
    func maps(_ mapping: TensorMapping) -> Bool {
        guard has(.mapping), has(.preprocessing) || mapping.inputs.values.allSatisfy({ $0.preprocessing == nil })
        else { return false }
        return has(.conversion)
            || mapping.inputs.values.allSatisfy { $0.cast?.isOfIntegers ?? true }
                && mapping.outputs.values.allSatisfy { $0.cast == nil }
    }
}
