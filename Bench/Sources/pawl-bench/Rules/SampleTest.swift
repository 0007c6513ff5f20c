/// A peer's way to compare two samples of times; each value is the mean of a batch of inferences, as the peers' are.
protocol SampleTest: Sendable {
    var name: String { get }
    /// Both samples have at least two values, in order of time.
    func decide(baseline: [Double], candidate: [Double]) -> Ruling.Decision
}

extension SampleTest {
    func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
}
