import Diagnostics
import InferenceCore

/// A request that the supervisor makes of a worker, and the shape of its reply.
///
/// On the wire a call is one frame holding `{"call": name, "arguments": {...}}`, answered by one frame holding
/// `{"reply": {...}}` or `{"error": {...}}`; `docs/worker-protocol.md` describes it for other languages.
public protocol WorkerCall: Codable, Sendable {
    associatedtype Reply: Codable & Sendable
    static var name: String { get }
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

/// The version of everything below; a worker of another version is refused at the handshake.
public let workerProtocolVersion = 1

/// Opens the conversation.
public struct HelloCall: WorkerCall {
    public static let name = "hello"
    public var protocolVersion: Int

    public init(protocolVersion: Int = workerProtocolVersion) {
        self.protocolVersion = protocolVersion
    }

    public struct Reply: Codable, Sendable {
        public var protocolVersion: Int
        public var processID: Int32
        /// Names of the runtimes this worker can open.
        public var runtimes: [String]
    }
}

/// Opens the library, loads the model, binds the samples that latency is measured on, and runs once.
public struct LoadCall: WorkerCall {
    public static let name = "load"
    public var runtimeName: String
    public var libraryPath: String
    public var modelPath: String
    public var options: SessionOptions
    public var goldenSetFolder: String
    /// At most this many samples rotate through latency blocks; 0 when only an evaluation follows.
    public var rotationLimit: Int
    /// Core to pin the worker to; nil leaves it to the scheduler.
    public var pinToCore: Int?

    public init(
        runtimeName: String, libraryPath: String, modelPath: String, options: SessionOptions, goldenSetFolder: String,
        rotationLimit: Int, pinToCore: Int?
    ) {
        self.runtimeName = runtimeName
        self.libraryPath = libraryPath
        self.modelPath = modelPath
        self.options = options
        self.goldenSetFolder = goldenSetFolder
        self.rotationLimit = rotationLimit
        self.pinToCore = pinToCore
    }

    public struct Reply: Codable, Sendable {
        public var runtime: RuntimeIdentity
        public var inputs: [TensorSpec]
        public var outputs: [TensorSpec]
        public var metadata: ModelMetadata
        /// Opening the library and creating the session.
        public var loadNanoseconds: UInt64
        /// The first inference after loading; 0 when nothing rotates.
        public var firstInferenceNanoseconds: UInt64
        /// Resident memory before the library was opened.
        public var floorMemoryBytes: UInt64
        /// The core the worker is pinned to; nil when it is not, or was not permitted.
        public var pinnedCore: Int?
        public var rotationCount: Int
    }
}

/// Runs until the latency is steady (`WarmUpRule`), or the cap.
public struct WarmUpCall: WorkerCall {
    public static let name = "warm-up"
    public var capNanoseconds: UInt64

    public init(capNanoseconds: UInt64) {
        self.capNanoseconds = capNanoseconds
    }

    public struct Reply: Codable, Sendable {
        public var inferences: Int
        public var nanoseconds: UInt64
        public var becameSteady: Bool
        /// Median of the last window, per inference.
        public var typicalNanoseconds: Double
        /// What one clock stamp costs on this machine.
        public var stampNanoseconds: Double
    }
}

/// Times consecutive inferences, after one that is not counted.
public struct BlockCall: WorkerCall {
    public static let name = "block"
    /// Timed values; each covers `inferencesPerValue` inferences.
    public var values: Int
    public var inferencesPerValue: Int
    /// Position in the rotation of the first timed inference.
    public var firstSample: Int

    public init(values: Int, inferencesPerValue: Int, firstSample: Int) {
        self.values = values
        self.inferencesPerValue = inferencesPerValue
        self.firstSample = firstSample
    }

    public struct Reply: Codable, Sendable {
        /// CLOCK_MONOTONIC_RAW of the device at the first stamp.
        public var startNanoseconds: UInt64
        public var wallNanoseconds: UInt64
        public var cpuNanoseconds: UInt64
        /// Nanoseconds of each value (of all its inferences together).
        public var valuesNanoseconds: [UInt64]
    }
}

/// Runs samples `first ..< first + count` and writes their scores, Float32 row by row, to a file.
public struct EvaluateCall: WorkerCall {
    public static let name = "evaluate"
    public var first: Int
    public var count: Int
    public var outputName: String
    public var scoresPath: String

    public init(first: Int, count: Int, outputName: String, scoresPath: String) {
        self.first = first
        self.count = count
        self.outputName = outputName
        self.scoresPath = scoresPath
    }

    public struct Reply: Codable, Sendable {
        public var rows: Int
        /// Scores per sample.
        public var columns: Int
        public var nanoseconds: UInt64
    }
}

/// Ends profiling (the session was loaded with `profilesOperators`) after some inferences.
public struct ProfileCall: WorkerCall {
    public static let name = "profile"
    public var inferences: Int

    public init(inferences: Int) {
        self.inferences = inferences
    }

    public struct Reply: Codable, Sendable {
        public var inferences: Int
        public var operators: [OperatorTiming]
    }
}

/// Reads the kernel's high-water mark and the runtime's own allocator.
public struct MemoryCall: WorkerCall {
    public static let name = "memory"

    public init() {}

    public struct Reply: Codable, Sendable {
        public var peakMemoryBytes: UInt64
        public var plannedArenaBytes: UInt64?
    }
}

/// Ends the worker; it answers, then exits with 0.
public struct ShutdownCall: WorkerCall {
    public static let name = "shutdown"

    public init() {}

    public struct Reply: Codable, Sendable {}
}
