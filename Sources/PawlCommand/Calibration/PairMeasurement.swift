import Foundation
import Harness
import Records
import Suites
import Support

/// Measures a pair by itself with the harness that gates use: launches of fresh processes, and nothing beside them.
public struct PairMeasurement: Sendable {
    public var worker: WorkerCommand
    public var interruption: Interruption

    public init(worker: WorkerCommand, interruption: Interruption) {
        self.worker = worker
        self.interruption = interruption
    }

    /// - Parameters:
    ///   - plan: of one pair, as `Plan.isolating` makes it.
    ///   - ask: as `Harness`; nil measures all launches.
    /// - Returns: the record, `interrupted` when the interruption came first.
    /// - Throws: `CalibrationError.measurementFailed` when a side failed, `FileError` when there is no private folder.
    public func measure(
        _ plan: Plan, seed: UInt64, observe: @escaping @Sendable (RunEvent) -> Void = { _ in },
        ask: (@Sendable (InterimLook) -> InterimLook.Decision)? = nil
    ) throws -> RunRecord {
        let announced = RunRecord(
            id: "pair", kind: .gate, status: .running, suite: plan.suite, against: plan.against, startedAt: Date(),
            seed: seed, pawlVersion: "",
            environment: EnvironmentRecord(hostName: "", machineFingerprint: "", facts: []))
        let harness = Harness(worker: worker, interruption: interruption, observe: observe, ask: ask)
        let run = try harness.measure(plan, as: announced, phases: [.latency])
        if run.status != .interrupted, let cell = run.cells.first(where: { $0.failure != nil }),
            let failure = cell.failure
        {
            throw CalibrationError.measurementFailed("\(cell.name): \(failure.phase): \(failure.message)")
        }
        return run
    }
}
