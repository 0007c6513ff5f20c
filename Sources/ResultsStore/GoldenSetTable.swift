import Records

/// Stores golden sets once, however many runs use them.
struct GoldenSetWriter {
    var connection: Connection
    var runID: String

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
        let key = try connection.insert(set, into: .goldenSets, run: runID)
        try connection.insert(GoldenSample.all(of: set), into: .goldenSamples, of: key, run: runID)
        if let samples = set.groupedSamples {
            try connection.prepare("INSERT INTO golden_groups (golden_set, samples) VALUES (?, ?)")
                .run(.integer(key), .integer(Int64(samples)))
        }
        try connection.insert(set.columns ?? [], into: .goldenColumns, of: key, run: runID)
        return key
    }
}

struct GoldenSetReader {
    var connection: Connection

    func read(_ key: Int64) throws(StoreError) -> GoldenSetRecord? {
        let table = Table<GoldenSetRecord>.goldenSets
        let found = try connection.prepare(
            selecting: "samples", from: table,
            "LEFT JOIN golden_groups USING (golden_set) WHERE golden_set = ?"
        ).rows(.integer(key)) { (row) throws(StoreError) in
            let samples: Int? = try row.optionalNumber()
            var set = try table.read(&row)
            set.groupedSamples = samples
            return set
        }.first
        guard var set = found else { return nil }
        let samples: [GoldenSample] = try connection.select(from: .goldenSamples, of: key)
        set.sampleNames = samples.map(\.name)
        set.labels = samples.compactMap(\.label)
        set.texts = samples.compactMap(\.text)
        set.sequences = samples.compactMap(\.sequence)
        let columns: [SampleColumn] = try connection.select(from: .goldenColumns, of: key)
        set.columns = columns.isEmpty ? nil : columns
        return set
    }
}

extension Table<GoldenSetRecord> {
    /// Without the samples.
    static var goldenSets: Self {
        Table(
            name: "golden_sets", keys: [],
            columns: [
                .text("digest", \.digest), .text("id", \.id), .text("version", \.version), .text("task", \.task),
                .json("class_names") { $0.classNames },
            ]
        ) { (row) throws(StoreError) in
            let digest = row.text()
            return GoldenSetRecord(
                id: row.text(), version: row.text(), digest: digest, task: row.text(), sampleNames: [],
                classNames: try row.json())
        }
    }
}

/// One sample of a golden set, or one group of samples that are judged together.
struct GoldenSample {
    var name: String
    var label: Int32?
    var text: String?
    var sequence: Int32?

    /// `RecordValidation` has seen that what a set has of samples, it has of all.
    static func all(of set: GoldenSetRecord) -> [GoldenSample] {
        set.sampleNames.enumerated().map { position, name in
            GoldenSample(
                name: name, label: set.labels.isEmpty ? nil : set.labels[position],
                text: set.texts.isEmpty ? nil : set.texts[position],
                sequence: set.sequences.isEmpty ? nil : set.sequences[position])
        }
    }
}

extension Table<GoldenSample> {
    static var goldenSamples: Self {
        Table(
            name: "golden_samples", keys: ["golden_set", "position"],
            columns: [
                .text("name", \.name), .optional("label") { $0.label.map(Int.init) }, .optional("right_text", \.text),
                .optional("sequence") { $0.sequence.map(Int.init) },
            ]
        ) { (row) throws(StoreError) in
            GoldenSample(
                name: row.text(), label: try row.optionalNumber(), text: row.optionalText(),
                sequence: try row.optionalNumber())
        }
    }
}

extension Table<SampleColumn> {
    static var goldenColumns: Self {
        Table(
            name: "golden_columns", keys: ["golden_set", "position"],
            columns: [
                .text("name", \.name), .json("different_values") { $0.values }, .json("value_indices") { $0.indices },
            ]
        ) { (row) throws(StoreError) in
            SampleColumn(name: row.text(), values: try row.json(), indices: try row.json())
        }
    }
}
