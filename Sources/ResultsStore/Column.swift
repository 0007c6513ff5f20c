import Foundation

/// A column of a table of records, with the value that it takes of one.
struct Column<Record> {
    let name: StaticString
    /// - Parameter run: the run's id, for messages.
    let value: (_ record: Record, _ run: String) throws(StoreError) -> BoundValue

    static func text(_ name: StaticString, _ value: @escaping (Record) -> String) -> Column {
        Column(name: name) { record, _ in .text(value(record)) }
    }

    static func word<Word: RawRepresentable<String>>(_ name: StaticString, _ value: @escaping (Record) -> Word)
        -> Column
    {
        Column(name: name) { record, _ in .text(value(record).rawValue) }
    }

    static func integer(_ name: StaticString, _ value: @escaping (Record) -> Int) -> Column {
        Column(name: name) { record, _ in .integer(value(record)) }
    }

    /// - Throws: `StoreError.invalidRecord` for more than a database integer holds.
    static func unsigned(_ name: StaticString, _ value: @escaping (Record) -> UInt64) -> Column {
        optional(name) { value($0) }
    }

    static func boolean(_ name: StaticString, _ value: @escaping (Record) -> Bool) -> Column {
        Column(name: name) { record, _ in .boolean(value(record)) }
    }

    static func real(_ name: StaticString, _ value: @escaping (Record) -> Double) -> Column {
        Column(name: name) { record, _ in .real(value(record)) }
    }

    static func optional(_ name: StaticString, _ value: @escaping (Record) -> String?) -> Column {
        Column(name: name) { record, _ in .optional(value(record)) }
    }

    static func optional(_ name: StaticString, _ value: @escaping (Record) -> Int?) -> Column {
        Column(name: name) { record, _ in .optional(value(record)) }
    }

    static func optional(_ name: StaticString, _ value: @escaping (Record) -> UInt64?) -> Column {
        Column(name: name) { (record, run) throws(StoreError) in
            guard let value = value(record) else { return .null }
            guard let integer = Int64(exactly: value) else {
                throw .invalidRecord(run: run, reason: "\(value) is more than a database integer holds")
            }
            return .integer(integer)
        }
    }

    static func optional(_ name: StaticString, _ value: @escaping (Record) -> Double?) -> Column {
        Column(name: name) { record, _ in value(record).map(BoundValue.real) ?? .null }
    }

    static func optional(_ name: StaticString, _ value: @escaping (Record) -> Bool?) -> Column {
        Column(name: name) { record, _ in value(record).map(BoundValue.boolean) ?? .null }
    }

    /// - Throws: `StoreError.invalidRecord` for a date that nanoseconds since 1970 cannot hold.
    static func time(_ name: StaticString, _ value: @escaping (Record) -> Date) -> Column {
        Column(name: name) { (record, run) throws(StoreError) in try .time(value(record), ofRun: run) }
    }

    static func time(_ name: StaticString, _ value: @escaping (Record) -> Date?) -> Column {
        Column(name: name) { (record, run) throws(StoreError) in
            guard let date = value(record) else { return .null }
            return try .time(date, ofRun: run)
        }
    }

    /// JSON text; NULL for nil.
    static func json(_ name: StaticString, _ value: @escaping (Record) -> (any Encodable)?) -> Column {
        Column(name: name) { (record, run) throws(StoreError) in
            guard let value = value(record) else { return .null }
            do {
                return .text(try JSONText.encode(value))
            } catch {
                throw .invalidRecord(run: run, reason: "\(error)")
            }
        }
    }
}
