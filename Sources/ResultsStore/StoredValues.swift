import Foundation
import Records

/// A value for a parameter of a statement; values reach SQL in no other way.
enum BoundValue {
    case null
    case integer(Int64)
    /// NaN becomes NULL: SQLite has no NaN.
    case real(Double)
    case text(String)
    /// Not copied: must stay valid until the statement has run.
    case blob(UnsafeRawBufferPointer)
    case bytes([UInt8])

    static func integer(_ value: Int) -> BoundValue { .integer(Int64(value)) }
    static func optional(_ value: Int?) -> BoundValue { value.map { .integer(Int64($0)) } ?? .null }
    static func optional(_ value: Int64?) -> BoundValue { value.map { .integer($0) } ?? .null }
    static func optional(_ value: String?) -> BoundValue { value.map { .text($0) } ?? .null }
    static func boolean(_ value: Bool) -> BoundValue { .integer(value ? Int64(1) : 0) }

    /// - Throws: `StoreError.invalidRecord` for a date that nanoseconds since 1970 cannot hold.
    static func time(_ date: Date, ofRun run: String) throws(StoreError) -> BoundValue {
        guard let nanoseconds = StoredTime.nanoseconds(of: date) else {
            // A date that far off, or none at all, ends the process when it is written out as a date.
            throw .invalidRecord(
                run: run, reason: "a time of it, \(date.timeIntervalSinceReferenceDate) s from 2001, cannot be stored")
        }
        return .integer(nanoseconds)
    }
}

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

/// JSON in a column, as `RecordJSON` writes it: equal values are equal texts.
enum JSONText {
    static func encode(_ value: some Encodable) throws -> String {
        String(decoding: try RecordJSON.encode(value), as: UTF8.self)
    }

    static func decode<Value: Decodable>(_ text: String) throws -> Value {
        try RecordJSON.decode(Data(text.utf8))
    }
}

/// Numbers as the bytes of a BLOB: little-endian IEEE 754 doubles, exact for every value, also NaN.
enum DoublePacking {
    static func pack(_ values: [Double]) -> BoundValue {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(values.count * MemoryLayout<UInt64>.size)
        for value in values { withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes += $0 } }
        return .bytes(bytes)
    }

    /// The reverse; nil when the bytes are no whole number of doubles.
    static func unpack(_ bytes: UnsafeRawBufferPointer) -> [Double]? {
        guard bytes.count.isMultiple(of: MemoryLayout<UInt64>.size) else { return nil }
        return stride(from: 0, to: bytes.count, by: MemoryLayout<UInt64>.size).map { offset in
            Double(bitPattern: UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)))
        }
    }
}
