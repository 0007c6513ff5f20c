import Records

/// Reads the cells of a run with all that was measured of them.
struct CellReader {
    var connection: Connection

    func read(run: Int64, withLaunches: Bool = true) throws(StoreError) -> [CellRecord] {
        try read(run: run, onlyWithRawValues: nil, withLaunches: withLaunches).map(\.cell)
    }

    /// - Parameters:
    ///   - limit: reads at most so many cells, only ones that still have their raw values; nil reads all cells.
    ///   - withLaunches: false leaves them out, for who wants no raw values.
    func read(
        run: Int64, onlyWithRawValues limit: Int?, withLaunches: Bool = true
    ) throws(StoreError) -> [(key: Int64, cell: CellRecord)] {
        let subjects = Table<CellRecord>.subjects, outcomes = Table<CellOutcome>.runCells
        let cells = try connection.prepare(
            composed: """
                SELECT cell, position, \(subjects.selected(from: "cells")), \(outcomes.selected(from: "cells"))
                FROM cells
                WHERE run = ?1 AND (?2 IS NULL OR cell NOT IN (SELECT cell FROM aged_cells))
                ORDER BY position LIMIT ifnull(?2, -1)
                """
        ).rows(.integer(run), .optional(limit)) { (row) throws(StoreError) in
            let key = row.integer(), id = try row.int()
            var cell = try subjects.read(&row)
            let outcome = try outcomes.read(&row)
            cell.id = id
            cell.secondsSpent = outcome.secondsSpent
            cell.failure = outcome.failure
            return (key: key, cell: cell)
        }
        var complete: [(key: Int64, cell: CellRecord)] = []
        for (key, cell) in cells {
            var cell = cell
            cell.accuracy = try EvaluationReader(connection: connection).accuracy(ofCell: key)
            cell.operators = try connection.select(from: .operators, of: key)
            cell.conversions = try conversions(key)
            cell.runtime.origin = try origin(key)
            if withLaunches { cell.launches = try launches(key) }
            cell.aged = try RetainedSummaryReader(connection: connection).read(cell: key)
            complete.append((key, cell))
        }
        return complete
    }

    private func conversions(_ cell: Int64) throws(StoreError) -> [String: String]? {
        let rows = try connection.prepare("SELECT tensor, conversion FROM conversions WHERE cell = ?")
            .rows(.integer(cell)) { (row) in (row.text(), row.text()) }
        return rows.isEmpty ? nil : Dictionary(uniqueKeysWithValues: rows)
    }

    private func origin(_ cell: Int64) throws(StoreError) -> LibraryOrigin? {
        try connection.prepare("SELECT origin FROM library_origins WHERE cell = ?")
            .rows(.integer(cell)) { (row) throws(StoreError) -> LibraryOrigin in try row.enumeration() }.first
    }

    func launches(_ cell: Int64) throws(StoreError) -> [LaunchRecord] {
        let table = Table<LaunchRecord>.launches, blocks = Table<BlockRecord>.blocks
        let launches = try connection.prepare(
            selecting: "launch, pairs.position", from: table,
            "LEFT JOIN pairs ON pairs.pair = launches.pair WHERE launches.cell = ? ORDER BY launches.position"
        ).rows(.integer(cell)) { (row) throws(StoreError) in
            let key = row.integer(), pair: Int? = try row.optionalNumber()
            var launch = try table.read(&row)
            launch.pair = pair
            return (key: key, launch: launch)
        }
        let selectBlocks = try connection.prepare(composed: blocks.selection)
        var complete: [LaunchRecord] = []
        for (key, launch) in launches {
            var launch = launch
            launch.blocks = try selectBlocks.rows(.integer(key), reading: blocks.read)
            complete.append(launch)
        }
        return complete
    }
}
