/// What a worker was held against, and what came out.
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
