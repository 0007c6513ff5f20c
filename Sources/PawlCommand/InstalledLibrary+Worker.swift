import Harness
import RuntimeLibraries
import Suites
import Worker

extension InstalledLibrary {
    /// As a worker is asked for it.
    var address: RuntimeAddress { RuntimeAddress(name: name, version: version, libraryPath: path) }

    /// Starts the worker that runs it: its own, or Pawl's.
    func startWorker(in context: CommandContext, timeoutSeconds: Double) throws(WorkerFailure) -> WorkerProcess {
        let process = try WorkerProcess(
            worker.map(WorkerCommand.init) ?? context.worker, interruption: context.interruption,
            timeoutSeconds: timeoutSeconds)
        process.runtimeName = name
        return process
    }
}
