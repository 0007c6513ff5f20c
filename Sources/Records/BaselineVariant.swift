/// What a baseline says of one variant: which bytes ran on what, and what they came to.
public struct BaselineVariant: Sendable, Codable, Equatable {
    public var model: String
    public var variant: String
    public var runtimeLabel: String
    public var modelFile: ModelFileRecord
    public var runtime: RuntimeRecord
    public var goldenSetDigest: String
    /// The machine, where it is another one than the run's; see `CellRecord.device`.
    public var device: String?
    /// In the base units of `Metric.dimension`, by `Metric.rawValue`; finite values only.
    public var figures: [String: Double]

    public init(
        model: String, variant: String, runtimeLabel: String, modelFile: ModelFileRecord, runtime: RuntimeRecord,
        goldenSetDigest: String, device: String?, figures: [String: Double]
    ) {
        self.model = model
        self.variant = variant
        self.runtimeLabel = runtimeLabel
        self.modelFile = modelFile
        self.runtime = runtime
        self.goldenSetDigest = goldenSetDigest
        self.device = device
        self.figures = figures
    }

    public init(_ cell: CellRecord, summary: [Metric: Double]) {
        let figures = summary.filter { $0.value.isFinite }.map { ($0.key.rawValue, $0.value) }
        self.init(
            model: cell.model, variant: cell.variant, runtimeLabel: cell.runtimeLabel, modelFile: cell.modelFile,
            runtime: cell.runtime, goldenSetDigest: cell.goldenSetDigest, device: cell.device,
            figures: Dictionary(uniqueKeysWithValues: figures))
    }

    /// `model/variant`
    public var name: String { "\(model)/\(variant)" }
}
