import Records

/// The result of a search.
public struct SensitivityFinding: Sendable {
    public enum StopReason: String, Sendable, Encodable {
        /// The gates pass with everything quantised.
        case passesWhole = "passes_whole"
        /// Some nodes must stay in single precision; with them the gates pass.
        case found
        /// Time was up, or the user stopped it.
        case stopped
    }

    /// Some nodes, quantised alone while all others stay in single precision.
    public struct Entry: Sendable {
        /// Positions in the list of nodes.
        public var unit: [Int]
        public var trial: Trial

        public init(unit: [Int], trial: Trial) {
            self.unit = unit
            self.trial = trial
        }
    }

    public var ending: StopReason
    public var nodes: [QuantisableNode]
    /// Everything quantised; nil when not even that was tried.
    public var whole: Trial?
    /// In the order in which they were tried, groups before what is in them.
    public var sweep: [Entry]
    /// The smallest set found that, kept in single precision, lets the gates pass; nil when none was found but all.
    public var kept: Set<Int>?
    public var keptTrial: Trial?
    /// A smaller set with which no gate fails, though one is undecided: more golden samples might let it pass.
    public var undecided: Set<Int>?
    public var undecidedTrial: Trial?
    /// Whether every node of `kept` was tried in its turn, and the gates do not pass when it is quantised too.
    public var isMinimal: Bool
    /// Whether each node was tried as the only one that is kept, so that no set of one was missed.
    public var triedEverySingle: Bool
    /// Variants that were made and judged.
    public var trials: Int
}

/// What a search reports while it goes on.
public enum SensitivityEvent: Sendable {
    /// A variant was judged that keeps the nodes at these positions.
    case tried(kept: Set<Int>, Trial)
}

/// A node of a model that a method of quantisation would change.
public struct QuantisableNode: Sendable, Hashable, Codable {
    public var name: String
    /// Its operator type, such as `Conv`.
    public var operatorType: String
    /// Of its constant inputs in single precision; 0 where it works on activations only.
    public var weightBytes: Int

    public init(name: String, operatorType: String, weightBytes: Int) {
        self.name = name
        self.operatorType = operatorType
        self.weightBytes = weightBytes
    }

    private enum CodingKeys: String, CodingKey {
        case name
        case operatorType = "operator"
        case weightBytes = "weight_bytes"
    }
}

/// What the gates say of a variant that keeps some nodes in single precision.
public struct Trial: Sendable, Equatable, Encodable {
    /// One gate's word.
    public struct Reading: Sendable, Equatable, Encodable {
        /// The gate in words.
        public var rule: String
        public var metric: Metric
        public var state: Verdict.State
        public var headline: String
        /// In the gate's own scale, with its interval; nil when there is no value.
        public var effect: Double?
        public var low: Double?
        public var high: Double?
        /// How much of what the gate allows is used up: 0 for no change, 1 at the limit.
        public var allowanceUsed: Double
    }

    /// Of the suite's gates on predictions, in their order.
    public var readings: [Reading]
    /// Noise power over signal power of the outputs, or another distance from the float model's predictions; nil when the task
    /// has none. It ranks what the gates cannot tell apart.
    public var distance: Double?
    /// Signal to quantisation noise of the outputs; nil where outputs are reduced before they are kept.
    public var signalToNoiseDecibels: Double?
    public var modelBytes: UInt64

    public init(
        readings: [Reading], distance: Double? = nil, signalToNoiseDecibels: Double? = nil, modelBytes: UInt64 = 0
    ) {
        self.readings = readings
        self.distance = distance
        self.signalToNoiseDecibels = signalToNoiseDecibels
        self.modelBytes = modelBytes
    }

    /// Every gate passes. What is undecided, or has no value, does not.
    public var passes: Bool { !readings.isEmpty && readings.allSatisfy { $0.state == .passed } }

    /// No gate fails or lacks a value, and one at least does not pass.
    public var isUndecided: Bool {
        !passes && readings.allSatisfy { $0.state == .passed || $0.state == .inconclusive }
    }

    /// Of the gate that is used up most.
    public var damage: Double { readings.map(\.allowanceUsed).max() ?? .infinity }

    /// Whether this did more harm than another trial.
    public func isWorse(than other: Trial) -> Bool {
        (damage, distance ?? 0) > (other.damage, other.distance ?? 0)
    }
}
