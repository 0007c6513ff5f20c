import CSystem
import GoldenSets
import InferenceCore
import Records
import Suites
import Support
import Worker

/// Starts workers for cells and loads their models, the same way in every phase.
struct WorkerStarter: Sendable {
    /// Pawl's own worker.
    var command: WorkerCommand
    /// For the others; nil when the plan has none.
    var probe: SharedFileProbe?
    var interruption: Interruption
    var timeoutSeconds: Double
    /// Nil where nothing is recorded.
    var devices: MeasuredDevices?
    let sender: FileSender
    let converter: SampleConverter

    init(
        command: WorkerCommand, probe: SharedFileProbe? = nil, interruption: Interruption, timeoutSeconds: Double,
        devices: MeasuredDevices? = nil
    ) {
        self.command = command
        self.probe = probe
        self.interruption = interruption
        self.timeoutSeconds = timeoutSeconds
        self.devices = devices
        sender = FileSender(interruption: interruption)
        converter = SampleConverter(interruption: interruption)
    }

    /// - Throws: also when the worker lacks the cell's runtime.
    func start(for cell: PlannedCell) throws(WorkerFailure) -> WorkerProcess {
        guard !interruption.wasTriggered else { throw .interrupted }
        let worker = try WorkerProcess(
            cell.runtime.worker ?? command, probe: cell.runtime.worker == nil ? nil : probe, interruption: interruption,
            timeoutSeconds: timeoutSeconds)
        worker.runtimeName = cell.runtime.name
        let offered = worker.greeting.runtimes.filter { $0.name == cell.runtime.name }
        guard offered.contains(where: { $0.version == nil || $0.version == cell.runtime.version }) else {
            let others = worker.greeting.runtimes.map {
                [$0.name, $0.version].compactMap { $0 }.joined(separator: " ")
            }
            worker.shutDown()
            throw WorkerFailure(
                kind: .error, message: "the worker does not run \(cell.runtime.name) \(cell.runtime.version)",
                hint: "it runs: \(others.joined(separator: ", "))")
        }
        try devices?.note(worker, of: cell)
        return worker
    }

    /// Loads a cell's model in its worker; files that the worker does not see are sent first.
    ///
    /// - Parameters:
    ///   - pinsToCore: whether the worker is to stay on one core. Both workers of a pair share it, for only one of them
    ///     runs at a time; the highest-numbered core sees the fewest interrupts.
    ///   - excerpt: in place of the golden set's samples, for workers that see this machine's files.
    func load(
        _ cell: PlannedCell, of plan: Plan, in worker: WorkerProcess, rotationLimit: Int, profiles: Bool = false,
        pinsToCore: Bool = false, excerpt: SampleFiles? = nil
    ) throws(WorkerFailure) -> LoadCall.Reply {
        let set = plan.goldenSets[cell.goldenSet].set
        guard !set.feed.carriesState || worker.greeting.has(.state) else {
            throw WorkerFailure(
                kind: .error, message: "the worker carries no state, which golden set '\(set.manifest.id)' needs")
        }
        var options = cell.options
        options.profilesOperators = profiles
        // The number is one of this machine's.
        let core = pinsToCore && !worker.isElsewhere && worker.greeting.has(.pin) ? Int(pawl_last_allowed_core()) : -1
        var call = LoadCall(
            runtime: address(of: cell), modelPath: cell.modelFile.path, options: options,
            samples: excerpt ?? set.feed.files, rotationLimit: rotationLimit,
            pinToCore: core >= 0 ? core : nil)
        for name in cell.unusedInputs { call.samples.inputs[name] = nil }
        if !cell.mapping.isEmpty {
            if worker.greeting.maps(cell.mapping) {
                call.mapping = cell.mapping
            } else {
                call.samples = try converter.samples(of: call.samples, through: cell.mapping)
            }
        }
        if !worker.sharesFiles {
            call = try sender.send(
                call, for: cell, set: set, converted: converter.digest, to: worker, timeoutSeconds: timeoutSeconds)
        }
        let samples = call.samples.count
        let reply = try worker.call(call, timeoutSeconds: timeoutSeconds) {
            Plausibility.problem($0, rotationLimit: rotationLimit, samples: samples)
        }
        guard reply.runtime.name == cell.runtime.name, reply.runtime.version == cell.runtime.version else {
            worker.shutDown()
            throw WorkerFailure(
                kind: .error,
                message: "the suite names \(cell.runtime.name) \(cell.runtime.version), the worker opened "
                    + "\(reply.runtime.name) \(reply.runtime.version)",
                hint: "correct the suite, or install the other one where the worker runs")
        }
        return reply
    }

    /// Asks a worker for the tensors of a cell's model, which is sent first where the worker does not see it.
    func inspect(_ cell: PlannedCell, in worker: WorkerProcess) throws(WorkerFailure) -> InspectCall.Reply {
        guard worker.greeting.has(.inspect) else {
            throw WorkerFailure(
                kind: .error, message: "the worker does not say what a model takes and gives",
                hint:
                    "name the tensors in the model as the golden set does, or give the worker the capability 'inspect'")
        }
        let path =
            worker.sharesFiles
            ? cell.modelFile.path : try sender.sendModel(of: cell, to: worker, timeoutSeconds: timeoutSeconds)
        return try worker.call(
            InspectCall(runtime: address(of: cell), modelPath: path), timeoutSeconds: timeoutSeconds)
    }

    private func address(of cell: PlannedCell) -> RuntimeAddress {
        RuntimeAddress(
            name: cell.runtime.name, version: cell.runtime.version, libraryPath: cell.runtime.libraryPath)
    }
}
