/// The summary that is retained of a cell whose raw values have aged out.
public struct RetainedSummary: Sendable, Codable, Equatable {
    /// How many launches there were, and how many values they had timed.
    public var launches: Int
    public var timedValues: Int
    /// The cell's figures, in the metrics' base units.
    public var metrics: [Metric: Double]
    /// Of each time and rate that had launches measured alone: what later runs need of this one as a part of their history.
    public var levels: [Metric: RetainedLevel]

    public init(
        launches: Int, timedValues: Int, metrics: [Metric: Double] = [:], levels: [Metric: RetainedLevel] = [:]
    ) {
        self.launches = launches
        self.timedValues = timedValues
        self.metrics = metrics
        self.levels = levels
    }
}

/// The level of a time or rate in one run, as it was computed before the launches behind it aged out.
public struct RetainedLevel: Sendable, Codable, Equatable {
    /// Mean over launches of the natural logarithm of the metric in its base unit.
    public var mean: Double
    /// Of `mean`, by the spread within the run.
    public var standardError: Double
    public var degreesOfFreedom: Double
    public var launches: Int

    public init(mean: Double, standardError: Double, degreesOfFreedom: Double, launches: Int) {
        self.mean = mean
        self.standardError = standardError
        self.degreesOfFreedom = degreesOfFreedom
        self.launches = launches
    }
}
