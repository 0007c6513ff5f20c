import CSystem
import GoldenSets
import Harness
import InferenceCore
import Records
import Suites
import Support
import Worker

/// Measures one side in one process and one stretch, as tools do that finish one version before they begin the other.
///
/// Worker, warm-up, blocks and core are those of Pawl's own launches; only the order of measuring differs.
struct SequentialMeasurement {
    var worker: WorkerCommand
    var interruption: Interruption
    var plan: Plan
    var seconds: Double
    var keepsLatencies: Bool

    func measure(_ cell: PlannedCell, side: TracedSide) throws(WorkerFailure) -> TracedRun {
        let limit = plan.measurement.phaseTimeoutSeconds
        let start = pawl_monotonic_raw_nanoseconds()
        let process = try WorkerProcess(worker, interruption: interruption, timeoutSeconds: limit)
        defer { process.shutDown() }
        let core = cell.options.threads == 1 ? Int(pawl_last_allowed_core()) : -1
        _ = try process.call(
            LoadCall(
                runtime: RuntimeAddress(
                    name: cell.runtime.name, version: cell.runtime.version, libraryPath: cell.runtime.libraryPath),
                modelPath: cell.modelFile.path, options: cell.options,
                samples: plan.goldenSets[cell.goldenSet].set.feed.files, rotationLimit: 64,
                pinToCore: core >= 0 ? core : nil),
            timeoutSeconds: limit)
        let warmUp = try process.call(
            WarmUpCall(capNanoseconds: plan.measurement.warmUpCapNanoseconds), timeoutSeconds: limit)
        let ready = pawl_monotonic_raw_nanoseconds()
        let inference = max(warmUp.typicalNanoseconds, 1)
        let perValue = max(1, Int((warmUp.stampNanoseconds / 0.01 / inference).rounded(.up)))
        let minimum = Double(plan.measurement.minimumBlockNanoseconds) / inference / Double(perValue)
        let values = min(max(plan.measurement.minimumBlockValues, Int(minimum.rounded(.up))), 1_000_000)
        var run = TracedRun(side: side, startUpNanoseconds: ready - start, blocks: [])
        while Double(pawl_monotonic_raw_nanoseconds() - ready) < seconds * 1e9 {
            let index = run.blocks.count
            let blockStart = pawl_monotonic_raw_nanoseconds()
            let reply = try process.call(
                BlockCall(values: values, inferencesPerValue: perValue, firstSample: index * values * perValue),
                timeoutSeconds: limit)
            let block = BlockRecord(
                quad: index / 4, position: index % 4, startNanoseconds: blockStart - start,
                wallNanoseconds: reply.wallNanoseconds, cpuNanoseconds: reply.cpuNanoseconds,
                inferencesPerValue: perValue,
                valuesNanoseconds: reply.valuesNanoseconds)
            run.blocks.append(TracedBlock(block, side: side, keepsLatencies: keepsLatencies))
        }
        return run
    }
}
