import Measures

/// One variant of one model on one runtime, as measured in one run.
public struct CellRecord: Sendable, Codable, Equatable {
    /// Which checkout the variant came from.
    public enum Side: String, Sendable, Codable { case candidate, baseline }

    /// Position in `RunRecord.cells`.
    public var id: Int
    public var side: Side
    public var model: String
    public var variant: String
    /// The suite's label of the runtime, such as `ort`.
    public var runtimeLabel: String
    /// Whether the suite names this variant as its model's reference.
    public var isReference: Bool
    public var modelFile: ModelFileRecord
    public var runtime: RuntimeRecord
    /// Id of the cell's golden set in `RunRecord.goldenSets`, by digest.
    public var goldenSetDigest: String
    public var launches: [LaunchRecord]
    public var accuracy: AccuracyRecord?
    /// Time per operator over a few profiled inferences, slowest first; empty when not profiled.
    public var operators: [OperatorRecord]
    public var failure: CellFailure?
    /// Wall time spent on this cell, all phases.
    public var secondsSpent: Double

    public init(
        id: Int, side: Side = .candidate, model: String, variant: String, runtimeLabel: String,
        isReference: Bool = false, modelFile: ModelFileRecord, runtime: RuntimeRecord, goldenSetDigest: String,
        launches: [LaunchRecord] = [], accuracy: AccuracyRecord? = nil, operators: [OperatorRecord] = [],
        failure: CellFailure? = nil, secondsSpent: Double = 0
    ) {
        self.id = id
        self.side = side
        self.model = model
        self.variant = variant
        self.runtimeLabel = runtimeLabel
        self.isReference = isReference
        self.modelFile = modelFile
        self.runtime = runtime
        self.goldenSetDigest = goldenSetDigest
        self.launches = launches
        self.accuracy = accuracy
        self.operators = operators
        self.failure = failure
        self.secondsSpent = secondsSpent
    }

    /// `model/variant`, the name that people use; the baseline of another checkout says so.
    public var name: String { side == .candidate ? "\(model)/\(variant)" : "\(model)/\(variant) (baseline)" }
}

public struct ModelFileRecord: Sendable, Codable, Equatable {
    public var path: String
    /// SHA-256, lower-case hexadecimal.
    public var digest: String
    public var bytes: UInt64

    public init(path: String, digest: String, bytes: UInt64) {
        self.path = path
        self.digest = digest
        self.bytes = bytes
    }
}

public struct RuntimeRecord: Sendable, Codable, Equatable {
    public var name: String
    public var version: String
    public var libraryDigest: String
    public var provider: String
    /// Everything that changes how the model runs, as text: `threads: 1`, `graph_optimization: all`, ...
    public var options: [String: String]

    public init(name: String, version: String, libraryDigest: String, provider: String, options: [String: String]) {
        self.name = name
        self.version = version
        self.libraryDigest = libraryDigest
        self.provider = provider
        self.options = options
    }
}

public struct OperatorRecord: Sendable, Codable, Equatable {
    /// Node name in the graph.
    public var name: String
    public var type: String
    public var provider: String
    /// Mean nanoseconds per inference.
    public var meanNanoseconds: Double

    public init(name: String, type: String, provider: String, meanNanoseconds: Double) {
        self.name = name
        self.type = type
        self.provider = provider
        self.meanNanoseconds = meanNanoseconds
    }
}

/// Why a cell has no (or not all) values.
public struct CellFailure: Sendable, Codable, Equatable {
    public enum Kind: String, Sendable, Codable {
        /// The worker reported an error as a value: bad model, mismatched inputs, non-finite outputs.
        case error
        /// The worker died from a signal.
        case crash
        /// The worker exited without a word.
        case exit
        /// A phase took longer than its limit.
        case timeout
        /// Killed by the kernel, or an allocation failed.
        case outOfMemory = "out_of_memory"
        /// The worker broke the protocol.
        case protocolViolation = "protocol_violation"
        /// The run was stopped first.
        case interrupted
    }

    public var kind: Kind
    /// `load`, `warm-up`, `measure`, `evaluate`, `profile`, `start`.
    public var phase: String
    /// One sentence.
    public var message: String
    public var hint: String?
    /// Such as `SIGSEGV`.
    public var signal: String?
    public var exitCode: Int32?
    /// Last lines that the worker wrote to standard error.
    public var standardErrorTail: [String]

    public init(
        kind: Kind, phase: String, message: String, hint: String? = nil, signal: String? = nil, exitCode: Int32? = nil,
        standardErrorTail: [String] = []
    ) {
        self.kind = kind
        self.phase = phase
        self.message = message
        self.hint = hint
        self.signal = signal
        self.exitCode = exitCode
        self.standardErrorTail = standardErrorTail
    }
}
