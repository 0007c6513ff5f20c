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
    /// Whether the suite calls it an anchor: a frozen model on a frozen runtime, whose times only the machine can change.
    public var isAnchor: Bool
    public var modelFile: ModelFileRecord
    public var runtime: RuntimeRecord
    /// The machine that it was measured on, in a line; nil for the one that led the run (`RunRecord.environment`).
    public var device: String?
    /// Id of the cell's golden set in `RunRecord.goldenSets`, by digest.
    public var goldenSetDigest: String
    /// How values got from the golden set's types and units to the model's and back, by keys such as `input.image`: `quantised to int8
    /// by scale 0.0078125, zero point -3`. Nil where nothing was converted.
    public var conversions: [String: String]?
    public var launches: [LaunchRecord]
    public var accuracy: AccuracyRecord?
    /// Time per operator over a few profiled inferences, slowest first; empty when not profiled.
    public var operators: [OperatorRecord]
    public var failure: CellFailure?
    /// Wall time spent on this cell, all phases.
    public var secondsSpent: Double
    /// What stands in for launches, operators and single predictions once they have aged out; nil while they are there.
    public var aged: RetainedSummary?

    public init(
        id: Int, side: Side = .candidate, model: String, variant: String, runtimeLabel: String,
        isReference: Bool = false, isAnchor: Bool = false, modelFile: ModelFileRecord, runtime: RuntimeRecord,
        device: String? = nil, goldenSetDigest: String, conversions: [String: String]? = nil,
        launches: [LaunchRecord] = [], accuracy: AccuracyRecord? = nil, operators: [OperatorRecord] = [],
        failure: CellFailure? = nil, secondsSpent: Double = 0, aged: RetainedSummary? = nil
    ) {
        self.id = id
        self.side = side
        self.model = model
        self.variant = variant
        self.runtimeLabel = runtimeLabel
        self.isReference = isReference
        self.isAnchor = isAnchor
        self.modelFile = modelFile
        self.runtime = runtime
        self.device = device
        self.goldenSetDigest = goldenSetDigest
        self.conversions = conversions
        self.launches = launches
        self.accuracy = accuracy
        self.operators = operators
        self.failure = failure
        self.secondsSpent = secondsSpent
        self.aged = aged
    }

    /// How many launches were measured, also when their values have aged out.
    public var launchCount: Int { aged?.launches ?? launches.count }

    /// How many values the launches timed, likewise.
    public var timedValueCount: Int {
        aged?.timedValues ?? launches.reduce(0) { $0 + $1.blocks.reduce(0) { $0 + $1.latenciesNanoseconds.count } }
    }

    /// `model/variant`, the name that people use; the baseline of another checkout says so.
    public var name: String { side == .candidate ? "\(model)/\(variant)" : "\(model)/\(variant) (baseline)" }
}

/// Names one cell across runs.
public struct CellAddress: Sendable, Hashable {
    public var suite: String
    public var model: String
    public var variant: String
    /// The suite's label of the runtime, such as `ort`.
    public var runtimeLabel: String

    public init(suite: String, model: String, variant: String, runtimeLabel: String) {
        self.suite = suite
        self.model = model
        self.variant = variant
        self.runtimeLabel = runtimeLabel
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
        /// The worker reported what cannot be true, such as a time of 0.
        case implausible
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

public struct RuntimeRecord: Sendable, Codable, Equatable {
    public var name: String
    public var version: String
    public var libraryDigest: String
    /// Who vouches for the library; nil for a worker of the user's own, and in records of versions that did not say.
    public var origin: LibraryOrigin?
    public var provider: String
    /// Everything that changes how the model runs, as text: `threads: 1`, `graph_optimization: all`, ...
    public var options: [String: String]

    public init(
        name: String, version: String, libraryDigest: String, origin: LibraryOrigin? = nil, provider: String,
        options: [String: String]
    ) {
        self.name = name
        self.version = version
        self.libraryDigest = libraryDigest
        self.origin = origin
        self.provider = provider
        self.options = options
    }

    /// Whether a model runs alike in both. Who vouches for the library makes no difference: its digest says which it is.
    public func runsLike(_ other: RuntimeRecord) -> Bool {
        var other = other
        other.origin = origin
        return self == other
    }
}

/// A variant's model: the file that its runtime was told, and what that and all files beside it that it reads are together.
public struct ModelFileRecord: Sendable, Codable, Equatable {
    public var path: String
    /// SHA-256, lower-case hexadecimal: of the file, or of the digests of its files where there are several (`ModelContent`).
    public var digest: String
    /// Of all its files.
    public var bytes: UInt64

    public init(path: String, digest: String, bytes: UInt64) {
        self.path = path
        self.digest = digest
        self.bytes = bytes
    }
}

/// One node of a cell's graph, as a profile of a few inferences saw it.
public struct OperatorRecord: Sendable, Codable, Equatable {
    /// Node name in the graph.
    public var name: String
    public var type: String
    /// Who ran it, in the runtime's words: an execution provider, a delegate, or the kernel.
    public var provider: String
    /// Whether it left the accelerated path that was asked for; nil when the runtime does not tell.
    public var isFallback: Bool?
    /// Nanoseconds per inference: what its calls usually take, or their mean where the runtime tells nothing but a sum.
    public var meanNanoseconds: Double

    public init(
        name: String, type: String, provider: String, isFallback: Bool? = nil, meanNanoseconds: Double
    ) {
        self.name = name
        self.type = type
        self.provider = provider
        self.isFallback = isFallback
        self.meanNanoseconds = meanNanoseconds
    }
}
