import Records

/// Reads one run whole and holds its parts against each other. Called within a reading transaction.
struct RunInspector {
    /// A figure that is computed again may differ in its last digits: another order of sums.
    static let tolerance = 1e-9

    var connection: Connection
    var summary: DatabaseInspector.Summary

    func findings(run key: Int64, id: String) throws(StoreError) -> [DatabaseFinding] {
        guard let run = try RunReader(connection: connection).read(key) else { return [] }
        let cells = try connection.prepare("SELECT cell FROM run_cells WHERE run = ? ORDER BY position")
            .rows(.integer(key)) { $0.integer() }
        guard cells.count == run.cells.count else {
            return [DatabaseFinding(run: id, table: "cells", "two cells have one position")]
        }
        var findings: [DatabaseFinding] = []
        for (cellKey, cell) in zip(cells, run.cells) {
            let messages =
                try checksum(cell, cellKey) + predictions(cell, run) + figures(cell, cellKey) + ageing(cell, run)
            findings += messages.map { DatabaseFinding(run: id, table: $0.table, "\(cell.name): \($0.message)") }
        }
        let isFinished = try connection.prepare("SELECT is_finished FROM aged_runs WHERE run = ?")
            .rows(.integer(key)) { $0.boolean() }.first
        if isFinished == true, run.cells.contains(where: { $0.aged == nil }) {
            findings.append(
                DatabaseFinding(run: id, table: "aged_runs", "the run has aged out, but some of its cells have not"))
        }
        return findings
    }

    private typealias Message = (table: String, message: String)

    private func checksum(_ cell: CellRecord, _ key: Int64) throws(StoreError) -> [Message] {
        guard let accuracy = cell.accuracy else { return [] }
        let checksum = try connection.prepare("SELECT seal FROM answers WHERE cell = ?").rows(.integer(key)) {
            $0.text()
        }
        guard let checksum = checksum.first, checksum != (try? EvaluationChecksum.of(accuracy)) else { return [] }
        return [("answers", "the evaluation does not match its checksum: it was changed after it was stored")]
    }

    private func predictions(_ cell: CellRecord, _ run: RunRecord) -> [Message] {
        guard let accuracy = cell.accuracy,
            let samples = run.goldenSets.first(where: { $0.digest == cell.goldenSetDigest })?.sampleNames.count
        else { return [] }
        return [(accuracy.predictions.count, "predictions"), (accuracy.labelRanks.count, "ranks")]
            .filter { $0.0 != 0 && $0.0 != samples }
            .map { ("accuracy_passes", "\($0.0) \($0.1) for the \(samples) samples of the golden set") }
    }

    /// What is recorded must be what the raw values give, as long as those are there.
    private func figures(_ cell: CellRecord, _ key: Int64) throws(StoreError) -> [Message] {
        let recorded = try RetainedSummaryReader(connection: connection).metrics(cell: key)
        guard cell.aged == nil, !recorded.isEmpty else { return [] }
        let computed = summary(cell)
        return recorded.sorted { $0.key.rawValue < $1.key.rawValue }.compactMap { metric, value in
            guard metric.origin == .measurement else { return nil }
            guard let again = computed[metric] else {
                return ("cell_metrics", "\(metric.rawValue) is recorded as \(value), and no raw value is behind it")
            }
            guard abs(again - value) > Self.tolerance * max(abs(again), abs(value)) else { return nil }
            return ("cell_metrics", "\(metric.rawValue) is recorded as \(value), its raw values give \(again)")
        }
    }

    private func ageing(_ cell: CellRecord, _ run: RunRecord) -> [Message] {
        guard cell.aged != nil else { return [] }
        var messages: [Message] = []
        if run.rawValuesAgedOutAt == nil { messages.append(("aged_cells", "it has aged out, and the run has not")) }
        if !cell.launches.isEmpty { messages.append(("launches", "it has aged out, and launches are left")) }
        return messages
    }
}
