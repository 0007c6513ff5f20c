import Support

/// Looks at what runs share: contents that do not fit their digest, or that nobody refers to.
struct ContentInspector {
    var connection: Connection

    func findings(limit: Int) throws(StoreError) -> [DatabaseFinding] {
        try evaluations(limit) + findings(limit) + unused() + nameless()
    }

    private func evaluations(_ limit: Int) throws(StoreError) -> [DatabaseFinding] {
        let damaged = try connection.prepare(
            "SELECT content, digest, predictions, label_ranks, texts, metrics, ifnull(comparison, '') FROM answer_contents"
        ).rows { row in
            let content = row.integer(), digest = row.integer()
            return digest == ContentDigest.of((0..<5).map { _ in row.text() }) ? nil : content
        }
        return damaged.compactMap { $0 }.prefix(limit).map {
            DatabaseFinding(table: "answer_contents", "content \($0) does not fit its digest")
        }
    }

    private func findings(_ limit: Int) throws(StoreError) -> [DatabaseFinding] {
        let damaged = try connection.prepare(
            """
            SELECT finding, digest, gate, metric, against, rule, file, line, column_number, state, headline, details,
                ifnull(evidence, '')
            FROM findings
            """
        ).rows { row in
            let finding = row.integer(), digest = row.integer()
            return digest == ContentDigest.of((0..<11).map { _ in row.text() }) ? nil : finding
        }
        return damaged.compactMap { $0 }.prefix(limit).map {
            DatabaseFinding(table: "findings", "finding \($0) does not fit its digest: a verdict was changed")
        }
    }

    private func unused() throws(StoreError) -> [DatabaseFinding] {
        let counts =
            try connection.prepare(
                """
                SELECT (SELECT count(*) FROM answer_contents WHERE content NOT IN (SELECT content FROM accuracy_passes)),
                    (SELECT count(*) FROM findings WHERE finding NOT IN (SELECT finding FROM judgements)),
                    (SELECT count(*) FROM subjects WHERE subject NOT IN (SELECT subject FROM run_cells))
                """
            ).rows { [("answer_contents", $0.integer()), ("findings", $0.integer()), ("subjects", $0.integer())] }.first
            ?? []
        return counts.filter { $0.1 > 0 }.map { DatabaseFinding(table: $0.0, "\($0.1) rows belong to no run") }
    }

    private func nameless() throws(StoreError) -> [DatabaseFinding] {
        let count = try connection.integer(
            "SELECT count(*) FROM metric_values WHERE metric NOT IN (SELECT metric FROM metric_names)")
        return count == 0
            ? [] : [DatabaseFinding(table: "metric_values", "\(count) values have a metric without a name")]
    }
}

/// Finds contents that are stored already. What it finds is compared: a digest alone decides nothing.
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
}
