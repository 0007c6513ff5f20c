import Records

/// Looks at what runs share: contents that do not fit their digest, or that nobody refers to.
struct ContentInspector {
    var connection: Connection

    func findings(limit: Int) throws(StoreError) -> [DatabaseFinding] {
        try evaluations(limit) + findings(limit) + unused() + nameless()
    }

    private func evaluations(_ limit: Int) throws(StoreError) -> [DatabaseFinding] {
        try ContentDigest.damaged(in: Table<AccuracyRecord>.evaluationContents, key: "content", connection).prefix(
            limit
        )
        .map { DatabaseFinding(table: "answer_contents", "content \($0) does not fit its digest") }
    }

    private func findings(_ limit: Int) throws(StoreError) -> [DatabaseFinding] {
        try ContentDigest.damaged(in: Table<Verdict>.findings, key: "finding", connection).prefix(limit)
            .map { DatabaseFinding(table: "findings", "finding \($0) does not fit its digest: a verdict was changed") }
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
