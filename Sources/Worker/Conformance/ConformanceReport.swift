import GoldenSets

/// What a worker was compared with, and what came out.
public struct ConformanceReport: Sendable {
    public enum Outcome: Sendable, Equatable {
        case passed
        case failed(Failure)
        /// With the reason.
        case notApplicable(String)
    }

    public struct Failure: Sendable, Equatable {
        public var reason: String
        /// Shortened.
        public var sent: String
        /// Shortened.
        public var received: String
        /// Of standard error.
        public var lastWords: [String]
    }

    public struct Finding: Sendable {
        /// A heading of docs/worker-protocol.md.
        public var section: String
        public var name: String
        /// What the protocol says, word for word.
        public var sentence: String
        public var outcome: Outcome
    }

    /// What the worker calls itself; empty when it did not say.
    public var worker: String
    /// In the order of the protocol.
    public var findings: [Finding]

    public var failures: Int { findings.count { if case .failed = $0.outcome { true } else { false } } }
    public var passes: Int { findings.count { $0.outcome == .passed } }
}

/// The worker that is to be checked, and what it is checked with.
public struct ConformanceSubject: Sendable {
    /// A model of the worker's, and samples that fit it.
    public struct Material: Sendable {
        public var modelPath: String
        public var goldenSet: GoldenSet

        public init(modelPath: String, goldenSet: GoldenSet) {
            self.modelPath = modelPath
            self.goldenSet = goldenSet
        }
    }

    /// The program first; without a slash in its name it is looked for in PATH.
    public var command: [String]
    public var environment: [String: String]
    /// Nil leaves out everything that needs a model.
    public var material: Material?
    /// Nil takes the worker's first.
    public var runtime: RuntimeAddress?
    public var threads: Int
    /// The suite's `options`.
    public var configuration: [String: String]
    /// For one reply.
    public var timeoutSeconds: Double

    public init(
        command: [String], environment: [String: String], material: Material? = nil, runtime: RuntimeAddress? = nil,
        threads: Int = 1, configuration: [String: String] = [:], timeoutSeconds: Double = 30
    ) {
        self.command = command
        self.environment = environment
        self.material = material
        self.runtime = runtime
        self.threads = threads
        self.configuration = configuration
        self.timeoutSeconds = timeoutSeconds
    }
}

/// A violation of the protocol by a worker, in one line without a full stop.
struct ProtocolViolation: Error {
    var reason: String
    /// Whether a worker was waited for in vain.
    var isTimeout = false
}

/// Why a check says nothing of this worker.
struct NotApplicable: Error {
    var reason: String
}

/// The user asked to stop.
struct Stopped: Error {}
