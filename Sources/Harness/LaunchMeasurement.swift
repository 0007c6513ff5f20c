import CSystem
import InferenceCore
import Records
import Suites
import Worker

/// Measures one launch of a comparison: fresh workers, warm-up, quads of blocks, memory.
struct LaunchMeasurement {
    /// At most this many samples rotate.
    static let rotationLimit = 64

    var comparison: LatencyComparison
    /// Counts from 0 within the comparison.
    var index: Int
    var plan: Plan
    var workers: WorkerStarter
    /// CLOCK_MONOTONIC_RAW at the start of the run.
    var runStartNanoseconds: UInt64
    /// How far the run's own clock had come when an earlier process was ended in it.
    var measuredBeforeNanoseconds: UInt64 = 0
    /// Whether the workers profile all that they run.
    var profiles = false

    /// A side could not be measured; the other side's part of this launch is dropped with it.
    struct SideFailure: Error {
        var cell: Int
        var failure: CellFailure
    }

    /// - Returns: one record per side, in the order of `comparison.cells`.
    func measure(using generator: inout some RandomNumberGenerator) throws(SideFailure) -> [LaunchRecord] {
        var records: [LaunchRecord] = []
        for side in try run(using: &generator) { records.append(try close(side)) }
        return records
    }

    /// The same with workers that profile: `profiles` must be set.
    ///
    /// - Returns: the blocks and the profile of each side, in the order of `comparison.cells`.
    func measureProfiles(
        using generator: inout some RandomNumberGenerator
    ) throws(SideFailure) -> [(blocks: [BlockRecord], profile: ProfileCall.Reply)] {
        var profiles: [(blocks: [BlockRecord], profile: ProfileCall.Reply)] = []
        for side in try run(using: &generator) {
            let profile = try attempt(side.cell, phase: "profile") { () throws(WorkerFailure) in
                try side.worker.call(ProfileCall(inferences: 1), timeoutSeconds: workers.timeoutSeconds)
            }
            side.worker.shutDown()
            profiles.append((side.blocks, profile))
        }
        return profiles
    }

    private func run(using generator: inout some RandomNumberGenerator) throws(SideFailure) -> [Side] {
        var sides: [Side] = []
        // Which process starts first decides its memory layout and must not always be the baseline's.
        for position in comparison.cells.indices.shuffled(using: &generator) {
            sides.append(try open(comparison.cells[position], position: position))
        }
        sides.sort { $0.position < $1.position }
        let sizes = BlockSize.sizes(for: sides.map(\.warmUp), policy: plan.measurement)
        let orders = comparison.orders(quads: plan.measurement.quads, using: &generator)
        for (quad, order) in orders.enumerated() {
            var occurrences = [Int](repeating: 0, count: sides.count)
            for (position, side) in order.enumerated() {
                let ordinal = (index * orders.count + quad) * order.count + occurrences[side]
                occurrences[side] += 1
                let block = try measureBlock(
                    sides[side], size: sizes[side],
                    firstSample: ordinal * (sizes.map { $0.values * $0.inferencesPerValue }.max() ?? 0),
                    quad: quad, position: position)
                sides[side].blocks.append(block)
            }
        }
        return sides
    }

    /// One worker of the launch and what it has measured so far.
    private struct Side {
        var position: Int
        var cell: PlannedCell
        var worker: WorkerProcess
        var load: LoadCall.Reply
        var warmUp: WarmUpCall.Reply
        var blocks: [BlockRecord] = []
    }

    private func open(_ cell: PlannedCell, position: Int) throws(SideFailure) -> Side {
        let worker = try attempt(cell, phase: "start") { () throws(WorkerFailure) in
            let worker = try workers.start(for: cell)
            guard !profiles || worker.greeting.has(.profile) else { throw Self.withoutProfile(cell.runtime.name) }
            return worker
        }
        let load = try attempt(cell, phase: "load") { () throws(WorkerFailure) in
            try workers.load(
                cell, of: plan, in: worker, rotationLimit: Self.rotationLimit, profiles: profiles,
                pinsToCore: cell.options.threads == 1)
        }
        let warmUp = try attempt(cell, phase: "warm-up") { () throws(WorkerFailure) in
            try worker.call(
                WarmUpCall(capNanoseconds: plan.measurement.warmUpCapNanoseconds),
                timeoutSeconds: workers.timeoutSeconds, unless: Plausibility.problem)
        }
        return Side(position: position, cell: cell, worker: worker, load: load, warmUp: warmUp)
    }

    private static func withoutProfile(_ runtime: String) -> WorkerFailure {
        WorkerFailure(
            kind: .error, message: "the worker of \(runtime) does not profile operators",
            hint: "docs/runtimes.md says which runtimes do")
    }

    private func measureBlock(
        _ side: Side, size: BlockSize, firstSample: Int, quad: Int, position: Int
    ) throws(SideFailure) -> BlockRecord {
        // The worker's own clock may be another machine's.
        let start = pawl_monotonic_raw_nanoseconds()
        let reply = try attempt(side.cell, phase: "measure") { () throws(WorkerFailure) in
            let reply = try side.worker.call(
                BlockCall(
                    values: size.values, inferencesPerValue: size.inferencesPerValue, firstSample: firstSample),
                timeoutSeconds: workers.timeoutSeconds, unless: Plausibility.problem)
            guard reply.valuesNanoseconds.count == size.values else {
                throw WorkerFailure(
                    kind: .protocolViolation,
                    message: "asked for \(size.values) values, the worker sent \(reply.valuesNanoseconds.count)")
            }
            return reply
        }
        return BlockRecord(
            quad: quad, position: position,
            startNanoseconds: measuredBeforeNanoseconds
                + (start >= runStartNanoseconds ? start - runStartNanoseconds : 0),
            wallNanoseconds: reply.wallNanoseconds, cpuNanoseconds: reply.cpuNanoseconds,
            inferencesPerValue: size.inferencesPerValue, valuesNanoseconds: reply.valuesNanoseconds)
    }

    private func close(_ side: Side) throws(SideFailure) -> LaunchRecord {
        let memory = try attempt(side.cell, phase: "measure") { () throws(WorkerFailure) in
            try side.worker.call(MemoryCall(), timeoutSeconds: workers.timeoutSeconds) {
                Plausibility.problem($0, floor: side.load.floorMemoryBytes)
            }
        }
        side.worker.shutDown()
        return LaunchRecord(
            index: index, pair: comparison.pair, loadNanoseconds: side.load.loadNanoseconds,
            firstInferenceNanoseconds: side.load.firstInferenceNanoseconds,
            warmUp: WarmUpRecord(
                inferences: side.warmUp.inferences, nanoseconds: side.warmUp.nanoseconds,
                becameSteady: side.warmUp.becameSteady),
            floorMemoryBytes: side.load.floorMemoryBytes, peakMemoryBytes: memory.peakMemoryBytes,
            plannedArenaBytes: memory.plannedArenaBytes, deviceMemoryBytes: memory.deviceMemoryBytes,
            pinnedCore: side.load.pinnedCore, blocks: side.blocks)
    }

    private func attempt<Value>(
        _ cell: PlannedCell, phase: String, _ work: () throws(WorkerFailure) -> Value
    ) throws(SideFailure) -> Value {
        do {
            return try work()
        } catch {
            throw SideFailure(cell: cell.id, failure: error.cellFailure(phase: phase))
        }
    }
}

/// How many values a block has, and how many inferences a value covers.
struct BlockSize: Equatable {
    /// A stamp may cost at most this share of what it times; below, several inferences share one stamp.
    static let largestStampShare = 0.01
    /// A block of the slower side is never stretched beyond this multiple of the minimum to match the faster side.
    static let longestBlock = 5.0

    var values: Int
    var inferencesPerValue: Int

    /// Sizes for workers that are measured together: the same number of values wherever the slower side's blocks do
    /// not become too long, so that both see the same samples in the same order.
    static func sizes(for warmUps: [WarmUpCall.Reply], policy: MeasurementPolicy) -> [BlockSize] {
        let alone = warmUps.map { warmUp -> (size: BlockSize, longest: Int) in
            let inference = max(warmUp.typicalNanoseconds, 1)
            let covering = (warmUp.stampNanoseconds / largestStampShare / inference).rounded(.up)
            let perValue = min(max(1, Int(saturating: covering)), BlockCall.mostInferencesPerValue)
            let value = inference * Double(perValue)
            let minimum = Double(policy.minimumBlockNanoseconds)
            let count = max(policy.minimumBlockValues, Int(saturating: (minimum / value).rounded(.up)))
            let longest = max(count, Int(saturating: longestBlock * minimum / value))
            return (BlockSize(values: min(count, BlockCall.mostValues), inferencesPerValue: perValue), longest)
        }
        let shared = alone.map(\.size.values).max() ?? 0
        return alone.map { BlockSize(values: min(shared, $0.longest), inferencesPerValue: $0.size.inferencesPerValue) }
    }
}
