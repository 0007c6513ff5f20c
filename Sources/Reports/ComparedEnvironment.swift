import Gating

/// The environment of the run that a report compares its run with.
public struct ComparedEnvironment: Sendable, Equatable {
    /// That run's id.
    public var run: String
    public var comparison: EnvironmentComparison

    public init(run: String, comparison: EnvironmentComparison) {
        self.run = run
        self.comparison = comparison
    }
}
