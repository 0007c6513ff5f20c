import CSystem
import InferenceCore
import Planning
import Processes
import Records
import Worker

/// Starts workers for cells, the same way in every phase.
struct WorkerStarter: Sendable {
    var command: WorkerCommand
    var interruption: Interruption
    var timeoutSeconds: Double

    func start() throws(WorkerFailure) -> WorkerProcess {
        guard !interruption.wasTriggered else { throw .interrupted }
        return try WorkerProcess(command, interruption: interruption, timeoutSeconds: timeoutSeconds)
    }

    /// - Parameter pinsToCore: whether the worker is to stay on one core. Both workers of a pair share it, for only one
    ///   of them runs at a time; the highest-numbered core sees the fewest interrupts.
    func loadCall(
        for cell: PlannedCell, in plan: Plan, rotationLimit: Int, profiles: Bool = false, pinsToCore: Bool = false
    ) -> LoadCall {
        var options = cell.options
        options.profilesOperators = profiles
        let core = pinsToCore ? Int(pawl_last_allowed_core()) : -1
        return LoadCall(
            runtimeName: cell.runtime.name, libraryPath: cell.runtime.libraryPath, modelPath: cell.modelFile.path,
            options: options, mapping: cell.mapping, goldenSetFolder: plan.goldenSets[cell.goldenSet].folder,
            rotationLimit: rotationLimit, pinToCore: core >= 0 ? core : nil)
    }
}
