/// A cell's prediction for each golden sample, and the metrics of these.
public struct AccuracyRecord: Sendable, Codable, Equatable {
    /// Predicted class index per sample, in the golden set's order; empty for tasks without classes of samples.
    public var predictions: [Int32]
    /// How many classes rank before the label, per sample: 0 is a correct prediction, below `topK` one within the top k. Empty
    /// for tasks other than classification.
    public var labelRanks: [Int32]
    /// What was read, per sample; empty for tasks without texts.
    public var texts: [String]
    /// The probability of the predicted class per sample, to four decimals; nil where outputs give none, and in records of versions
    /// that did not keep it.
    public var confidences: [Double]?
    /// Every task metric that was computed, of the predictions alone and against the reference.
    public var metrics: [Metric: Double]
    /// Of those metrics whose interval is not had from predictions and ranks: what each unit (a sample, or a sequence of
    /// samples) tells of the metric, as jackknife pseudo-values. Their mean is the metric's jackknife estimate, and they
    /// subtract: the differences of two cells' are the pseudo-values of the difference.
    public var unitValues: [Metric: [Double]]
    /// Wall time of the pass; 0 when the evaluation was reused.
    public var seconds: Double
    /// The `k` of `top_k_accuracy` and `recall_at_k`.
    public var topK: Int
    /// The metrics against the same-named variant of the baseline suite; empty without one.
    public var metricsAgainstBaseline: [Metric: Double]
    public var unitValuesAgainstBaseline: [Metric: [Double]]
    /// Output by output with the reference's; nil without one, and where equal predictions needed no looking at.
    public var comparison: OutputComparison?
    /// The same with the same-named variant of the baseline suite.
    public var comparisonWithBaseline: OutputComparison?
    /// Changes of an input that were tried because the predictions have little to do with the labels; nil where none was.
    public var inputTrials: InputTrials?
    /// What guessing comes to and how else the outputs may be read, where predictions are texts, boxes or masks.
    public var readingTrials: ReadingTrials?
    /// Nil for predictions of which nothing more is known.
    public var origin: EvaluationProvenance?

    public init(
        predictions: [Int32] = [], labelRanks: [Int32] = [], texts: [String] = [],
        confidences: [Double]? = nil, metrics: [Metric: Double],
        unitValues: [Metric: [Double]] = [:], seconds: Double, topK: Int = 5,
        metricsAgainstBaseline: [Metric: Double] = [:], unitValuesAgainstBaseline: [Metric: [Double]] = [:],
        comparison: OutputComparison? = nil, comparisonWithBaseline: OutputComparison? = nil,
        inputTrials: InputTrials? = nil, readingTrials: ReadingTrials? = nil, origin: EvaluationProvenance? = nil
    ) {
        self.predictions = predictions
        self.labelRanks = labelRanks
        self.texts = texts
        self.confidences = confidences
        self.metrics = metrics
        self.unitValues = unitValues
        self.seconds = seconds
        self.topK = topK
        self.metricsAgainstBaseline = metricsAgainstBaseline
        self.unitValuesAgainstBaseline = unitValuesAgainstBaseline
        self.comparison = comparison
        self.comparisonWithBaseline = comparisonWithBaseline
        self.inputTrials = inputTrials
        self.readingTrials = readingTrials
        self.origin = origin
    }
}
