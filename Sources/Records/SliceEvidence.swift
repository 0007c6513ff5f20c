/// What a gate that judges slices found of each: the samples that have one value in one column.
public struct SliceEvidence: Sendable, Codable, Equatable {
    public struct Slice: Sendable, Codable, Equatable {
        public var column: String
        public var value: String
        /// `passed`, `failed` or `inconclusive`.
        public var state: Verdict.State
        /// Or groups of samples that are judged as one.
        public var samples: Int
        /// Shares of 1.
        public var baselineValue: Double
        public var candidateValue: Double
        /// Baseline less candidate, and the ends of its interval.
        public var effect: Double
        public var low: Double
        public var high: Double
        /// About how many samples would decide; nil where it is decided, and where no number would.
        public var neededSamples: Int?

        public init(
            column: String, value: String, state: Verdict.State, samples: Int, baselineValue: Double,
            candidateValue: Double, effect: Double, low: Double, high: Double, neededSamples: Int? = nil
        ) {
            self.column = column
            self.value = value
            self.state = state
            self.samples = samples
            self.baselineValue = baselineValue
            self.candidateValue = candidateValue
            self.effect = effect
            self.low = low
            self.high = high
            self.neededSamples = neededSamples
        }
    }

    /// What the samples were cut by, in the order of the gate.
    public var columns: [String]
    /// How many slices were judged, and with what result.
    public var failed: Int
    public var undecided: Int
    public var passed: Int
    /// Slices with fewer samples than the gate's `min_samples`, which were not judged.
    public var leftOut: Int
    /// One-sided error probability of failing one slice wrongly.
    public var failAlpha: Double
    /// The worst first; at most `mostListed`.
    public var worst: [Slice]

    public static let mostListed = 100

    public init(
        columns: [String], failed: Int, undecided: Int, passed: Int, leftOut: Int, failAlpha: Double, worst: [Slice]
    ) {
        self.columns = columns
        self.failed = failed
        self.undecided = undecided
        self.passed = passed
        self.leftOut = leftOut
        self.failAlpha = failAlpha
        self.worst = worst
    }

    /// How many were judged.
    public var judged: Int { failed + undecided + passed }
}
