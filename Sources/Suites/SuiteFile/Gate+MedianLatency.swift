import Diagnostics
import Records

extension Gate {
    /// The gate `latency_p50 max_increase: margin` on every variant, outside of any suite file.
    ///
    /// - Parameter place: what made it, instead of a file.
    public static func medianLatency(maximumIncrease margin: Double, against: Counterpart, place: String) -> Gate {
        Gate(
            index: 0, metric: .latencyP50, against: against, limit: .maximumIncrease(margin),
            location: SourceLocation(file: place, line: 1, column: 1))
    }
}
