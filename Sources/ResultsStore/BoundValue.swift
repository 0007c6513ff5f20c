import Foundation

/// A value for a parameter of a statement; values reach SQL in no other way.
enum BoundValue {
    case null
    case integer(Int64)
    /// NaN becomes NULL: SQLite has no NaN.
    case real(Double)
    case text(String)
    /// Not copied: must stay valid until the statement has run.
    case blob(UnsafeRawBufferPointer)

    static func integer(_ value: Int) -> BoundValue { .integer(Int64(value)) }
    static func optional(_ value: Int?) -> BoundValue { value.map { .integer(Int64($0)) } ?? .null }
    static func optional(_ value: Int64?) -> BoundValue { value.map { .integer($0) } ?? .null }
    static func optional(_ value: String?) -> BoundValue { value.map { .text($0) } ?? .null }
    static func boolean(_ value: Bool) -> BoundValue { .integer(value ? Int64(1) : 0) }

    /// - Throws: `StoreError.invalidRecord` for a date that nanoseconds since 1970 cannot hold.
    static func time(_ date: Date, ofRun run: String) throws(StoreError) -> BoundValue {
        guard let nanoseconds = StoredTime.nanoseconds(of: date) else {
            throw .invalidRecord(run: run, reason: "its time \(date) cannot be stored")
        }
        return .integer(nanoseconds)
    }
}
