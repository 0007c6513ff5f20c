import CSQLite

/// A compiled statement, to be run as often as wanted.
final class Statement {
    private let compiled: OpaquePointer
    /// Keeps the connection open as long as the statement lives.
    private let connection: Connection

    init(compiled: OpaquePointer, connection: Connection) {
        self.compiled = compiled
        self.connection = connection
    }

    deinit { sqlite3_finalize(compiled) }

    /// Runs a statement that answers no rows.
    func run(_ values: BoundValue...) throws(StoreError) { try run(values) }

    func run(_ values: [BoundValue]) throws(StoreError) {
        defer { reset() }
        try bind(values)
        while try step() {}
    }

    /// Runs a query and reads each row.
    func rows<Element>(
        _ values: BoundValue..., reading read: (inout Row) throws(StoreError) -> Element
    ) throws(StoreError) -> [Element] { try rows(values, reading: read) }

    func rows<Element>(
        _ values: [BoundValue], reading read: (inout Row) throws(StoreError) -> Element
    ) throws(StoreError) -> [Element] {
        defer { reset() }
        try bind(values)
        var elements: [Element] = []
        while try step() {
            var row = Row(compiled, path: connection.path)
            elements.append(try read(&row))
        }
        return elements
    }

    private func bind(_ values: [BoundValue]) throws(StoreError) {
        precondition(values.count == Int(sqlite3_bind_parameter_count(compiled)), "one value for each parameter")
        var index: Int32 = 0
        for value in values {
            index += 1
            let code =
                switch value {
                case .null: sqlite3_bind_null(compiled, index)
                case .integer(let value): sqlite3_bind_int64(compiled, index, value)
                case .real(let value): sqlite3_bind_double(compiled, index, value)
                case .text(let value): bind(value, at: index)
                case .blob(let bytes): bind(bytes, at: index, nil)
                case .bytes(let bytes): bytes.withUnsafeBytes { bind($0, at: index, pawl_sqlite_transient()) }
                }
            guard code == SQLITE_OK else { throw connection.failure(code, during: "binding a value") }
        }
    }

    private func bind(_ text: String, at index: Int32) -> Int32 {
        var text = text
        return text.withUTF8 { bytes in
            // A nil pointer would bind NULL.
            guard let start = bytes.baseAddress else { return sqlite3_bind_text(compiled, index, "", 0, nil) }
            return start.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
                sqlite3_bind_text64(
                    compiled, index, $0, sqlite3_uint64(bytes.count), pawl_sqlite_transient(), UInt8(SQLITE_UTF8))
            }
        }
    }

    private func bind(
        _ bytes: UnsafeRawBufferPointer, at index: Int32, _ lifetime: sqlite3_destructor_type?
    ) -> Int32 {
        guard bytes.count > 0 else { return sqlite3_bind_zeroblob(compiled, index, 0) }
        return sqlite3_bind_blob64(compiled, index, bytes.baseAddress, sqlite3_uint64(bytes.count), lifetime)
    }

    private func step() throws(StoreError) -> Bool {
        switch sqlite3_step(compiled) {
        case SQLITE_ROW: true
        case SQLITE_DONE: false
        case let code: throw connection.failure(code, during: "a statement")
        }
    }

    private func reset() {
        sqlite3_reset(compiled)
        // Bound blobs are borrowed: let go of them.
        sqlite3_clear_bindings(compiled)
    }
}
