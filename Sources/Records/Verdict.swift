/// What one gate found of one cell, with the evidence and the words that every report repeats.
public struct Verdict: Sendable, Codable, Equatable {
    public enum State: String, Sendable, Codable {
        case passed
        case failed
        /// The evidence does not decide.
        case inconclusive
        /// The gate asks for a baseline and none was given.
        case notJudged = "not_judged"
        /// The cell (or its baseline) has no value: never a pass.
        case error
    }

    /// What a gate compares with.
    public enum Counterpart: String, CaseIterable, Sendable, Codable { case nothing, reference, baseline }

    /// Position of the gate in the suite, from 0.
    public var gate: Int
    public var metric: Metric
    public var against: Counterpart
    /// The gate in words: `latency p50 at most +3 % above the reference`.
    public var rule: String
    /// Where the gate stands in the suite: annotations point there.
    public var file: String
    public var line: Int
    public var column: Int
    /// `RunRecord.cells` id; nil when the gate applies to no cell.
    public var cell: Int?
    public var state: State
    /// One line that a tired person understands.
    public var headline: String
    /// Evidence, a line each: interval, launches, robustness, disturbances, top operators, flips by name.
    public var details: [String]
    public var evidence: Evidence?
    /// Real seconds of measuring behind this verdict.
    public var secondsSpent: Double

    public init(
        gate: Int, metric: Metric, against: Counterpart, rule: String, file: String, line: Int, column: Int, cell: Int?,
        state: State, headline: String, details: [String] = [], evidence: Evidence? = nil, secondsSpent: Double = 0
    ) {
        self.gate = gate
        self.metric = metric
        self.against = against
        self.rule = rule
        self.file = file
        self.line = line
        self.column = column
        self.cell = cell
        self.state = state
        self.headline = headline
        self.details = details
        self.evidence = evidence
        self.secondsSpent = secondsSpent
    }

    /// The numbers behind a verdict. Changes are in the gate's own scale: relative change for `max_increase`
    /// (0.03 is +3 %), difference in proportion for `max_drop` (0.01 is 1 point), ratio for `max_ratio`, and the
    /// metric's own unit for `max` and `min`.
    public struct Evidence: Sendable, Codable, Equatable {
        public var baselineValue: Double?
        public var candidateValue: Double?
        public var effect: Double
        /// Interval of the effect; equal ends for exact quantities.
        public var low: Double
        public var high: Double
        /// Of the interval, such as 0.95; 1 for exact quantities.
        public var confidence: Double
        public var limit: Double
        /// The smallest true effect that this evidence would have failed with 80 % power.
        public var minimalDetectableEffect: Double?
        public var launches: Int?
        public var samples: Int?
        /// How often the samples were drawn again for the interval; nil when it does not come from a bootstrap.
        public var resamples: Int?
        /// The same for people; nil in records of an older Pawl.
        public var summary: Summary?
        /// What effect, interval and limit count in; nil in records of an older Pawl.
        public var axis: Axis?
        /// Of a gate that judges slices: the numbers above are then those of the worst one.
        public var slices: SliceEvidence?

        public init(
            baselineValue: Double? = nil, candidateValue: Double? = nil, effect: Double, low: Double, high: Double,
            confidence: Double, limit: Double, minimalDetectableEffect: Double? = nil, launches: Int? = nil,
            samples: Int? = nil, resamples: Int? = nil, summary: Summary? = nil, axis: Axis? = nil,
            slices: SliceEvidence? = nil
        ) {
            self.baselineValue = baselineValue
            self.candidateValue = candidateValue
            self.effect = effect
            self.low = low
            self.high = high
            self.confidence = confidence
            self.limit = limit
            self.minimalDetectableEffect = minimalDetectableEffect
            self.launches = launches
            self.samples = samples
            self.resamples = resamples
            self.summary = summary
            self.axis = axis
            self.slices = slices
        }
    }

    /// What the numbers of an evidence count in, and which way is worse.
    public struct Axis: Sendable, Codable, Equatable {
        public enum Scale: String, Sendable, Codable, CaseIterable {
            /// The metric's own unit.
            case value
            /// Candidate over baseline minus 1.
            case relativeChange = "relative_change"
            /// A difference of two shares of 1.
            case points
            /// A difference of two bare numbers.
            case difference
            /// Candidate over baseline.
            case ratio
        }

        public var scale: Scale
        /// Whether the limit is the least that is needed, so that smaller values are worse; otherwise larger ones are.
        public var isMinimum: Bool
        /// Whether people are told the negative: a drop of 0.01 is "-1 point".
        public var isNegated: Bool

        public init(scale: Scale, isMinimum: Bool = false, isNegated: Bool = false) {
            self.scale = scale
            self.isMinimum = isMinimum
            self.isNegated = isNegated
        }
    }

    /// What a gate found, without statistics: what, from what cause, how certain.
    public struct Summary: Sendable, Codable, Equatable {
        /// Of what failed: `is 4.7x slower`.
        public var complaint: String?
        /// `+370 % (16.3 ms, the reference 3.47 ms)`
        public var measured: String
        /// `allowed +3 %`; empty where the measured says it all.
        public var limit: String
        /// Each stands among the details as well.
        public var causes: [String]
        /// `16 launches put it between +364 % and +376 %`
        public var certainty: String

        public init(complaint: String?, measured: String, limit: String, causes: [String], certainty: String) {
            self.complaint = complaint
            self.measured = measured
            self.limit = limit
            self.causes = causes
            self.certainty = certainty
        }
    }
}
