import Records

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
            let text = try row.optional { $0.text() }
            let number = row.realOrNaN()
            let unit = try row.optional { $0.text() }
            let reason = try row.optional { $0.text() }
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
