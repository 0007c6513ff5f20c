import CSystem
import Diagnostics
import Foundation
import GoldenSets
import InferenceCore
import ModelFormats
import Records
import Suites
import Support
import Synchronization
import Worker

/// Brings the files of a cell to a worker on another machine, each once.
///
/// Workers of one cell start side by side; what one sends the others find there, so they wait for each other.
final class FileSender: Sendable {
    /// A file on the machine that a command leads to.
    private struct RemoteFile: Hashable {
        var worker: WorkerCommand?
        var sha256: String
    }

    /// Those that were seen whole in this run.
    private let arrivals = Mutex<Set<RemoteFile>>([])
    private let interruption: Interruption

    init(interruption: Interruption) { self.interruption = interruption }

    /// - Parameter converted: SHA-256 of a file of samples that is none of the golden set's, by its path.
    /// - Returns: the call with the worker's own paths.
    /// - Throws: `WorkerFailure` when the worker keeps no files, or a file does not arrive.
    func send(
        _ call: LoadCall, for cell: PlannedCell, set: GoldenSet, converted: (String) -> String?,
        to worker: WorkerProcess, timeoutSeconds: Double
    ) throws(WorkerFailure) -> LoadCall {
        try requireFiles(of: cell, worker)
        var call = call
        var wanted = SentFile.model(of: cell)
        for (name, input) in call.samples.inputs.sorted(by: { $0.key < $1.key }) {
            let own = set.manifest.inputs[cell.goldenName(ofInput: name)]?.data.digest
            guard let digest = converted(input.path) ?? own else { continue }
            wanted.append(try SentFile(path: input.path, sha256: digest))
        }
        let places = try transfer(wanted, of: cell, to: worker, timeoutSeconds: timeoutSeconds)
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
        return try transfer(SentFile.model(of: cell), of: cell, to: worker, timeoutSeconds: timeoutSeconds)[0]
    }

    private func transfer(
        _ files: [SentFile], of cell: PlannedCell, to worker: WorkerProcess, timeoutSeconds: Double
    ) throws(WorkerFailure) -> [String] {
        let expected = Set(files.map { RemoteFile(worker: cell.runtime.worker, sha256: $0.sha256) })
        return try arrivals.withLock { arrivals throws(WorkerFailure) in
            let places = try transfer(
                files, to: worker, push: cell.runtime.push, verify: !expected.isSubset(of: arrivals),
                timeoutSeconds: timeoutSeconds)
            arrivals.formUnion(expected)
            return places
        }
    }

    private func requireFiles(of cell: PlannedCell, _ worker: WorkerProcess) throws(WorkerFailure) {
        guard worker.greeting.has(.files) else {
            throw WorkerFailure(
                kind: .error,
                message: "the worker neither sees this machine's files nor keeps files that are sent to it",
                hint: "it needs the capability 'files', or a folder that both machines mount at the same path")
        }
        let content = cell.modelContent
        guard content.isComplete, content.files.count == 1 || worker.greeting.has(.modelFolders) else {
            throw WorkerFailure(
                kind: .error,
                message: content.isComplete
                    ? "\(content.path) keeps weights in \(content.files[1].name), and the worker does not take models of "
                        + "several files"
                    : "\(content.path) may keep weights in files that pawl does not see, so it is not sent",
                hint: content.isComplete
                    ? "save it as one file, give the worker the capability 'model-folders', or mount the model's folder on "
                        + "the worker's machine at the same path"
                    : "mount its folder on the worker's machine at the same path")
        }
    }

    private struct SentFile {
        var path: String
        var sha256: String
        var bytes: UInt64
        /// Where it belongs to a model of several files.
        var folder: FilesCall.Folder?

        init(path: String, sha256: String, bytes: UInt64, folder: FilesCall.Folder? = nil) {
            self.path = path
            self.sha256 = sha256
            self.bytes = bytes
            self.folder = folder
        }

        /// A model's files, first the one that its runtime is given.
        static func model(of cell: PlannedCell) -> [SentFile] {
            let content = cell.modelContent
            return content.files.map { file in
                SentFile(
                    path: content.path(of: file), sha256: file.digest, bytes: file.bytes,
                    folder: content.files.count == 1
                        ? nil : FilesCall.Folder(model: content.digest, name: file.name))
            }
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
            // In a model's folder it has its whole name.
            if folder != nil { return "" }
            let suffix = (path as NSString).pathExtension
            let isHarmless = suffix.utf8.count <= 15 && suffix.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
            return suffix.isEmpty || !isHarmless ? "" : "." + suffix
        }
    }

    private func transfer(
        _ files: [SentFile], to worker: WorkerProcess, push: [String]?, verify: Bool, timeoutSeconds: Double
    ) throws(WorkerFailure) -> [String] {
        var question = FilesCall(
            files: files.map {
                FilesCall.File(sha256: $0.sha256, bytes: $0.bytes, suffix: $0.suffix, folder: $0.folder)
            },
            verify: verify)
        let places = try ask(question, of: worker, timeoutSeconds)
        question.verify = nil
        var sent: Set<String> = []
        for (file, place) in zip(files, places) where !place.isPresent && sent.insert(file.sha256).inserted {
            do throws(WorkerFailure) {
                if let push {
                    try copy(file, to: place, with: push, timeoutSeconds)
                } else {
                    try put(file, to: worker, timeoutSeconds)
                }
            } catch {
                // Whatever arrived is in the way on a device that is full: asking removes it.
                _ = try? ask(question, of: worker, timeoutSeconds)
                throw error
            }
        }
        guard !sent.isEmpty else { return places.map(\.path) }
        let after = try ask(question, of: worker, timeoutSeconds)
        if let (file, place) = zip(files, after).first(where: { !$1.isPresent }) {
            throw WorkerFailure(
                kind: .error, message: "\(file.path) did not arrive whole on the worker's machine",
                hint: push.map {
                    "the 'push' command ended well, but what it was to copy to \(place.incoming) is not there, or is another "
                        + "file: \($0.joined(separator: " "))"
                } ?? "its storage may be failing, or another program removes files there")
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
                message: "asked for \(question.files.count) files, the worker returned \(reply.files.count)")
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
        var start = 0
        repeat {
            let end = min(start + PutCall.maximumBytes, mapped.bytes.count)
            let reply = try worker.call(
                PutCall(
                    sha256: file.sha256, bytes: file.bytes, offset: UInt64(start),
                    data: Data(mapped.bytes[start..<end])), timeoutSeconds: timeoutSeconds)
            guard reply.received == UInt64(end) else {
                throw WorkerFailure(
                    kind: .protocolViolation, message: "sent \(end) bytes of \(file.path), \(reply.received) arrived")
            }
            start = end
        } while start < mapped.bytes.count
    }

    private func copy(
        _ file: SentFile, to place: FilesCall.Place, with push: [String], _ timeoutSeconds: Double
    ) throws(WorkerFailure) {
        // It becomes an argument: from elsewhere, it must not be one that means something.
        guard place.incoming.hasPrefix("/"), !place.incoming.utf8.contains(where: { $0 < 0x20 }) else {
            throw WorkerFailure(
                kind: .protocolViolation,
                message: "the worker wants \(file.path) at '\(place.incoming)', which is no path")
        }
        let words = PushTemplate.command(push, source: file.path, destination: place.incoming)
        let command = "the 'push' command was: \(words.joined(separator: " "))"
        let outcome: BoundedCommand.Outcome
        do throws(ProcessError) {
            outcome = try BoundedCommand(
                words, environment: ChildEnvironment.of(ProcessInfo.processInfo.environment),
                timeoutSeconds: timeoutSeconds
            ).run(interruption: interruption)
        } catch .interrupted {
            throw .interrupted
        } catch .tookTooLong {
            throw WorkerFailure(
                kind: .timeout, message: "\(words[0]) took too long to copy \(file.path) and was stopped",
                hint: "raise measurement.phase_timeout in the suite; \(command)")
        } catch {
            throw WorkerFailure(
                kind: .error, message: "cannot copy \(file.path) to the worker's machine: \(error.reason)",
                hint: command)
        }
        guard !outcome.succeeded else { return }
        var tail = LineTail()
        tail.append(outcome.standardError.utf8)
        var failure = WorkerFailure(
            kind: .error, message: "\(words[0]) could not copy \(file.path) to the worker's machine", hint: command)
        failure.standardErrorTail = tail.lines
        throw failure
    }
}

extension PlannedCell {
    /// What the golden set calls an input that a worker may know by its model's name.
    fileprivate func goldenName(ofInput name: String) -> String {
        mapping.inputs.first { $1.name == name }?.key ?? name
    }
}
