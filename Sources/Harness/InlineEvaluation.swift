import Diagnostics
import Foundation
import GoldenSets
import InferenceCore
import Records
import Worker

/// Takes a worker's answers out of its replies, for workers that do not write to this machine's files.
struct InlineEvaluation {
    var worker: WorkerProcess
    var timeoutSeconds: Double

    /// Writes what `EvaluateToFilesCall` would have written.
    ///
    /// - Returns: samples answered.
    /// - Throws: `WorkerFailure`, also for replies that do not fit what was asked.
    func evaluate(_ samples: Range<Int>, outputs: [EvaluateToFilesCall.Output]) throws(WorkerFailure) -> Int {
        do {
            let writers = try outputs.map { try OutputFileWriter(path: $0.path, reduction: $0.reduction) }
            var next = samples.lowerBound
            while next < samples.upperBound {
                let reply = try worker.call(
                    EvaluateCall(first: next, count: samples.upperBound - next, outputs: outputs.map(\.name)),
                    timeoutSeconds: timeoutSeconds)
                guard 1...samples.upperBound - next ~= reply.rows else {
                    throw violation("asked for \(samples.upperBound - next) samples, the worker answered \(reply.rows)")
                }
                for (output, writer) in zip(outputs, writers) {
                    guard let rows = reply.outputs[output.name] else {
                        throw violation("the worker's answer lacks output '\(output.name)'")
                    }
                    try append(rows, count: reply.rows, named: output.name, to: writer)
                }
                next += reply.rows
            }
            for writer in writers { try writer.finish() }
            return samples.count
        } catch let error as GoldenSetError {
            let finding = error.diagnostics.first
            throw WorkerFailure(
                kind: .error, message: finding?.message ?? "the worker's answers cannot be used", hint: finding?.hint)
        } catch let error as WorkerFailure {
            throw error
        } catch {
            throw violation("\(error)")
        }
    }

    private func append(
        _ rows: EvaluateCall.Rows, count: Int, named name: String, to writer: OutputFileWriter
    ) throws {
        guard rows.shapes.count == count else {
            throw violation("the worker sent \(rows.shapes.count) shapes of '\(name)' for \(count) samples")
        }
        var rest = rows.data[...]
        for shape in rows.shapes {
            var bytes = rows.elementType.byteCount
            for size in shape {
                let (product, overflows) = bytes.multipliedReportingOverflow(by: size)
                guard size >= 0, !overflows else { throw violation("'\(name)' cannot have the shape \(shape)") }
                bytes = product
            }
            guard bytes <= rest.count else { throw violation("the worker sent too few bytes of '\(name)'") }
            try writer.append(
                Tensor(elementType: rows.elementType, shape: shape, copying: Array(rest.prefix(bytes))))
            rest = rest.dropFirst(bytes)
        }
        guard rest.isEmpty else { throw violation("the worker sent too many bytes of '\(name)'") }
    }

    private func violation(_ message: String) -> WorkerFailure {
        WorkerFailure(kind: .protocolViolation, message: message)
    }
}
