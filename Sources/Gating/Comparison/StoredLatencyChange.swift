import Foundation
import Records
import Statistics

/// How a time or rate metric changed from a cell's record in an earlier run to a candidate that was measured alone.
///
/// Effect and spread are of natural logarithms (`RunDifference`). Drift of the machine does not cancel here as it does between
/// interleaved launches (`LatencyChange`): the history pays for it with a wider interval.
public struct StoredLatencyChange: Sendable, Equatable {
    /// Fewer other runs decide nothing: with four degrees of freedom the interval at FAIL's confidence is already half as wide
    /// again as with many, and one odd run in fewer would be the whole estimate.
    public static let minimumHistory = 5

    public let metric: Metric
    public let difference: RunDifference

    public var test: SatterthwaiteTest { difference.test }

    /// - Parameter history: other runs of the baseline's variant, unchanged, on the same machine.
    /// - Throws: `ComparisonError`; `tooFewRuns` for fewer than `minimumHistory`.
    public init(_ metric: Metric, baseline: CellRecord, candidate: CellRecord, history: [RunMean])
        throws(ComparisonError)
    {
        let before = try baseline.level(of: metric)
        let after = try candidate.level(of: metric)
        guard history.count >= Self.minimumHistory,
            let difference = RunDifference(baseline: before, candidate: after, history: history)
        else { throw .tooFewRuns(usable: history.count, needed: Self.minimumHistory) }
        self.metric = metric
        self.difference = difference
    }

    /// How many runs the history would need to decide, were the effect and all spreads to stay what they are.
    ///
    /// - Parameter decides: whether a test leaves nothing open.
    /// - Returns: more than there are now; nil when not even `largest` runs would decide.
    public func historyNeeded(largest: Int = 256, decides: (SatterthwaiteTest) -> Bool) -> Int? {
        let count = difference.history.count
        guard largest > count else { return nil }
        return (count + 1...largest).first { decides(difference.test(historyCount: $0)) }
    }
}
