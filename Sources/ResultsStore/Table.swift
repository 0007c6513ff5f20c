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

    /// More than a database integer holds becomes the most that it does.
    static func bytes(_ name: StaticString, _ value: @escaping (Record) -> UInt64) -> Column {
        Column(name: name) { record, _ in .integer(Int64(clamping: value(record))) }
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

/// A table whose rows are records. Its columns are listed once: INSERT, SELECT and what is read follow from that list.
struct Table<Record> {
    let name: StaticString
    /// Columns that say whose row it is and, where there is a second, where it stands among the owner's.
    let keys: [StaticString]
    let columns: [Column<Record>]
    /// Reads `columns`, in their order.
    let read: (inout Row) throws(StoreError) -> Record

    fileprivate var selected: String { columns.map { "\($0.name)" }.joined(separator: ", ") }

    /// Keys first.
    var columnNames: [String] { keys.map { "\($0)" } + columns.map { "\($0.name)" } }

    fileprivate var insertion: String {
        let names = columnNames
        let marks = names.map { _ in "?" }.joined(separator: ", ")
        return "INSERT INTO \(name) (\(names.joined(separator: ", "))) VALUES (\(marks))"
    }

    fileprivate var selection: String {
        let order = keys.dropFirst().first.map { " ORDER BY \($0)" } ?? ""
        return "SELECT \(selected) FROM \(name) WHERE \(keys[0]) = ?\(order)"
    }
}

extension Connection {
    /// Adds one record.
    ///
    /// - Parameter keys: one for each of the table's.
    func insert<Record>(_ record: Record, into table: Table<Record>, _ keys: BoundValue..., run: String)
        throws(StoreError)
    {
        try insert([record], into: table, run: run) { _ in keys }
    }

    /// Adds an owner's records with their positions.
    func insert<Record>(_ records: [Record], into table: Table<Record>, of owner: Int64, run: String) throws(StoreError)
    {
        try insert(records, into: table, run: run) { [.integer(owner), .integer($0)] }
    }

    private func insert<Record>(
        _ records: [Record], into table: Table<Record>, run: String, keys: (_ position: Int) -> [BoundValue]
    ) throws(StoreError) {
        let statement = try prepare(composed: table.insertion)
        for (position, record) in records.enumerated() {
            var values = keys(position)
            for column in table.columns { values.append(try column.value(record, run)) }
            try statement.run(values)
        }
    }

    /// An owner's records, in their order.
    func select<Record>(from table: Table<Record>, of owner: Int64) throws(StoreError) -> [Record] {
        try prepare(composed: table.selection).rows(.integer(owner), reading: table.read)
    }

    /// A query of one column more, which comes first, and with other conditions.
    func prepare<Record>(selecting first: StaticString, from table: Table<Record>, _ conditions: StaticString)
        throws(StoreError) -> Statement
    {
        try prepare(composed: "SELECT \(first), \(table.selected) FROM \(table.name) \(conditions)")
    }
}
