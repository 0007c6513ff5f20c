import Records

extension Table<LaunchRecord> {
    /// Without its blocks, and without its pair, whose key the row has.
    static var launches: Self {
        Table(
            name: "launches", keys: ["cell", "position", "pair"],
            columns: [
                .integer("launch_index", \.index), .unsigned("load_ns", \.loadNanoseconds),
                .unsigned("first_inference_ns", \.firstInferenceNanoseconds),
                .integer("warm_up_inferences", \.warmUp.inferences), .unsigned("warm_up_ns", \.warmUp.nanoseconds),
                .boolean("warm_up_became_steady", \.warmUp.becameSteady),
                .unsigned("floor_memory_bytes", \.floorMemoryBytes),
                .unsigned("peak_memory_bytes", \.peakMemoryBytes),
                .optional("planned_arena_bytes", \.plannedArenaBytes),
                .optional("device_memory_bytes", \.deviceMemoryBytes), .optional("pinned_core", \.pinnedCore),
                .optional("foreign_cores", \.conditions?.foreignCores),
                .optional("probe_ns", \.conditions?.probeNanoseconds),
                .optional("pause_seconds", \.conditions?.pauseSeconds),
                .boolean("was_interleaved", \.wasInterleaved),
            ]
        ) { (row) throws(StoreError) in
            var launch = LaunchRecord(
                index: try row.int(), loadNanoseconds: try row.number(),
                firstInferenceNanoseconds: try row.number(),
                warmUp: WarmUpRecord(
                    inferences: try row.int(), nanoseconds: try row.number(), becameSteady: row.boolean()),
                floorMemoryBytes: try row.number(), peakMemoryBytes: try row.number(),
                plannedArenaBytes: try row.optionalNumber(), deviceMemoryBytes: try row.optionalNumber(),
                pinnedCore: try row.optionalNumber(), conditions: try conditions(&row))
            launch.wasInterleaved = row.boolean()
            return launch
        }
    }

    /// A launch that was watched has at least its pause, be it 0.
    private static func conditions(_ row: inout Row) throws(StoreError) -> MachineConditions? {
        let foreignCores = try row.optional { $0.real() }
        let probe: UInt64? = try row.optionalNumber()
        return try row.optional { $0.real() }.map { pause in
            MachineConditions(foreignCores: foreignCores, probeNanoseconds: probe, pauseSeconds: pause)
        }
    }
}

extension Table<BlockRecord> {
    static var blocks: Self {
        let packing = LatencyPacking()
        return Table(
            name: "blocks", keys: ["launch", "position"],
            columns: [
                .integer("quad", \.quad), .integer("position_in_quad", \.position),
                .unsigned("start_ns", \.startNanoseconds), .unsigned("wall_ns", \.wallNanoseconds),
                .unsigned("cpu_ns", \.cpuNanoseconds), .integer("inferences_per_value", \.inferencesPerValue),
                .integer("bytes_per_value") { LatencyPacking.width(of: $0.valuesNanoseconds).rawValue },
                Column(name: "latencies") { block, _ in
                    .blob(packing.pack(block.valuesNanoseconds, inferencesPerValue: block.inferencesPerValue).bytes)
                },
            ]
        ) { (row) throws(StoreError) in
            var block = BlockRecord(
                quad: try row.int(), position: try row.int(), startNanoseconds: try row.number(),
                wallNanoseconds: try row.number(), cpuNanoseconds: try row.number(),
                inferencesPerValue: try row.int(), valuesNanoseconds: [])
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
}

/// Writes launches and their blocks: by far most of a run's data, so its statements are compiled once.
struct LaunchWriter {
    private let launches: Insertion<LaunchRecord>
    private let blocks: Insertion<BlockRecord>

    init(connection: Connection, runID: String) throws(StoreError) {
        launches = try Insertion(into: .launches, connection, run: runID)
        blocks = try Insertion(into: .blocks, connection, run: runID)
    }

    /// - Parameter firstPosition: how many launches the cell has already.
    func write(
        _ launches: [LaunchRecord], cell: Int64, pairs: [Int64], firstPosition: Int = 0
    ) throws(StoreError) {
        for (position, launch) in launches.enumerated() {
            let key = try self.launches.add(
                launch,
                [.integer(cell), .integer(firstPosition + position), .optional(launch.pair.map { pairs[$0] })])
            for (position, block) in launch.blocks.enumerated() {
                try blocks.add(block, [.integer(key), .integer(position)])
            }
        }
    }
}
