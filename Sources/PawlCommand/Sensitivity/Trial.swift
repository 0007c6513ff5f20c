import Records

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

    /// Of the suite's gates on answers, in their order.
    public var readings: [Reading]
    /// Noise power over signal power of the outputs, or another distance from the float model's answers; nil when the task
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
