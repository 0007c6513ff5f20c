/// A table whose rows are records. Its columns are listed once: INSERT, UPDATE, SELECT and what is read follow from that list.
struct Table<Record> {
    let name: StaticString
    /// Columns that are no part of the record: whose row it is first, then where it stands among the owner's (`position`), then keys of
    /// rows that it refers to.
    let keys: [StaticString]
    let columns: [Column<Record>]
    /// Reads `columns`, in their order.
    let read: (inout Row) throws(StoreError) -> Record

    /// Keys first.
    var columnNames: [String] { keys.map { "\($0)" } + columns.map { "\($0.name)" } }

    /// For a SELECT.
    ///
    /// - Parameter source: a view or an alias that has these columns; nil for the table itself.
    func selected(from source: StaticString? = nil) -> String {
        columns.map { "\(source ?? name).\($0.name)" }.joined(separator: ", ")
    }

    var selection: String {
        let owner = keys.first.map { " WHERE \($0) = ?" } ?? ""
        let order = keys.contains { "\($0)" == "position" } ? " ORDER BY position" : ""
        return "SELECT \(selected()) FROM \(name)\(owner)\(order)"
    }

    var insertion: String {
        let marks = columnNames.map { _ in "?" }.joined(separator: ", ")
        return "INSERT INTO \(name) (\(columnNames.joined(separator: ", "))) VALUES (\(marks))"
    }

    /// Sets all columns of the record in one row.
    ///
    /// - Parameters:
    ///   - more: columns that are set too, before them.
    ///   - key: the column that finds the row; its value comes last.
    func update(_ more: [StaticString] = [], key: StaticString) -> String {
        let names = more + columns.map(\.name)
        return "UPDATE \(name) SET \(names.map { "\($0) = ?" }.joined(separator: ", ")) WHERE \(key) = ?"
    }

    /// In the order of `columns`.
    func values(of record: Record, run: String) throws(StoreError) -> [BoundValue] {
        var values: [BoundValue] = []
        for column in columns { values.append(try column.value(record, run)) }
        return values
    }
}

/// Adds records to one table; the statement is compiled once.
struct Insertion<Record> {
    let connection: Connection
    let runID: String
    private let table: Table<Record>
    private let statement: Statement

    init(into table: Table<Record>, _ connection: Connection, run: String) throws(StoreError) {
        self.connection = connection
        self.table = table
        runID = run
        statement = try connection.prepare(composed: table.insertion)
    }

    /// Returns the row's key.
    ///
    /// - Parameter keys: one for each of the table's.
    @discardableResult
    func add(_ record: Record, _ keys: [BoundValue]) throws(StoreError) -> Int64 {
        try statement.run(keys + table.values(of: record, run: runID))
        return connection.lastInsertedRow
    }
}

extension Connection {
    /// Adds one record, and returns its row's key.
    ///
    /// - Parameter keys: one for each of the table's.
    @discardableResult
    func insert<Record>(_ record: Record, into table: Table<Record>, _ keys: BoundValue..., run: String)
        throws(StoreError) -> Int64
    {
        try Insertion(into: table, self, run: run).add(record, keys)
    }

    /// Adds an owner's records with their positions.
    func insert<Record>(_ records: [Record], into table: Table<Record>, of owner: Int64, run: String) throws(StoreError)
    {
        let insertion = try Insertion(into: table, self, run: run)
        for (position, record) in records.enumerated() {
            try insertion.add(record, [.integer(owner), .integer(position)])
        }
    }

    /// An owner's records, in their order.
    func select<Record>(from table: Table<Record>, of owner: Int64) throws(StoreError) -> [Record] {
        try prepare(composed: table.selection).rows(.integer(owner), reading: table.read)
    }

    /// A query of more columns, which come first, and with other conditions.
    func prepare<Record>(selecting first: StaticString, from table: Table<Record>, _ conditions: StaticString)
        throws(StoreError) -> Statement
    {
        try prepare(composed: "SELECT \(first), \(table.selected()) FROM \(table.name) \(conditions)")
    }
}
