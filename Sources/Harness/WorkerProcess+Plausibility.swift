import Records
import Worker

extension WorkerProcess {
    /// Calls the worker and believes its reply only when it can be true; ends it otherwise.
    ///
    /// - Parameter problem: says why a reply cannot be true.
    func call<Call: WorkerCall>(
        _ call: Call, timeoutSeconds: Double, unless problem: (Call.Reply) -> String?
    ) throws(WorkerFailure) -> Call.Reply {
        let reply = try self.call(call, timeoutSeconds: timeoutSeconds)
        guard let reason = problem(reply) else { return reply }
        kill()
        throw WorkerFailure(
            kind: .implausible, message: "the worker's answer to '\(Call.name)' is implausible: \(reason)",
            hint: "'pawl worker check' holds a worker against docs/worker-protocol.md")
    }
}
