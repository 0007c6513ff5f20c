import Records

extension ResultsStore {
    /// Appends the next version of a named baseline, in one transaction; two at once get different versions.
    ///
    /// - Parameters:
    ///   - run: stored in the same transaction where the database has no run of that id: for a baseline that is imported.
    ///   - make: gives the version its content, from the name's versions so far, ascending; nil leaves all as it is.
    /// - Returns: what was appended; nil when `make` was.
    /// - Throws: `StoreError`; the database is then as it was.
    public func appendBaseline(
        _ name: String, with run: RunRecord? = nil, summaries: [Int: [Metric: Double]] = [:],
        make: ([BaselinePromotion]) throws(StoreError) -> BaselinePromotion?
    ) throws(StoreError) -> BaselinePromotion? {
        if let run { try RecordValidation.check(run, summaries: summaries) }
        return try withConnection { connection throws(StoreError) in
            try connection.transaction(.writing) { () throws(StoreError) in
                let versions = try BaselineReader(connection: connection).read(name: name)
                guard var promotion = try make(versions) else { return nil }
                promotion.name = name
                promotion.version = (versions.last?.version ?? 0) + 1
                if let run {
                    let known = try connection.prepare("SELECT 1 FROM runs WHERE id = ?")
                        .rows(.text(run.id)) { $0.integer() }
                    if known.isEmpty {
                        try RunWriter(connection: connection, runID: run.id).write(run, summaries: summaries)
                    }
                }
                try BaselineWriter(connection: connection).write(promotion)
                return promotion
            }
        }
    }

    /// Every version of every named baseline, or of one; by name, then version.
    public func baselines(named name: String? = nil) throws(StoreError) -> [BaselinePromotion] {
        try withConnection { connection throws(StoreError) in
            try connection.transaction(.reading) { () throws(StoreError) in
                try BaselineReader(connection: connection).read(name: name)
            }
        }
    }
}
