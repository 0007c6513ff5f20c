import Foundation
import Records

/// Traces of a machine that is known completely.
enum SyntheticTrace {
    static let changesMillionths = [0, 20_000, 30_000, 50_000]
    /// Starting, loading and warming up one process.
    static let startUpNanoseconds = 120e6
    private static let inferencesPerBlock = 10

    /// `gates` traces of every kind and change; A/A ones are `gates` too.
    static func all(gates: Int, launches: Int, runSeconds: Double, seed: UInt64) -> [Trace] {
        NoiseKind.allCases.flatMap { kind in
            changesMillionths.flatMap { change in
                (0..<gates).map { index in
                    make(
                        kind, changeMillionths: change, launches: launches, runSeconds: runSeconds,
                        seed: seed &+ kind.seed << 40 &+ UInt64(change) << 16 &+ UInt64(index))
                }
            }
        }
    }

    static func make(
        _ kind: NoiseKind, changeMillionths: Int, launches: Int, runSeconds: Double, seed: UInt64
    ) -> Trace {
        var machine = SyntheticMachine(kind: kind, seed: seed)
        let change = log1p(Double(changeMillionths) / 1e6)
        var trace = Trace(
            origin: .init(
                group: "\(kind.rawValue) (synthetic)", baseline: "base", candidate: "changed",
                changeMillionths: changeMillionths),
            startedAtUnixMilliseconds: 0, launchesNanoseconds: 0)
        for _ in 0..<launches {
            machine.pass(nanoseconds: 2 * startUpNanoseconds)
            let shifts = [machine.layout(), change + machine.layout()]
            let startsWithBaseline = machine.boolean()
            var blocks: [TracedBlock] = []
            for quad in 0..<2 {
                let order = (quad == 0) == startsWithBaseline ? [0, 1, 1, 0] : [1, 0, 0, 1]
                for (position, side) in order.enumerated() {
                    blocks.append(
                        block(side == 0 ? .baseline : .candidate, quad, position, shifts[side], &machine))
                }
            }
            trace.launches.append(TracedLaunch(unsteadyWarmUps: 0, blocks: blocks))
        }
        trace.launchesNanoseconds = UInt64(machine.nowNanoseconds)
        for side in [TracedSide.baseline, .candidate] where runSeconds > 0 {
            machine.pass(nanoseconds: startUpNanoseconds)
            let shift = (side == .candidate ? change : 0) + machine.layout()
            let end = machine.nowNanoseconds + runSeconds * 1e9
            var run = TracedRun(side: side, startUpNanoseconds: UInt64(startUpNanoseconds), blocks: [])
            while machine.nowNanoseconds < end {
                run.blocks.append(block(side, run.blocks.count / 4, run.blocks.count % 4, shift, &machine))
            }
            trace.runs.append(run)
        }
        return trace
    }

    private static func block(
        _ side: TracedSide, _ quad: Int, _ position: Int, _ shift: Double, _ machine: inout SyntheticMachine
    ) -> TracedBlock {
        // As a worker does after a switch: one inference that is not timed.
        _ = machine.inference(shift: shift)
        let start = machine.nowNanoseconds
        let latencies = (0..<inferencesPerBlock).map { _ in machine.inference(shift: shift) }
        let wall = machine.nowNanoseconds - start
        return TracedBlock(
            BlockRecord(
                quad: quad, position: position, startNanoseconds: UInt64(start), wallNanoseconds: UInt64(wall),
                cpuNanoseconds: UInt64(wall), latenciesNanoseconds: latencies),
            side: side, keepsLatencies: false)
    }
}
