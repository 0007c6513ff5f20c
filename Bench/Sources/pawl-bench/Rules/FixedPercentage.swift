/// Slower when the mean grows by more than a fixed share; no test at all.
///
/// - Source: 200 % (twice the time) is the default `alert-threshold` of github-action-benchmark (its `action.yml`); small
///   percentages are what projects put there instead.
struct FixedPercentage: SampleTest {
    /// The candidate's mean over the baseline's that is still allowed: 1.05, or 2.
    var allowedRatio: Double
    var name: String

    func decide(baseline: [Double], candidate: [Double]) -> Ruling.Decision {
        mean(candidate) > allowedRatio * mean(baseline) ? .fail : .pass
    }
}
