import Foundation
import Records

/// Reads the history of a whole suite in three queries, however many cells it has. Called within a reading transaction.
struct HistoryReader {
    var connection: Connection
    var suite: String
    var metrics: Set<Metric>
    var kinds: Set<RunRecord.Kind>

    /// Few texts, each a hundred thousand times: kept once.
    private var texts: [String: String] = [:]

    init(connection: Connection, suite: String, metrics: Set<Metric>, kinds: Set<RunRecord.Kind>) {
        self.connection = connection
        self.suite = suite
        self.metrics = metrics
        self.kinds = kinds
    }

    mutating func read(since: Date) throws(StoreError) -> SuiteHistory {
        let all = try runs()
        let included = Self.included(all.map(\.run), since: since)
        let runs = all.filter { included.contains($0.run.recording) }
        let counted = runs.filter { kinds.contains($0.run.kind) && $0.run.status != .running }
        let series = try series(of: Dictionary(uniqueKeysWithValues: counted.map { ($0.run.recording, $0) }))
        return SuiteHistory(runs: runs.map(\.run), series: series)
    }

    /// The runs that started since then, and those that were recorded after such a run of the same machine: their clock was
    /// set back. Runs that were imported are recorded in any order.
    private static func included(_ runs: [SuiteHistory.Run], since: Date) -> Set<Int> {
        var machines: Set<String> = []
        var included: Set<Int> = []
        for run in runs where run.startedAt >= since || machines.contains(run.machineFingerprint) {
            guard !run.isImported else {
                if run.startedAt >= since { included.insert(run.recording) }
                continue
            }
            machines.insert(run.machineFingerprint)
            included.insert(run.recording)
        }
        return included
    }

    // MARK: - Runs

    private struct StoredRun {
        var run: SuiteHistory.Run
        var facts: HistoryFacts
    }

    private func runs() throws(StoreError) -> [StoredRun] {
        try connection.prepare(StoredQuery.runsOfSuite).rows(.text(suite)) { (row) throws(StoreError) in
            let recording = try row.int()
            var run = SuiteHistory.Run(
                id: row.text(), recording: recording, kind: try row.enumeration(), status: try row.enumeration(),
                startedAt: row.time(), hostName: row.text(),
                machineFingerprint: row.text())
            let facts = HistoryFacts(
                run: run.id, recording: recording, kind: run.kind, startedAt: run.startedAt, status: run.status,
                hostName: run.hostName, machineFingerprint: run.machineFingerprint,
                gitCommit: row.optionalText(), gitIsDirty: try row.optional { $0.boolean() },
                pawlVersion: row.text(), kernelRelease: row.text(), distribution: row.text(), runtimeVersion: "",
                modelDigest: "")
            run.isImported = row.boolean()
            return StoredRun(run: run, facts: facts)
        }.sorted { $0.run.recording < $1.run.recording }
    }

    // MARK: - Values

    private struct StoredCell {
        var address: CellAddress
        var point: HistoryPoint
    }

    private struct Key: Hashable {
        var address: CellAddress
        var metric: Metric
    }

    private mutating func series(of runs: [Int: StoredRun]) throws(StoreError) -> [SuiteHistory.Series] {
        guard let first = runs.keys.min() else { return [] }
        let cells = try cells(of: runs, from: first)
        let names = try connection.prepare("SELECT metric, name FROM metric_names").rows { row in
            (key: row.integer(), metric: Metric(rawValue: row.text()))
        }
        let known = Dictionary(
            uniqueKeysWithValues: names.compactMap { name in
                name.metric.flatMap { metrics.contains($0) ? (name.key, $0) : nil }
            })
        let wanted = " " + known.keys.map(String.init).joined(separator: " ") + " "
        var points: [Key: [HistoryPoint]] = [:]
        let values = try connection.prepare(StoredQuery.valuesOfSuite).rows(
            .text(suite), .integer(first), .text(wanted)
        ) { row in (cell: row.integer(), metric: row.integer(), value: row.real()) }
        for value in values {
            guard let cell = cells[value.cell], let metric = known[value.metric], value.value.isFinite else { continue }
            guard Self.isWhole(metric, of: cell.point) else { continue }
            points[Key(address: cell.address, metric: metric), default: []].append(cell.point.with(value: value.value))
        }
        return points.map { key, points in
            SuiteHistory.Series(
                cell: key.address, metric: key.metric, points: points.sorted { $0.facts.recording < $1.facts.recording }
            )
        }.sorted { Self.order($0) < Self.order($1) }
    }

    /// A run that was stopped has evaluations whole or not at all, but nobody knows whether a cell's launches were all made.
    private static func isWhole(_ metric: Metric, of point: HistoryPoint) -> Bool {
        point.facts.status != .interrupted || metric.origin != .measurement || metric == .modelSize
    }

    private static func order(_ series: SuiteHistory.Series) -> (String, String, String, Int) {
        let metric = Metric.allCases.firstIndex(of: series.metric) ?? 0
        return (series.cell.model, series.cell.variant, series.cell.runtimeLabel, metric)
    }

    private mutating func cells(of runs: [Int: StoredRun], from first: Int) throws(StoreError) -> [Int64: StoredCell] {
        var cells: [Int64: StoredCell] = [:]
        let rows = try connection.prepare(StoredQuery.cellsOfSuite).rows(.text(suite), .integer(first)) {
            (row) throws(StoreError) -> (cell: Int64, stored: StoredCell)? in
            let key = row.integer()
            guard var facts = runs[try row.int()]?.facts else { return nil }
            let address = CellAddress(
                suite: suite, model: kept(row.text()), variant: kept(row.text()), runtimeLabel: kept(row.text()))
            facts.isAnchor = row.boolean()
            facts.device = row.optionalText()
            facts.runtimeName = kept(row.text())
            facts.runtimeVersion = kept(row.text())
            facts.runtimeLibraryDigest = kept(row.text())
            facts.runtimeProvider = kept(row.text())
            facts.runtimeOptions = kept(row.text())
            facts.modelDigest = kept(row.text())
            facts.goldenSetDigest = kept(row.text())
            return (key, StoredCell(address: address, point: HistoryPoint(facts, value: 0)))
        }
        for case (let cell, let stored)? in rows { cells[cell] = stored }
        return cells
    }

    private mutating func kept(_ text: String) -> String {
        if let known = texts[text] { return known }
        texts[text] = text
        return text
    }
}
