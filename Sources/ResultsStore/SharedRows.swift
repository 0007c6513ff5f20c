import Support

/// Rows that are kept once, however many runs have the same. Written within a writing transaction.
///
/// A table with a key has the digest of its columns there, which finds equal rows; one without has an index over its columns. What is
/// found is compared column by column: a digest alone decides nothing.
struct SharedRows<Record> {
    private let insertion: Insertion<Record>
    private let table: Table<Record>
    private let find: Statement

    /// - Parameter key: the column that numbers the rows.
    init(_ table: Table<Record>, key: StaticString, _ connection: Connection, run: String) throws(StoreError) {
        self.table = table
        insertion = try Insertion(into: table, connection, run: run)
        let conditions = table.columnNames.map { "\($0) IS ?" }.joined(separator: " AND ")
        find = try connection.prepare(composed: "SELECT \(key) FROM \(table.name) WHERE \(conditions)")
    }

    /// The key of the row that is equal, a new one where there is none yet.
    func key(of record: Record) throws(StoreError) -> Int64 {
        if let key = try keys(equalTo: record).first { return key }
        return try add(record)
    }

    func keys(equalTo record: Record) throws(StoreError) -> [Int64] {
        let values = try table.values(of: record, run: insertion.runID)
        return try find.rows(digest(of: values) + values) { $0.integer() }
    }

    func add(_ record: Record) throws(StoreError) -> Int64 {
        try insertion.add(record, digest(of: table.values(of: record, run: insertion.runID)))
    }

    private func digest(of values: [BoundValue]) -> [BoundValue] {
        table.keys.isEmpty ? [] : [.integer(ContentDigest.of(values.map(\.digestedText)))]
    }
}

extension BoundValue {
    /// As SQLite prints it.
    fileprivate var digestedText: String {
        switch self {
        case .integer(let value): "\(value)"
        case .text(let text): text
        case .null: ""
        case .real, .blob, .bytes: preconditionFailure("a digest is of texts and integers")
        }
    }
}

enum ContentDigest {
    /// The first 8 bytes of the SHA-256 over the parts, each with its length before it.
    static func of(_ parts: [String]) -> Int64 {
        var bytes: [UInt8] = []
        for part in parts {
            withUnsafeBytes(of: UInt64(part.utf8.count).littleEndian) { bytes += $0 }
            bytes += part.utf8
        }
        let digest = bytes.withUnsafeBytes { SHA256.digest(of: $0) }
        return Int64(bitPattern: digest.prefix(8).reduce(0) { $0 << 8 | UInt64($1) })
    }

    /// The keys of a table's rows that do not fit the digest beside them, which is the table's one key.
    static func damaged<Record>(in table: Table<Record>, key: StaticString, _ connection: Connection)
        throws(StoreError) -> [Int64]
    {
        let columns = table.columnNames.joined(separator: ", ")
        return try connection.prepare(composed: "SELECT \(key), \(columns) FROM \(table.name)").rows { row in
            let key = row.integer(), digest = row.integer()
            return digest == of(table.columns.map { _ in row.text() }) ? nil : key
        }.compactMap { $0 }
    }
}
