import Foundation

/// A moment that a chart over time marks beside what was measured, such as the promotion of a baseline.
public struct TrendMark: Sendable, Equatable {
    public var date: Date
    /// For people: `baseline release-1.4`.
    public var text: String

    public init(date: Date, text: String) {
        self.date = date
        self.text = text
    }
}
