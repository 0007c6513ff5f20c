import CSystem
import Diagnostics
import Foundation
import InferenceCore
import Support

/// The worker's side of the conversation: reads calls from standard input, replies on standard output.
///
/// Both descriptors are set aside first, because runtimes print where they like: what anything prints to standard
/// output afterwards goes to standard error.
public final class WorkerService {
    private let configuration: WorkerConfiguration
    private let receivedFiles: ReceivedFiles
    private let input: Int32
    private let output: Int32
    private var model: LoadedModel?
    /// The one library of this process: two versions would share what lies below them.
    private var libraryPath: String?
    private var hasGreeted = false
    /// False while a frame is on its way.
    private var endedInOrder = true

    public init(_ configuration: WorkerConfiguration) {
        self.configuration = configuration
        receivedFiles = ReceivedFiles(folder: configuration.receivedFilesFolder)
        input = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3)
        output = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3)
        dup2(STDERR_FILENO, STDOUT_FILENO)
        let nothing = open("/dev/null", O_RDONLY | O_CLOEXEC)
        if nothing >= 0 {
            dup2(nothing, STDIN_FILENO)
            close(nothing)
        }
        signal(SIGPIPE, SIG_IGN)
        pawl_set_process_name("pawl-worker")
    }

    /// Serves until the supervisor says `shutdown` or closes its end.
    ///
    /// - Returns: the exit code: 0 after an orderly end, 2 when the conversation broke.
    public func serve() -> Int32 {
        exitWhenSupervisorIsGone()
        while let payload = readFrame() {
            let (response, isLast) = response(to: payload)
            guard write(Frame.encode(response)) else { return 2 }
            if isLast { return 0 }
        }
        return endedInOrder ? 0 : 2
    }

    /// A supervisor that was killed closes its end of the pipe; a worker in the middle of an inference would not
    /// notice, so a thread of its own watches and ends the process.
    private func exitWhenSupervisorIsGone() {
        let input = self.input
        let watcher = Thread {
            if pawl_wait_for_hang_up(input) == 0 { _exit(3) }
        }
        watcher.stackSize = 128 << 10
        watcher.start()
    }

    private func response(to payload: Data) -> (response: Data, isLast: Bool) {
        do {
            guard let name = try? JSONDecoder().decode(Envelope.Name.self, from: payload).call else {
                throw WorkerError.unreadableCall(name: "?", reason: "not a JSON object with a 'call'")
            }
            return (try reply(to: name, payload: payload), name == ShutdownCall.name)
        } catch let error as any DiagnosableError {
            return (encodeError(WorkerErrorReply(error)), false)
        } catch {
            return (encodeError(WorkerErrorReply(code: "worker.failure", message: "\(error)")), false)
        }
    }

    private func reply(to name: String, payload: Data) throws -> Data {
        guard hasGreeted || name == HelloCall.name else {
            throw WorkerError.calledTooEarly(call: name, needs: HelloCall.name)
        }
        switch name {
        case HelloCall.name: return try reply(HelloCall.self, payload, hello)
        case LoadCall.name: return try reply(LoadCall.self, payload, load)
        case InspectCall.name: return try reply(InspectCall.self, payload, inspect)
        case WarmUpCall.name: return try reply(WarmUpCall.self, payload) { try loaded(name).warmUp($0) }
        case BlockCall.name: return try reply(BlockCall.self, payload) { try loaded(name).block($0) }
        case EvaluateCall.name: return try reply(EvaluateCall.self, payload) { try loaded(name).evaluate($0) }
        case EvaluateToFilesCall.name:
            return try reply(EvaluateToFilesCall.self, payload) { try loaded(name).evaluate($0) }
        case FilesCall.name: return try reply(FilesCall.self, payload) { try receivedFiles.places(of: $0) }
        case PutCall.name: return try reply(PutCall.self, payload) { try receivedFiles.put($0) }
        case ProfileCall.name: return try reply(ProfileCall.self, payload) { try loaded(name).profile($0) }
        case MemoryCall.name: return try reply(MemoryCall.self, payload) { _ in try loaded(name).memory() }
        case ShutdownCall.name: return try reply(ShutdownCall.self, payload) { _ in ShutdownCall.Reply() }
        default: throw WorkerError.unknownCall(name: name)
        }
    }

    private func reply<Call: WorkerCall>(
        _ type: Call.Type, _ payload: Data, _ handle: (Call) throws -> Call.Reply
    ) throws -> Data {
        let call: Call
        do {
            call = try JSONDecoder().decode(Envelope.Call<Call>.self, from: payload).arguments
        } catch {
            throw WorkerError.unreadableCall(name: Call.name, reason: "\(error)")
        }
        return try JSONEncoder().encode(Envelope.Response(reply: try handle(call), error: nil))
    }

    private func encodeError(_ error: WorkerErrorReply) -> Data {
        // An error reply is text only; encoding it cannot fail.
        (try? JSONEncoder().encode(Envelope.Response<ShutdownCall.Reply>(reply: nil, error: error))) ?? Data("{}".utf8)
    }

    private func hello(_ call: HelloCall) throws -> HelloCall.Reply {
        guard call.protocolVersion == workerProtocolVersion else {
            throw WorkerError.wrongProtocol(version: call.protocolVersion)
        }
        hasGreeted = true
        // A probe is short; whatever else lies there is nobody's business.
        let sharedFile = configuration.takesOnlySentFiles ? nil : call.sharedFile
        let probe = sharedFile.flatMap { try? MappedFile(path: $0, limit: 4096) }
        return HelloCall.Reply(
            protocolVersion: workerProtocolVersion, worker: configuration.name,
            runtimes: configuration.runtimes.keys.sorted().map { HelloCall.Runtime(name: $0) },
            capabilities: WorkerCapability.allCases.map(\.rawValue),
            sharedText: probe.map { String(decoding: $0.bytes, as: UTF8.self) },
            device: configuration.describeDevice(), machine: configuration.machine)
    }

    private func load(_ call: LoadCall) throws -> LoadCall.Reply {
        // Whatever was loaded before must not count as this one's memory.
        model = nil
        let (open, path) = try opener(call.runtime)
        let model = try LoadedModel(call, libraryPath: path, openRuntime: open)
        self.model = model
        return model.loadReply
    }

    private func inspect(_ call: InspectCall) throws -> InspectCall.Reply {
        let (open, path) = try opener(call.runtime)
        return try open(path, call.runtime.version).openSession(
            modelAt: call.modelPath, options: call.options ?? SessionOptions()
        )
        .inspection()
    }

    private func opener(_ runtime: RuntimeAddress) throws -> (open: RuntimeOpener, libraryPath: String) {
        guard let opener = configuration.runtimes[runtime.name] else {
            throw WorkerError.unknownRuntime(name: runtime.name, known: configuration.runtimes.keys.sorted())
        }
        let path = try path(of: runtime)
        guard libraryPath == nil || libraryPath == path else { throw WorkerError.secondLibrary(path: path) }
        libraryPath = path
        return (opener, path)
    }

    private func path(of runtime: RuntimeAddress) throws -> String {
        if let path = runtime.libraryPath { return path }
        do {
            return try configuration.locateLibrary(runtime)
        } catch {
            let reason = (error as? any DiagnosableError)?.diagnostics.first?.message ?? "\(error)"
            throw WorkerError.noLibrary(name: runtime.name, version: runtime.version, reason: reason)
        }
    }

    private func loaded(_ call: String) throws -> LoadedModel {
        guard let model else { throw WorkerError.calledTooEarly(call: call, needs: LoadCall.name) }
        return model
    }

    /// Nil at the end of the stream, or when the peer announces more than the limit.
    private func readFrame() -> Data? {
        guard let header = SystemCall.readWhole(Frame.headerBytes, from: input) else { return nil }
        endedInOrder = false
        guard let count = Frame.payloadBytes(ofHeader: header), let payload = SystemCall.readWhole(count, from: input)
        else { return nil }
        endedInOrder = true
        return payload
    }

    private func write(_ data: Data) -> Bool { SystemCall.writeWhole(data, to: output) == nil }
}
