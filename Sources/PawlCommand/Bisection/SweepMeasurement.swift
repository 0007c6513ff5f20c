import Foundation
import Harness
import Records
import Suites

/// Has the harness measure what a sweep plans, and shows its progress.
struct SweepMeasurement {
    let context: CommandContext
    let environment: EnvironmentRecord
    let seed: UInt64
    let patience: BusyWaitLimit

    /// As `VersionSweep.Measure`.
    func measure(
        _ plan: Plan, _ phase: RunEvent.Phase, _ ask: @escaping @Sendable (InterimLook) -> InterimLook.Decision
    ) throws -> RunRecord {
        let progress = ProgressDisplay(
            output: context.output, usesBar: context.usesProgressBar, usesColour: context.diagnosticUsesColour)
        let announced = RunRecord(
            id: UUID().uuidString.lowercased(), kind: .gate, status: .running, suite: plan.suite, startedAt: Date(),
            seed: seed, pawlVersion: pawlVersion, environment: environment)
        return try Harness(
            worker: context.worker, interruption: context.interruption, observe: { progress.observe($0) }, ask: ask,
            patience: patience, environment: context.environment
        ).measure(plan, as: announced, phases: [phase], triesInputs: false)
    }
}
