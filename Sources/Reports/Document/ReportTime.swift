import Foundation

/// Words moments in UTC, the same on every machine.
enum ReportTime {
    /// `2026-01-31 12:30:05 UTC`, for people.
    static func text(_ date: Date) -> String { zoneless(date).replacing("T", with: " ") + " UTC" }

    /// `2026-01-31 12:30`, for lists.
    static func minute(_ date: Date) -> String { String(zoneless(date).replacing("T", with: " ").dropLast(3)) }

    /// `2026-01-31T12:30:05Z` (RFC 3339).
    static func standard(_ date: Date) -> String { zoneless(date) + "Z" }

    /// `2026-01-31T12:30:05`, as JUnit's readers want it.
    static func zoneless(_ date: Date) -> String {
        let style = Date.ISO8601FormatStyle(timeZone: .gmt).year().month().day()
            .time(includingFractionalSeconds: false)
        return date.formatted(style)
    }
}
