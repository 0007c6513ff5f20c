import Foundation

/// What one earlier run of an unchanged variant came to, by its launches that were measured alone.
public struct EarlierLevel: Sendable, Codable, Equatable {
    /// `RunRecord.id`.
    public var run: String
    public var startedAt: Date
    public var model: String
    public var variant: String
    public var metric: Metric
    /// Mean over launches of the natural logarithm of the metric in its base unit.
    public var mean: Double
    /// Of `mean`, by the spread within the run.
    public var standardError: Double
    public var degreesOfFreedom: Double
    public var launches: Int

    public init(
        run: String, startedAt: Date, model: String, variant: String, metric: Metric, mean: Double,
        standardError: Double, degreesOfFreedom: Double, launches: Int
    ) {
        self.run = run
        self.startedAt = startedAt
        self.model = model
        self.variant = variant
        self.metric = metric
        self.mean = mean
        self.standardError = standardError
        self.degreesOfFreedom = degreesOfFreedom
        self.launches = launches
    }
}
