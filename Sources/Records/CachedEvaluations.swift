/// What former runs know of the answers under one key.
public struct CachedEvaluations: Sendable, Equatable {
    /// The newest evaluation that can be trusted; its `origin` has a key and is not reused itself.
    public struct Evaluation: Sendable, Equatable {
        /// Id of its run.
        public var run: String
        public var accuracy: AccuracyRecord
        public var origin: EvaluationProvenance

        public init(run: String, accuracy: AccuracyRecord, origin: EvaluationProvenance) {
            self.run = run
            self.accuracy = accuracy
            self.origin = origin
        }
    }

    public var latest: Evaluation?
    /// How often the newest evaluation was used instead of a new one.
    public var reuses: Int
    /// Whether an evaluation under this key ever gave other answers than the one before.
    public var isKnownToDiffer: Bool
    /// Ids of runs whose answers cannot be trusted: they are not what was stored.
    public var damagedRuns: [String]

    public init(
        latest: Evaluation? = nil, reuses: Int = 0, isKnownToDiffer: Bool = false, damagedRuns: [String] = []
    ) {
        self.latest = latest
        self.reuses = reuses
        self.isKnownToDiffer = isKnownToDiffer
        self.damagedRuns = damagedRuns
    }
}
