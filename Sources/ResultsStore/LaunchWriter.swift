import Records

/// Writes launches and their blocks: by far most of a run's data, so its statements are compiled once.
final class LaunchWriter {
    private let connection: Connection
    private let runID: String
    private let insertLaunch: Statement
    private let insertBlock: Statement
    private let packing = LatencyPacking()

    init(connection: Connection, runID: String) throws(StoreError) {
        self.connection = connection
        self.runID = runID
        insertLaunch = try connection.prepare(
            """
            INSERT INTO launches (cell, position, launch_index, pair, load_ns, first_inference_ns, warm_up_inferences,
                warm_up_ns, warm_up_became_steady, floor_memory_bytes, peak_memory_bytes, planned_arena_bytes,
                device_memory_bytes, pinned_core, foreign_cores, probe_ns, pause_seconds, was_interleaved)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
        insertBlock = try connection.prepare(
            """
            INSERT INTO blocks (launch, position, quad, position_in_quad, start_ns, wall_ns, cpu_ns, inferences_per_value,
                bytes_per_value, latencies)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
    }

    /// - Parameter firstPosition: how many launches the cell has already.
    func write(
        _ launches: [LaunchRecord], cell: Int64, pairs: [Int64], firstPosition: Int = 0
    ) throws(StoreError) {
        for (position, launch) in launches.enumerated() {
            try insertLaunch.run(
                .integer(cell), .integer(firstPosition + position), .integer(launch.index),
                .optional(launch.pair.map { pairs[$0] }),
                try integer(launch.loadNanoseconds), try integer(launch.firstInferenceNanoseconds),
                .integer(launch.warmUp.inferences), try integer(launch.warmUp.nanoseconds),
                .boolean(launch.warmUp.becameSteady), try integer(launch.floorMemoryBytes),
                try integer(launch.peakMemoryBytes), try launch.plannedArenaBytes.map(integer) ?? .null,
                try launch.deviceMemoryBytes.map(integer) ?? .null, .optional(launch.pinnedCore),
                launch.conditions?.foreignCores.map(BoundValue.real) ?? .null,
                try launch.conditions?.probeNanoseconds.map(integer) ?? .null,
                launch.conditions.map { .real($0.pauseSeconds) } ?? .null, .boolean(launch.wasInterleaved))
            try write(launch.blocks, launch: connection.lastInsertedRow)
        }
    }

    private func write(_ blocks: [BlockRecord], launch: Int64) throws(StoreError) {
        for (position, block) in blocks.enumerated() {
            let start = try integer(block.startNanoseconds)
            let wall = try integer(block.wallNanoseconds)
            let cpu = try integer(block.cpuNanoseconds)
            let packed = packing.pack(block.valuesNanoseconds, inferencesPerValue: block.inferencesPerValue)
            try insertBlock.run(
                .integer(launch), .integer(position), .integer(block.quad), .integer(block.position), start, wall, cpu,
                .integer(block.inferencesPerValue), .integer(packed.width.rawValue), .blob(packed.bytes))
        }
    }

    private func integer(_ value: UInt64) throws(StoreError) -> BoundValue {
        guard let value = Int64(exactly: value) else {
            throw .invalidRecord(run: runID, reason: "\(value) is more than a database integer holds")
        }
        return .integer(value)
    }
}
