import Diagnostics

/// A request that the supervisor makes of a worker, and the shape of its reply.
///
/// On the wire a call is one frame holding `{"call": name, "arguments": {...}}`, answered by one frame holding
/// `{"reply": {...}}` or `{"error": {...}}`; `docs/worker-protocol.md` describes it for other languages.
public protocol WorkerCall: Codable, Sendable {
    associatedtype Reply: Codable & Sendable
    static var name: String { get }
}

/// The version of everything below; a worker of another version is refused at the handshake.
public let workerProtocolVersion = 2

/// What not every worker can do.
public enum WorkerCapability: String, CaseIterable, Sendable {
    /// Keeps files that are sent to it, by digest.
    case files
    /// Shows files that were sent to it as a model's folder, each under its name there.
    case modelFolders = "model-folders"
    /// Describes a model without loading samples.
    case inspect
    /// Says what each operator took.
    case profile
    /// Writes outputs to the supervisor's files.
    case evaluateToFiles = "evaluate-to-files"
    /// Takes a model's tensors by other names, in another order of axes or integer type, than its golden set's.
    case mapping
    /// Converts their values on the way: quantises, dequantises, casts floating-point numbers, leaves inputs out.
    case conversion
    /// Scales and shifts an input's values on the way, and turns the order of its channels.
    case preprocessing
    /// Gives texts that an output holds as the numbers of classes.
    case texts
    /// Carries recurrent state from sample to sample.
    case state
    /// Stays on one core when told to.
    case pin
}

/// What a worker reports instead of a reply: an error as a value.
public struct WorkerErrorReply: Codable, Sendable, Equatable {
    public var code: String
    public var message: String
    public var hint: String?
    public var cause: String?

    public init(code: String, message: String, hint: String? = nil, cause: String? = nil) {
        self.code = code
        self.message = message
        self.hint = hint
        self.cause = cause
    }

    init(_ error: any DiagnosableError) {
        let first = error.diagnostics.first
        self.init(
            code: first?.code ?? "worker.unknown", message: first?.message ?? String(describing: error),
            hint: first?.hint, cause: first?.cause)
    }
}

/// The runtime that a supervisor asks for.
public struct RuntimeAddress: Codable, Sendable, Equatable {
    public var name: String
    public var version: String
    /// Nil when the worker knows where its runtime is.
    public var libraryPath: String?

    public init(name: String, version: String, libraryPath: String? = nil) {
        self.name = name
        self.version = version
        self.libraryPath = libraryPath
    }

    /// Whether a library that says it is of version `found` can be what was asked for: that version, or a package of it that was
    /// made before or after its release (`1.32.0.dev20261010`, `1.32.0.post1`, `1.32.0rc1`, `1.32.0+cu13`).
    func fits(_ found: String) -> Bool {
        guard !version.isEmpty, version != found else { return true }
        guard version.hasPrefix(found) else { return false }
        let rest = version.dropFirst(found.count)
        return rest.first == "+" || rest.drop(while: { ".-_".contains($0) }).first?.isLetter == true
    }
}
