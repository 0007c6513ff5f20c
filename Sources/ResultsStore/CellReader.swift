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
        let cells = try connection.prepare(
            """
            SELECT cell, position, side, model, variant, runtime_label, is_reference, is_anchor, model_path, model_digest,
                model_size_bytes, runtime_name, runtime_version, runtime_library_digest, runtime_provider,
                runtime_options, device, golden_set_digest, seconds_spent, failure_kind, failure_phase, failure_message,
                failure_hint, failure_signal, failure_exit_code, failure_standard_error
            FROM cells
            WHERE run = ?1 AND (?2 IS NULL OR cell NOT IN (SELECT cell FROM aged_cells))
            ORDER BY position LIMIT ifnull(?2, -1)
            """
        ).rows(.integer(run), .optional(limit)) { (row) throws(StoreError) in
            let key = row.integer()
            var cell = CellRecord(
                id: try row.int(), side: try row.enumeration(), model: row.text(), variant: row.text(),
                runtimeLabel: row.text(), isReference: row.boolean(), isAnchor: row.boolean(),
                modelFile: ModelFileRecord(path: row.text(), digest: row.text(), bytes: try row.number()),
                runtime: RuntimeRecord(
                    name: row.text(), version: row.text(), libraryDigest: row.text(), provider: row.text(),
                    options: try row.json()),
                device: try row.optional { $0.text() }, goldenSetDigest: row.text(), secondsSpent: row.real())
            cell.failure = try Self.failure(&row)
            return (key: key, cell: cell)
        }
        var complete: [(key: Int64, cell: CellRecord)] = []
        for (key, cell) in cells {
            var cell = cell
            cell.accuracy = try EvaluationReader(connection: connection).accuracy(ofCell: key)
            cell.operators = try connection.select(from: .operators, of: key)
            cell.conversions = try conversions(key)
            if withLaunches { cell.launches = try launches(key) }
            cell.aged = try RetainedSummaryReader(connection: connection).read(cell: key)
            complete.append((key, cell))
        }
        return complete
    }

    private static func failure(_ row: inout Row) throws(StoreError) -> CellFailure? {
        let kind: CellFailure.Kind? = try row.optional { (row) throws(StoreError) in try row.enumeration() }
        guard let kind else { return nil }
        return CellFailure(
            kind: kind, phase: row.text(), message: row.text(), hint: try row.optional { $0.text() },
            signal: try row.optional { $0.text() },
            exitCode: try row.optional { (row) throws(StoreError) -> Int32 in try row.number() },
            standardErrorTail: try row.json())
    }

    private func conversions(_ cell: Int64) throws(StoreError) -> [String: String]? {
        let rows = try connection.prepare("SELECT tensor, conversion FROM conversions WHERE cell = ?")
            .rows(.integer(cell)) { (row) in (row.text(), row.text()) }
        return rows.isEmpty ? nil : Dictionary(uniqueKeysWithValues: rows)
    }

    func launches(_ cell: Int64) throws(StoreError) -> [LaunchRecord] {
        let launches = try connection.prepare(
            """
            SELECT launch, launch_index, pairs.position, load_ns, first_inference_ns, warm_up_inferences, warm_up_ns,
                warm_up_became_steady, floor_memory_bytes, peak_memory_bytes, planned_arena_bytes, device_memory_bytes, pinned_core,
                foreign_cores, probe_ns, pause_seconds, was_interleaved
            FROM launches LEFT JOIN pairs ON pairs.pair = launches.pair
            WHERE launches.cell = ? ORDER BY launches.position
            """
        ).rows(.integer(cell)) { (row) throws(StoreError) in
            let key = row.integer()
            var launch = LaunchRecord(
                index: try row.int(), pair: try row.optional(Row.readInt), loadNanoseconds: try row.number(),
                firstInferenceNanoseconds: try row.number(),
                warmUp: WarmUpRecord(
                    inferences: try row.int(), nanoseconds: try row.number(), becameSteady: row.boolean()),
                floorMemoryBytes: try row.number(), peakMemoryBytes: try row.number(),
                plannedArenaBytes: try row.optional { (row) throws(StoreError) -> UInt64 in try row.number() },
                deviceMemoryBytes: try row.optional { (row) throws(StoreError) -> UInt64 in try row.number() },
                pinnedCore: try row.optional(Row.readInt), conditions: try Self.conditions(&row))
            launch.wasInterleaved = row.boolean()
            return (key: key, launch: launch)
        }
        let selectBlocks = try connection.prepare(
            """
            SELECT quad, position_in_quad, start_ns, wall_ns, cpu_ns, inferences_per_value, bytes_per_value, latencies
            FROM blocks WHERE launch = ? ORDER BY position
            """)
        var complete: [LaunchRecord] = []
        for (key, launch) in launches {
            var launch = launch
            launch.blocks = try selectBlocks.rows(.integer(key), reading: Self.block)
            complete.append(launch)
        }
        return complete
    }

    /// A launch that was watched has at least its pause, be it 0.
    private static func conditions(_ row: inout Row) throws(StoreError) -> MachineConditions? {
        let foreignCores = try row.optional { $0.real() }
        let probe = try row.optional { (row) throws(StoreError) -> UInt64 in try row.number() }
        return try row.optional { $0.real() }.map { pause in
            MachineConditions(foreignCores: foreignCores, probeNanoseconds: probe, pauseSeconds: pause)
        }
    }

    private static func block(_ row: inout Row) throws(StoreError) -> BlockRecord {
        var block = BlockRecord(
            quad: try row.int(), position: try row.int(), startNanoseconds: try row.number(),
            wallNanoseconds: try row.number(), cpuNanoseconds: try row.number(), inferencesPerValue: try row.int(),
            valuesNanoseconds: [])
        let bytesPerValue = try row.int()
        let values = try row.blob { bytes in
            LatencyPacking.unpack(
                bytes, bytesPerValue: bytesPerValue, inferencesPerValue: block.inferencesPerValue)
        }
        guard let values else { throw row.unreadable("a block of \(bytesPerValue) bytes a value") }
        block.valuesNanoseconds = values
        return block
    }
}
