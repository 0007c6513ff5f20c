import Records

/// Stores golden sets once, however many runs use them.
struct GoldenSetWriter {
    var connection: Connection

    /// Returns each set's key by digest.
    func write(_ sets: [GoldenSetRecord], run: Int64) throws(StoreError) -> [String: Int64] {
        let link = try connection.prepare(
            "INSERT INTO run_golden_sets (run, position, golden_set) VALUES (?, ?, ?)")
        var keys: [String: Int64] = [:]
        for (position, set) in sets.enumerated() {
            let found = try find(set)
            let key = if let found { found } else { try insert(set) }
            keys[set.digest] = key
            try link.run(.integer(run), .integer(position), .integer(key))
        }
        return keys
    }

    /// The digest finds the set; its content is compared all the same, so that one run can never change what another
    /// recorded.
    private func find(_ set: GoldenSetRecord) throws(StoreError) -> Int64? {
        let keys = try connection.prepare("SELECT golden_set FROM golden_sets WHERE digest = ?")
            .rows(.text(set.digest)) { $0.integer() }
        let reader = GoldenSetReader(connection: connection)
        for key in keys {
            if try reader.read(key) == set { return key }
        }
        return nil
    }

    private func insert(_ set: GoldenSetRecord) throws(StoreError) -> Int64 {
        guard let classNames = try? JSONText.encode(set.classNames) else {
            throw .failure(path: connection.path, operation: "encoding class names", reason: set.id)
        }
        try connection.prepare(
            "INSERT INTO golden_sets (digest, id, version, task, class_names) VALUES (?, ?, ?, ?, ?)"
        ).run(.text(set.digest), .text(set.id), .text(set.version), .text(set.task), .text(classNames))
        let key = connection.lastInsertedRow
        let insertSample = try connection.prepare(
            "INSERT INTO golden_samples (golden_set, position, name, label, right_text, sequence) VALUES (?, ?, ?, ?, ?, ?)"
        )
        for (position, name) in set.sampleNames.enumerated() {
            let label = set.labels.isEmpty ? BoundValue.null : .integer(Int64(set.labels[position]))
            let text = set.texts.isEmpty ? BoundValue.null : .text(set.texts[position])
            let sequence = set.sequences.isEmpty ? BoundValue.null : .integer(Int64(set.sequences[position]))
            try insertSample.run(.integer(key), .integer(position), .text(name), label, text, sequence)
        }
        if let samples = set.groupedSamples {
            try connection.prepare("INSERT INTO golden_groups (golden_set, samples) VALUES (?, ?)")
                .run(.integer(key), .integer(Int64(samples)))
        }
        return key
    }
}

struct GoldenSetReader {
    var connection: Connection

    func read(_ key: Int64) throws(StoreError) -> GoldenSetRecord? {
        let samples = try connection.prepare(
            "SELECT name, label, right_text, sequence FROM golden_samples WHERE golden_set = ? ORDER BY position"
        ).rows(.integer(key)) { (row) throws(StoreError) in
            (
                name: row.text(), label: try row.optional { (row) throws(StoreError) -> Int32 in try row.number() },
                text: try row.optional { $0.text() },
                sequence: try row.optional { (row) throws(StoreError) -> Int32 in try row.number() }
            )
        }
        return try connection.prepare(
            """
            SELECT id, version, digest, task, class_names, samples
            FROM golden_sets LEFT JOIN golden_groups USING (golden_set) WHERE golden_set = ?
            """
        )
        .rows(.integer(key)) { (row) throws(StoreError) in
            GoldenSetRecord(
                id: row.text(), version: row.text(), digest: row.text(), task: row.text(),
                sampleNames: samples.map(\.name), labels: samples.compactMap(\.label), classNames: try row.json(),
                texts: samples.compactMap(\.text), sequences: samples.compactMap(\.sequence),
                groupedSamples: try row.optional { (row) throws(StoreError) -> Int in try row.number() })
        }.first
    }
}
