import Records

/// The result of a search.
struct SensitivityFinding: Sendable {
    enum StopReason: String, Sendable, Encodable {
        /// The gates pass with everything quantised.
        case passesWhole = "passes_whole"
        /// Some nodes must stay in single precision; with them the gates pass.
        case found
        /// Time was up, or the user stopped it.
        case stopped
    }

    /// Some nodes, quantised alone while all others stay in single precision.
    struct Entry: Sendable {
        /// Positions in the list of nodes.
        var unit: [Int]
        var trial: Trial
    }

    var ending: StopReason
    var nodes: [QuantisableNode]
    /// Everything quantised; nil when not even that was tried.
    var whole: Trial?
    /// In the order in which they were tried, groups before what is in them.
    var sweep: [Entry]
    /// The smallest set found that, kept in single precision, lets the gates pass; nil when none was found but all.
    var kept: Set<Int>?
    var keptTrial: Trial?
    /// A smaller set with which no gate fails, though one is undecided: more golden samples might let it pass.
    var undecided: Set<Int>?
    var undecidedTrial: Trial?
    /// Whether every node of `kept` was tried in its turn, and the gates do not pass when it is quantised too.
    var isMinimal: Bool
    /// Whether each node was tried as the only one that is kept, so that no set of one was missed.
    var triedEverySingle: Bool
    /// Variants that were made and judged.
    var trials: Int
}

/// What a search reports while it goes on.
enum SensitivityEvent: Sendable {
    /// A variant was judged that keeps the nodes at these positions.
    case tried(kept: Set<Int>, Trial)
}

/// A node of a model that a method of quantisation would change.
struct QuantisableNode: Sendable, Hashable, Codable {
    var name: String
    /// Its operator type, such as `Conv`.
    var operatorType: String
    /// Of its constant inputs in single precision; 0 where it works on activations only.
    var weightBytes: Int

    private enum CodingKeys: String, CodingKey {
        case name
        case operatorType = "operator"
        case weightBytes = "weight_bytes"
    }
}

/// What the gates say of a variant that keeps some nodes in single precision.
struct Trial: Sendable, Equatable, Encodable {
    /// One gate's word.
    struct Reading: Sendable, Equatable, Encodable {
        /// The gate in words.
        var rule: String
        var metric: Metric
        var state: Verdict.State
        var headline: String
        /// In the gate's own scale, with its interval; nil when there is no value.
        var effect: Double?
        var low: Double?
        var high: Double?
        /// How much of what the gate allows is used up: 0 for no change, 1 at the limit.
        var allowanceUsed: Double
    }

    /// Of the suite's gates on predictions, in their order.
    var readings: [Reading]
    /// Noise power over signal power of the outputs, or another distance from the float model's predictions; nil when the task
    /// has none. It ranks what the gates cannot tell apart.
    var distance: Double?
    /// Signal to quantisation noise of the outputs; nil where outputs are reduced before they are kept.
    var signalToNoiseDecibels: Double?
    var modelBytes: UInt64 = 0
    /// Why the variant could not be evaluated at all.
    var failure: String?

    /// Every gate passes. What is undecided, or has no value, does not.
    var passes: Bool { !readings.isEmpty && readings.allSatisfy { $0.state == .passed } }

    /// No gate fails or lacks a value, and one at least does not pass.
    var isUndecided: Bool {
        !passes && readings.allSatisfy { $0.state == .passed || $0.state == .inconclusive }
    }

    /// Of the gate that is used up most.
    var damage: Double { readings.map(\.allowanceUsed).max() ?? .infinity }

    /// Whether this did more harm than another trial.
    func isWorse(than other: Trial) -> Bool {
        (damage, distance ?? 0) > (other.damage, other.distance ?? 0)
    }
}
