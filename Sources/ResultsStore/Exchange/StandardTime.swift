import Foundation

/// Moments as RFC 3339 in UTC, to the second.
enum StandardTime {
    /// `2026-01-31T12:30:05Z`.
    static func text(_ date: Date) -> String {
        date.formatted(
            Date.ISO8601FormatStyle(timeZone: .gmt).year().month().day().time(includingFractionalSeconds: false)) + "Z"
    }
}
