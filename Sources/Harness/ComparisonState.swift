/// A comparison on its way through the looks.
struct ComparisonState {
    var comparison: LatencyComparison
    /// Launches begun, also those that failed.
    var launches = 0
    /// Measuring time so far.
    var seconds = 0.0
    /// The last answer; nil when no number is known.
    var moreLaunches: Int?

    init(_ comparison: LatencyComparison) {
        self.comparison = comparison
    }

    /// Nil before the first launch.
    var secondsPerLaunch: Double? { launches > 0 ? seconds / Double(launches) : nil }

    /// Expected seconds up to a look; 0 while nothing is known.
    func cost(upTo look: Int) -> Double { (secondsPerLaunch ?? 0) * Double(max(look - launches, 0)) }

    /// Expected seconds to a decision: what orders the comparisons when time is short.
    var distance: Double {
        guard let moreLaunches else { return .infinity }
        return Double(moreLaunches) * (secondsPerLaunch ?? 0)
    }
}
