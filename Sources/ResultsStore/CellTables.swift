import Records

extension Table<CellRecord> {
    /// What a cell is a measurement of, which repeats from night to night.
    static var subjects: Self {
        Table(
            name: "subjects", keys: [],
            columns: [
                .word("side", \.side), .text("model", \.model), .text("variant", \.variant),
                .text("runtime_label", \.runtimeLabel), .boolean("is_reference", \.isReference),
                .boolean("is_anchor", \.isAnchor), .text("model_path", \.modelFile.path),
                .text("model_digest", \.modelFile.digest), .unsigned("model_size_bytes", \.modelFile.bytes),
                .text("runtime_name", \.runtime.name), .text("runtime_version", \.runtime.version),
                .text("runtime_library_digest", \.runtime.libraryDigest),
                .text("runtime_provider", \.runtime.provider), .json("runtime_options") { $0.runtime.options },
                .optional("device", \.device), .text("golden_set_digest", \.goldenSetDigest),
            ]
        ) { (row) throws(StoreError) in
            CellRecord(
                id: 0, side: try row.enumeration(), model: row.text(), variant: row.text(),
                runtimeLabel: row.text(), isReference: row.boolean(), isAnchor: row.boolean(),
                modelFile: ModelFileRecord(path: row.text(), digest: row.text(), bytes: try row.number()),
                runtime: RuntimeRecord(
                    name: row.text(), version: row.text(), libraryDigest: row.text(), provider: row.text(),
                    options: try row.json()),
                device: row.optionalText(), goldenSetDigest: row.text())
        }
    }
}

/// How the measuring of one cell went.
struct CellOutcome {
    var secondsSpent: Double
    var failure: CellFailure?

    init(_ cell: CellRecord) { (secondsSpent, failure) = (cell.secondsSpent, cell.failure) }

    fileprivate init(_ row: inout Row) throws(StoreError) {
        secondsSpent = row.real()
        let kind: CellFailure.Kind? = try row.optionalEnumeration()
        failure = try kind.map { (kind) throws(StoreError) in
            CellFailure(
                kind: kind, phase: row.text(), message: row.text(), hint: row.optionalText(),
                signal: row.optionalText(), exitCode: try row.optionalNumber(), standardErrorTail: try row.json())
        }
    }
}

extension Table<CellOutcome> {
    static var runCells: Self {
        Table(
            name: "run_cells", keys: ["run", "position", "subject", "golden_set"],
            columns: [
                .real("seconds_spent", \.secondsSpent), .optional("failure_kind", \.failure?.kind.rawValue),
                .optional("failure_phase", \.failure?.phase), .optional("failure_message", \.failure?.message),
                .optional("failure_hint", \.failure?.hint), .optional("failure_signal", \.failure?.signal),
                .optional("failure_exit_code") { $0.failure?.exitCode.map(Int.init) },
                .json("failure_standard_error") { $0.failure?.standardErrorTail },
            ]
        ) { (row) throws(StoreError) in try CellOutcome(&row) }
    }
}

extension Table<OperatorRecord> {
    static var operators: Self {
        Table(
            name: "operators", keys: ["cell", "position"],
            columns: [
                .text("name", \.name), .text("operator_type", \.type), .text("provider", \.provider),
                .optional("is_fallback", \.isFallback), .real("mean_ns", \.meanNanoseconds),
            ]
        ) { (row) throws(StoreError) in
            OperatorRecord(
                name: row.text(), type: row.text(), provider: row.text(),
                isFallback: try row.optional { (row) throws(StoreError) in row.boolean() },
                meanNanoseconds: row.realOrNaN())
        }
    }
}

extension Table<EnvironmentRecord.Fact> {
    static var environmentFacts: Self {
        Table(
            name: "environment_facts", keys: ["run", "position"],
            columns: [
                .text("fact_group", \.group), .text("fact_key", \.key),
                .optional("text_value") { if case .text(let text) = $0.value { text } else { nil } },
                .optional("number_value") { if case .number(let number, _) = $0.value { number } else { nil } },
                .optional("unit") { if case .number(_, let unit) = $0.value { unit } else { nil } },
                .optional("unavailable_reason") { if case .unavailable(let reason) = $0.value { reason } else { nil } },
            ]
        ) { (row) throws(StoreError) in
            let (group, key) = (row.text(), row.text())
            let text = row.optionalText()
            let number = row.realOrNaN()
            let unit = row.optionalText()
            let reason = row.optionalText()
            let value: EnvironmentRecord.Value =
                if let reason {
                    .unavailable(reason: reason)
                } else if let unit {
                    .number(number, unit: unit)
                } else {
                    .text(text ?? "")
                }
            return EnvironmentRecord.Fact(group: group, key: key, value: value)
        }
    }
}
