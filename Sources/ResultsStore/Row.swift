import CSQLite
import Foundation

/// The current row of a query. Each call reads the next column, in the order of the SELECT list.
struct Row {
    private let compiled: OpaquePointer
    private let path: String
    private var column: Int32 = 0

    init(_ compiled: OpaquePointer, path: String) {
        self.compiled = compiled
        self.path = path
    }

    mutating func integer() -> Int64 { sqlite3_column_int64(compiled, next()) }
    mutating func int() throws(StoreError) -> Int { try number() }
    mutating func boolean() -> Bool { integer() != 0 }
    mutating func real() -> Double { sqlite3_column_double(compiled, next()) }

    /// NULL stands for NaN, which SQLite cannot hold.
    mutating func realOrNaN() -> Double { optional { $0.real() } ?? .nan }

    /// - Throws: `StoreError.unreadableRecord` when the value does not fit the type asked for.
    mutating func number<Number: FixedWidthInteger>() throws(StoreError) -> Number {
        let value = integer()
        guard let number = Number(exactly: value) else { throw unreadable("\(value) is not a \(Number.self)") }
        return number
    }

    mutating func text() -> String {
        let index = next()
        guard let start = sqlite3_column_text(compiled, index) else { return "" }
        let bytes = UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(compiled, index)))
        return String(decoding: bytes, as: UTF8.self)
    }

    /// - Throws: `StoreError.unreadableRecord` for a word that the enumeration does not have.
    mutating func enumeration<Value: RawRepresentable<String>>() throws(StoreError) -> Value {
        let word = text()
        guard let value = Value(rawValue: word) else { throw unreadable("'\(word)' is not a \(Value.self)") }
        return value
    }

    /// Decodes a column of JSON text.
    mutating func json<Value: Decodable>() throws(StoreError) -> Value {
        let text = text()
        do {
            return try JSONText.decode(text)
        } catch {
            throw unreadable("\(Value.self) from JSON: \(error)")
        }
    }

    /// Lends the bytes of a BLOB; they are gone when the row is.
    mutating func blob<Result>(_ body: (UnsafeRawBufferPointer) throws(StoreError) -> Result) throws(StoreError)
        -> Result
    {
        let index = next()
        let start = sqlite3_column_blob(compiled, index)
        return try body(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(compiled, index))))
    }

    /// Nil for NULL.
    mutating func optional<Value>(
        _ read: (inout Row) throws(StoreError) -> Value
    ) throws(StoreError) -> Value? {
        guard sqlite3_column_type(compiled, column) != SQLITE_NULL else {
            column += 1
            return nil
        }
        return try read(&self)
    }

    private mutating func optional<Value>(_ read: (inout Row) -> Value) -> Value? {
        guard sqlite3_column_type(compiled, column) != SQLITE_NULL else {
            column += 1
            return nil
        }
        return read(&self)
    }

    mutating func optionalText() -> String? { optional { $0.text() } }

    mutating func optionalNumber<Number: FixedWidthInteger>() throws(StoreError) -> Number? {
        try optional { (row) throws(StoreError) in try row.number() }
    }

    mutating func optionalEnumeration<Value: RawRepresentable<String>>() throws(StoreError) -> Value? {
        try optional { (row) throws(StoreError) in try row.enumeration() }
    }

    mutating func optionalJSON<Value: Decodable>() throws(StoreError) -> Value? {
        try optional { (row) throws(StoreError) in try row.json() }
    }

    mutating func time() -> Date { StoredTime.date(ofNanoseconds: integer()) }

    func unreadable(_ reason: String) -> StoreError { .unreadableRecord(path: path, reason: reason) }

    private mutating func next() -> Int32 {
        precondition(column < sqlite3_column_count(compiled), "the SELECT list has fewer columns than are read")
        defer { column += 1 }
        return column
    }
}
