import Measures

/// The golden set that a cell was evaluated on, kept so that a run can be judged again from the database alone.
public struct GoldenSetRecord: Sendable, Codable, Equatable {
    public var id: String
    public var version: String
    /// SHA-256 of the manifest, which holds the digest of every data file.
    public var digest: String
    public var task: String
    public var sampleNames: [String]
    /// Class index per sample.
    public var labels: [Int32]
    public var classNames: [String]

    public init(
        id: String, version: String, digest: String, task: String, sampleNames: [String], labels: [Int32],
        classNames: [String]
    ) {
        self.id = id
        self.version = version
        self.digest = digest
        self.task = task
        self.sampleNames = sampleNames
        self.labels = labels
        self.classNames = classNames
    }
}

/// What a cell answered to each golden sample, and the metrics of it.
public struct AccuracyRecord: Sendable, Codable, Equatable {
    /// Predicted class index per sample, in the golden set's order.
    public var predictions: [Int32]
    /// How many classes rank before the label, per sample: 0 is a right answer, below `topK` one within the top k.
    public var labelRanks: [Int32]
    /// Every task metric that was computed: `accuracy`, `top_k_accuracy`, `macro_f1`, and against the reference
    /// `agreement` and `kl_divergence`.
    public var metrics: [Metric: Double]
    /// Wall time of the pass; 0 when the answers were reused.
    public var seconds: Double
    /// The `k` of `top_k_accuracy`.
    public var topK: Int
    /// Same two, against the same-named variant of the baseline suite; empty without one.
    public var metricsAgainstBaseline: [Metric: Double]
    /// The terms of `kl_divergence` against the reference, in nats, one a sample; empty for the reference itself.
    public var divergences: [Double]
    /// The same against the same-named variant of the baseline suite; empty without one.
    public var divergencesFromBaseline: [Double]
    /// Nil for answers of which nothing more is known.
    public var origin: AnswerOrigin?

    public init(
        predictions: [Int32], labelRanks: [Int32] = [], metrics: [Metric: Double], seconds: Double, topK: Int = 5,
        metricsAgainstBaseline: [Metric: Double] = [:], divergences: [Double] = [],
        divergencesFromBaseline: [Double] = [], origin: AnswerOrigin? = nil
    ) {
        self.predictions = predictions
        self.labelRanks = labelRanks
        self.metrics = metrics
        self.seconds = seconds
        self.topK = topK
        self.metricsAgainstBaseline = metricsAgainstBaseline
        self.divergences = divergences
        self.divergencesFromBaseline = divergencesFromBaseline
        self.origin = origin
    }
}
