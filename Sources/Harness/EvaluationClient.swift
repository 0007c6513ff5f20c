import Diagnostics
import Foundation
import GoldenSets
import InferenceCore
import Records
import Suites
import Support
import Worker

/// Has a loaded worker evaluate samples: into files, where it can write to this machine's, else in its replies.
struct EvaluationClient {
    var worker: WorkerProcess
    var names: OutputNames
    var timeoutSeconds: Double

    /// - Parameter kept: other outputs that are wanted, of some samples.
    /// - Returns: samples evaluated, and what was kept.
    /// - Throws: `WorkerFailure`, also for replies that do not fit what was asked.
    func evaluate(
        _ samples: Range<Int>, outputs: [EvaluateToFilesCall.Output], kept: KeptTensors?
    ) throws(WorkerFailure) -> (rows: Int, kept: [KeptTensors.Output]) {
        if worker.sharesFiles, worker.greeting.has(.evaluateToFiles), names.areWorkersOwn {
            let reply = try worker.call(
                EvaluateToFilesCall(first: samples.lowerBound, count: samples.count, outputs: outputs, kept: kept),
                timeoutSeconds: timeoutSeconds)
            return (reply.rows, reply.kept ?? [])
        }
        do {
            return try (samples.count, evaluateInline(samples, outputs: outputs, kept: kept))
        } catch let error as WorkerFailure {
            throw error
        } catch let error as any DiagnosableError {
            let finding = error.diagnostics.first
            throw WorkerFailure(
                kind: .error, message: finding?.message ?? "the worker's outputs cannot be used", hint: finding?.hint)
        } catch {
            throw violation("\(error)")
        }
    }

    /// Writes what `EvaluateToFilesCall` would have written.
    private func evaluateInline(
        _ samples: Range<Int>, outputs: [EvaluateToFilesCall.Output], kept: KeptTensors?
    ) throws -> [KeptTensors.Output] {
        let writers = try outputs.map { try OutputFileWriter(path: $0.path, reduction: $0.reduction) }
        let recorder = try kept.map { try TensorRecorder($0) }
        let wanted = outputs.map(\.name)
        let texts = outputs.compactMap { output in output.texts.map { (names.ownName(of: output.name), $0) } }
        let classes: [String: [String]]? =
            worker.greeting.has(.texts) && !texts.isEmpty ? Dictionary(texts) { $1 } : nil
        let others = kept.map { kept in names.all.filter { !wanted.contains($0) && !kept.except.contains($0) } } ?? []
        // What is reduced for the task is compared whole.
        let keptNames = Set(kept.map { kept in (wanted + others).filter { !kept.except.contains($0) } } ?? [])
        var next = samples.lowerBound
        while next < samples.upperBound {
            let reply = try worker.call(
                EvaluateCall(
                    first: next, count: samples.upperBound - next, outputs: (wanted + others).map(names.ownName),
                    texts: classes),
                timeoutSeconds: timeoutSeconds)
            guard 1...samples.upperBound - next ~= reply.rows else {
                throw violation("asked for \(samples.upperBound - next) samples, the worker returned \(reply.rows)")
            }
            var tensors: [String: [Tensor]] = [:]
            for name in wanted + others {
                guard let rows = reply.outputs[names.ownName(of: name)] else {
                    throw violation("the worker's reply lacks output '\(names.ownName(of: name))'")
                }
                tensors[name] = try self.tensors(rows, count: reply.rows, named: name).map {
                    try names.convert($0, named: name)
                }
            }
            for (output, writer) in zip(outputs, writers) {
                for tensor in tensors[output.name] ?? [] { try writer.append(tensor) }
            }
            if let recorder {
                for row in 0..<reply.rows {
                    let outputs = tensors.filter { keptNames.contains($0.key) }.mapValues { $0[row] }
                    try recorder.keep(outputs, ofSample: next + row)
                }
            }
            next += reply.rows
        }
        for writer in writers { try writer.finish() }
        return try recorder?.finish() ?? []
    }

    private func tensors(_ rows: EvaluateCall.Rows, count: Int, named name: String) throws(WorkerFailure) -> [Tensor] {
        guard rows.shapes.count == count else {
            throw violation("the worker sent \(rows.shapes.count) shapes of '\(name)' for \(count) samples")
        }
        var tensors: [Tensor] = []
        var rest = rows.data[...]
        for shape in rows.shapes {
            var bytes = rows.elementType.byteCount
            for size in shape {
                let (product, overflows) = bytes.multipliedReportingOverflow(by: size)
                guard size >= 0, !overflows else { throw violation("'\(name)' cannot have the shape \(shape)") }
                bytes = product
            }
            guard bytes <= rest.count else { throw violation("the worker sent too few bytes of '\(name)'") }
            tensors.append(Tensor(elementType: rows.elementType, shape: shape, copying: Array(rest.prefix(bytes))))
            rest = rest.dropFirst(bytes)
        }
        guard rest.isEmpty else { throw violation("the worker sent too many bytes of '\(name)'") }
        return tensors
    }

    private func violation(_ message: String) -> WorkerFailure {
        WorkerFailure(kind: .protocolViolation, message: message)
    }
}

/// A small file of unforeseeable text: a worker that can read it sees the files of this machine.
public struct SharedFileProbe: Sendable {
    public let path: String
    public let text: String

    /// Writes the file.
    ///
    /// - Throws: `FileError`.
    public init(in folder: TemporaryFolder) throws(FileError) {
        path = folder.file("shared-file-probe")
        text = UUID().uuidString
        try AtomicFile.write(text, to: path)
    }
}

/// What a worker calls the outputs that a golden set names, and how its values become the golden set's: as they are, unless the model's
/// tensors are others and the worker itself does not map them.
struct OutputNames {
    /// By the golden set's names; empty where the worker maps outputs itself.
    private var links: [String: TensorLink] = [:]
    /// The model's outputs, under the golden set's names.
    let all: [String]
    /// Whether the worker gives them as the golden set has them.
    let areWorkersOwn: Bool

    /// - Parameter model: the outputs as the worker told them when it loaded the model.
    init(of cell: PlannedCell, for worker: WorkerProcess, model: [TensorSpec]) {
        areWorkersOwn = worker.greeting.maps(cell.mapping)
        if !areWorkersOwn { links = cell.mapping.outputs }
        let golden = Dictionary(links.map { ($1.name, $0) }) { first, _ in first }
        all = model.map { golden[$0.name] ?? $0.name }
    }

    /// The worker's name of what the golden set calls `name`.
    func ownName(of name: String) -> String { links[name]?.name ?? name }

    /// What the worker gave, as the golden set has it.
    func convert(_ tensor: Tensor, named name: String) throws(InferenceError) -> Tensor {
        guard let link = links[name] else { return tensor }
        do throws(InferenceError) {
            return try link.convert(tensor)
        } catch {
            throw .conversion(of: "output '\(name)'", error)
        }
    }
}
