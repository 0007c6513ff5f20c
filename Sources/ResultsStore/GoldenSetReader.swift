import Records

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
