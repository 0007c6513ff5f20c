import Foundation

/// What a suite's history says.
public struct TrendReport: Sendable, Equatable {
    public var suite: String
    /// Points before are left out.
    public var since: Date
    public var until: Date
    /// What changed most comes first.
    public var series: [TrendSeries]
    /// A line each: runs that were left out, anchors that moved, and the like.
    public var notes: [String]
    /// How many runs have a place in the series.
    public var runs: Int
    /// The file that the series come from; nil for recorded runs.
    public var file: String?

    public init(
        suite: String, since: Date, until: Date, series: [TrendSeries], notes: [String] = [], runs: Int = 0,
        file: String? = nil
    ) {
        self.suite = suite
        self.since = since
        self.until = until
        self.series = series
        self.notes = notes
        self.runs = runs
        self.file = file
    }
}
