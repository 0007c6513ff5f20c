/// What a gate can see, told by whoever knows the gates.
public struct DetectableChange: Sendable {
    /// `max_increase` of the gate: 0.03 is 3 %.
    public var margin: Double
    /// At most so many.
    public var launches: Int
    /// The smallest true change that the gate fails with 80 % power, from the standard deviation of the launches' effects on
    /// the logarithm; 0.05 is 5 % slower.
    public var smallestFailedChange: @Sendable (_ launchDeviation: Double) -> Double

    public init(
        margin: Double, launches: Int, smallestFailedChange: @escaping @Sendable (_ launchDeviation: Double) -> Double
    ) {
        self.margin = margin
        self.launches = launches
        self.smallestFailedChange = smallestFailedChange
    }
}
