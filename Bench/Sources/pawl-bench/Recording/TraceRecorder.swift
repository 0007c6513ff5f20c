import Foundation
import Harness
import PawlCommand
import Records
import Suites
import Support

/// Records traces of a pair: first interleaved by Pawl's own harness, then one side after the other.
struct TraceRecorder {
    var worker: WorkerCommand
    var interruption: Interruption
    /// Of each side, measured in one stretch.
    var runSeconds: Double
    var keepsLatencies: Bool

    /// - Returns: nil when it was interrupted.
    /// - Throws: `CalibrationError.measurementFailed` when a side fails, `TraceError.measurementFailed` when a launch is missing.
    func record(_ pair: RecordedPair, seed: UInt64) throws -> Trace? {
        let started = Date()
        let run = try PairMeasurement(worker: worker, interruption: interruption).measure(pair.plan, seed: seed)
        if interruption.wasTriggered { return nil }
        let measured = run.pairs[0]
        var trace = Trace(
            origin: pair.origin, startedAtUnixMilliseconds: UInt64(started.timeIntervalSince1970 * 1000),
            launchesNanoseconds: UInt64(measured.secondsSpent * 1e9))
        trace.launches = zip(run.cells[0].launches, run.cells[1].launches).map { launch($0, $1) }
        guard trace.launches.count == pair.plan.measurement.launches else {
            throw TraceError.measurementFailed(
                "\(trace.launches.count) of \(pair.plan.measurement.launches) launches were measured")
        }
        if runSeconds > 0 {
            let stretch = SequentialMeasurement(
                worker: worker, interruption: interruption, plan: pair.plan, seconds: runSeconds,
                keepsLatencies: keepsLatencies)
            do {
                trace.runs = [
                    try stretch.measure(pair.baseline, side: .baseline),
                    try stretch.measure(pair.candidate, side: .candidate),
                ]
            } catch {
                if interruption.wasTriggered { return nil }
                throw TraceError.measurementFailed(error.message)
            }
        }
        return trace
    }

    private func launch(_ baseline: LaunchRecord, _ candidate: LaunchRecord) -> TracedLaunch {
        let blocks =
            baseline.blocks.map { TracedBlock($0, side: .baseline, keepsLatencies: keepsLatencies) }
            + candidate.blocks.map { TracedBlock($0, side: .candidate, keepsLatencies: keepsLatencies) }
        return TracedLaunch(
            unsteadyWarmUps: [baseline, candidate].count { !$0.warmUp.becameSteady },
            blocks: blocks.sorted { ($0.quad, $0.position) < ($1.quad, $1.position) })
    }
}
