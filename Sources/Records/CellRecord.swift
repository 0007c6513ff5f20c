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
    /// What stands in for launches, operators and single answers once they have aged out; nil while they are there.
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
