import CSystem
import Diagnostics
import Files
import Foundation
import GoldenSets
import InferenceCore
import Planning
import Processes
import Records
import SuiteModel
import Synchronization
import Worker

/// Brings the files of a cell to a worker on another machine, each once.
///
/// Workers of one cell start side by side; what one sends the others find there, so they wait for each other.
final class FileSender: Sendable {
    private let turn = Mutex<Void>(())

    /// - Returns: the call with the worker's own paths.
    /// - Throws: `WorkerFailure` when the worker keeps no files, or a file does not arrive.
    func send(
        _ call: LoadCall, for cell: PlannedCell, set: GoldenSet, to worker: WorkerProcess, timeoutSeconds: Double
    ) throws(WorkerFailure) -> LoadCall {
        try requireFiles(of: cell, worker)
        var call = call
        var wanted = [SentFile(cell)]
        for (name, input) in call.samples.inputs.sorted(by: { $0.key < $1.key }) {
            guard let file = set.manifest.inputs[cell.goldenName(ofInput: name)]?.data else { continue }
            wanted.append(try SentFile(path: input.path, sha256: file.digest))
        }
        let places = try turn.withLock { _ throws(WorkerFailure) in
            try bring(wanted, to: worker, push: cell.runtime.push, timeoutSeconds: timeoutSeconds)
        }
        call.modelPath = places[0]
        let paths = Dictionary(zip(wanted.map(\.path), places)) { first, _ in first }
        for (name, input) in call.samples.inputs { call.samples.inputs[name]?.path = paths[input.path] ?? input.path }
        return call
    }

    /// - Returns: where the worker has the cell's model.
    func sendModel(
        of cell: PlannedCell, to worker: WorkerProcess, timeoutSeconds: Double
    ) throws(WorkerFailure) -> String {
        try requireFiles(of: cell, worker)
        return try turn.withLock { _ throws(WorkerFailure) in
            try bring([SentFile(cell)], to: worker, push: cell.runtime.push, timeoutSeconds: timeoutSeconds)
        }[0]
    }

    private func requireFiles(of cell: PlannedCell, _ worker: WorkerProcess) throws(WorkerFailure) {
        guard worker.greeting.has(.files) else {
            throw WorkerFailure(
                kind: .error,
                message: "the worker neither sees this machine's files nor keeps files that are sent to it",
                hint: "it needs the capability 'files', or a folder that both machines mount at the same path")
        }
        guard cell.modelIsSelfContained else {
            throw WorkerFailure(
                kind: .error,
                message: "\(cell.modelFile.path) keeps weights in files of their own, which are not sent",
                hint: "save it as one file, or mount its folder on the worker's machine at the same path")
        }
    }

    private struct SentFile {
        var path: String
        var sha256: String
        var bytes: UInt64

        init(path: String, sha256: String, bytes: UInt64) {
            self.path = path
            self.sha256 = sha256
            self.bytes = bytes
        }

        init(_ cell: PlannedCell) {
            self.init(path: cell.modelFile.path, sha256: cell.modelFile.digest, bytes: cell.modelFile.bytes)
        }

        init(path: String, sha256: String) throws(WorkerFailure) {
            do {
                self.init(path: path, sha256: sha256, bytes: UInt64(try MappedFile(path: path).bytes.count))
            } catch {
                throw WorkerFailure(kind: .error, message: error.description)
            }
        }

        /// A runtime may go by it.
        var suffix: String {
            let suffix = (path as NSString).pathExtension
            let isHarmless = suffix.utf8.count <= 15 && suffix.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
            return suffix.isEmpty || !isHarmless ? "" : "." + suffix
        }
    }

    private func bring(
        _ files: [SentFile], to worker: WorkerProcess, push: [String]?, timeoutSeconds: Double
    ) throws(WorkerFailure) -> [String] {
        let question = FilesCall(
            files: files.map { FilesCall.File(sha256: $0.sha256, bytes: $0.bytes, suffix: $0.suffix) })
        let places = try ask(question, of: worker, timeoutSeconds)
        let missing = zip(files, places).filter { !$1.isPresent }
        guard !missing.isEmpty else { return places.map(\.path) }
        for (file, place) in missing {
            if let push {
                try copy(file, to: place, with: push, timeoutSeconds)
            } else {
                try put(file, to: worker, timeoutSeconds)
            }
        }
        let after = try ask(question, of: worker, timeoutSeconds)
        if let (file, _) = zip(files, after).first(where: { !$1.isPresent }) {
            throw WorkerFailure(
                kind: .error, message: "\(file.path) did not arrive whole on the worker's machine",
                hint: push.map { "the 'push' command was: \($0.joined(separator: " "))" }
                    ?? "another run may be sending it at this moment; run again")
        }
        return after.map(\.path)
    }

    private func ask(
        _ question: FilesCall, of worker: WorkerProcess, _ timeoutSeconds: Double
    ) throws(WorkerFailure) -> [FilesCall.Place] {
        let reply = try worker.call(question, timeoutSeconds: timeoutSeconds)
        guard reply.files.count == question.files.count else {
            throw WorkerFailure(
                kind: .protocolViolation,
                message: "asked for \(question.files.count) files, the worker answered \(reply.files.count)")
        }
        return reply.files
    }

    private func put(_ file: SentFile, to worker: WorkerProcess, _ timeoutSeconds: Double) throws(WorkerFailure) {
        let mapped: MappedFile
        do {
            mapped = try MappedFile(path: file.path)
        } catch {
            throw WorkerFailure(kind: .error, message: error.description)
        }
        for start in stride(from: 0, to: mapped.bytes.count, by: PutCall.maximumBytes) {
            let end = min(start + PutCall.maximumBytes, mapped.bytes.count)
            let reply = try worker.call(
                PutCall(
                    sha256: file.sha256, bytes: file.bytes, offset: UInt64(start),
                    data: Data(mapped.bytes[start..<end])), timeoutSeconds: timeoutSeconds)
            guard reply.received == UInt64(end) else {
                throw WorkerFailure(
                    kind: .protocolViolation, message: "sent \(end) bytes of \(file.path), \(reply.received) arrived")
            }
        }
    }

    private func copy(
        _ file: SentFile, to place: FilesCall.Place, with push: [String], _ timeoutSeconds: Double
    ) throws(WorkerFailure) {
        let words = PushTemplate.command(push, source: file.path, destination: place.incoming)
        do {
            _ = try BoundedCommand(
                words, environment: ProcessInfo.processInfo.environment, timeoutSeconds: timeoutSeconds
            ).output()
        } catch {
            throw WorkerFailure(
                kind: .error, message: "cannot copy \(file.path) to the worker's machine: \(error.reason)",
                hint: "the 'push' command was: \(words.joined(separator: " "))")
        }
    }
}

extension PlannedCell {
    /// What the golden set calls an input that a worker may know by its model's name.
    fileprivate func goldenName(ofInput name: String) -> String {
        mapping.inputs.first { $1.name == name }?.key ?? name
    }
}
