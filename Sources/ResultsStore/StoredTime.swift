import Foundation
import Records

/// Dates as whole nanoseconds since 1970 (UTC).
///
/// A `Date` is a double of seconds since 2001, in steps of 60 ns or more since 2018; whole nanoseconds keep it exactly.
enum StoredTime {
    private static let secondsFrom1970To2001: Int64 = 978_307_200

    /// Nil outside the years 1710 to 2262.
    static func nanoseconds(of date: Date) -> Int64? {
        let interval = date.timeIntervalSinceReferenceDate
        let seconds = interval.rounded(.down)
        guard abs(seconds) < RecordJSON.furthestSeconds else { return nil }
        let fraction = Int64(((interval - seconds) * 1e9).rounded())
        return (Int64(seconds) + secondsFrom1970To2001) * 1_000_000_000 + fraction
    }

    /// For a column; `StoreError.invalidRecord` for a time that cannot be stored.
    static func value(of date: Date, run: String) throws(StoreError) -> BoundValue {
        guard let nanoseconds = nanoseconds(of: date) else {
            // A date that far off, or none at all, ends the process when it is written out as a date.
            throw .invalidRecord(
                run: run, reason: "a time of it, \(date.timeIntervalSinceReferenceDate) s from 2001, cannot be stored")
        }
        return .integer(nanoseconds)
    }

    /// For a query of what started at `date` or later, whatever the date.
    static func earliest(_ date: Date) -> Int64 {
        nanoseconds(of: date) ?? (date.timeIntervalSinceReferenceDate < 0 ? .min : .max)
    }

    static func date(ofNanoseconds nanoseconds: Int64) -> Date {
        let (seconds, fraction) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        return Date(
            timeIntervalSinceReferenceDate: Double(seconds - secondsFrom1970To2001) + Double(fraction) / 1e9)
    }
}
