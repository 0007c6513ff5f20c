import Diagnostics
import Foundation
import GoldenSets
import InferenceCore
import ModelFormats
import Records
import Suites
import Support
import Worker

/// Runs models on some golden samples and keeps everything that they give, to be compared.
public struct OutputCapture {
    private let plan: Plan
    private let workers: WorkerStarter
    /// By cell id.
    private let failures: [Int: CellFailure]
    private let folder: TemporaryFolder
    private let counter = FileCounter()

    /// Of one output: more than the samples that anybody asks for take.
    private static let byteLimit = 1 << 40

    /// Samples that stand for a golden set: of sequences the beginning of the first, else samples that are evenly spread.
    ///
    /// - Parameter count: at most so many, at least 1.
    public static func samples(of set: GoldenSet, count: Int) -> [Range<Int>] {
        let count = max(1, min(count, set.sampleCount))
        guard set.feed.carriesState else {
            return (0..<count).map { part in
                let sample = set.sampleCount * part / count
                return sample..<sample + 1
            }
        }
        var end = 1
        while end < count, !set.feed.beginsSequence(end) { end += 1 }
        return [0..<end]
    }

    /// Prepares cells as a run would: which of a model's tensors are which is asked once.
    ///
    /// - Throws: `FileError`.
    public init(_ plan: Plan, worker: WorkerCommand, interruption: Interruption) throws(FileError) {
        folder = try TemporaryFolder(prefix: "pawl-capture")
        let probe = try plan.cells.contains { $0.runtime.worker != nil } ? SharedFileProbe(in: folder) : nil
        workers = WorkerStarter(
            command: worker, probe: probe, interruption: interruption,
            timeoutSeconds: plan.measurement.phaseTimeoutSeconds)
        let resolution = TensorResolution(plan, workers: workers)
        self.plan = resolution.plan
        failures = resolution.failures
    }

    /// - Parameters:
    ///   - cell: id of the plan's cell that says how the model runs.
    ///   - model: in the place of the cell's own file; nil runs that.
    ///   - samples: each range by itself; where samples carry state, each begins a sequence.
    /// - Returns: all outputs of numbers, by the model's names or the golden set's.
    /// - Throws: `WorkerFailure`.
    public func outputs(
        of cell: Int, model: ModelContent? = nil, samples: [Range<Int>]
    ) throws(WorkerFailure) -> [String: SampledOutput] {
        if let failure = failures[cell] {
            throw WorkerFailure(kind: failure.kind, message: failure.message, hint: failure.hint)
        }
        var planned = plan.cells[cell]
        if let model { planned.modelContent = model }
        let worker = try workers.start(for: planned)
        defer { worker.shutDown() }
        let loaded = try workers.load(planned, of: plan, in: worker, rotationLimit: 0)
        let client = EvaluationClient(
            worker: worker, names: OutputNames(of: planned, for: worker, model: loaded.outputs),
            timeoutSeconds: workers.timeoutSeconds)
        var parts: [KeptTensors.Output] = []
        for range in samples {
            parts += try client.evaluate(
                range, outputs: [],
                kept: KeptTensors(
                    pathPrefix: folder.file("kept-\(counter.next())"), stride: 1,
                    byteLimit: Self.byteLimit,
                    except: [])
            ).kept
        }
        defer {
            // What is mapped stays readable.
            for part in parts {
                try? FileManager.default.removeItem(atPath: part.path)
                try? FileManager.default.removeItem(atPath: part.path + ".shapes")
            }
        }
        return try Self.gathered(parts)
    }

    private static func gathered(_ parts: [KeptTensors.Output]) throws(WorkerFailure) -> [String: SampledOutput] {
        var outputs: [String: SampledOutput] = [:]
        for (name, parts) in Dictionary(grouping: parts, by: \.name) {
            do throws(GoldenSetError) {
                var tables: [OutputTable] = []
                for part in parts { tables.append(try OutputTable.open(path: part.path, rows: part.samples.count)) }
                outputs[name] = SampledOutput(OutputTable(concatenating: tables), samples: parts.flatMap(\.samples))
            } catch {
                let finding = error.diagnostics.first
                throw WorkerFailure(
                    kind: .error, message: finding?.message ?? "outputs cannot be read", hint: finding?.hint)
            }
        }
        return outputs
    }
}

/// Numbers for names of files.
private final class FileCounter {
    private var count = 0

    func next() -> Int {
        count += 1
        return count
    }
}
