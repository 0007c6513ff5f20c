import Foundation
import Records

/// A trace as the record of a run, so that Pawl's own code can judge it.
enum TracedRecords {
    /// Each block stands for its inferences by their median, which is all that Pawl's rule for medians looks at.
    static func run(of trace: Trace, looks: [Int]) -> RunRecord {
        let cells = [TracedSide.baseline, .candidate].map { side in
            CellRecord(
                id: Int(side.rawValue), model: trace.origin.group,
                // A null trace has one name for both.
                variant: side == .baseline ? "baseline" : "candidate", runtimeLabel: "",
                isReference: side == .baseline, modelFile: ModelFileRecord(path: "", digest: "", bytes: 0),
                runtime: RuntimeRecord(name: "", version: "", libraryDigest: "", provider: "", options: [:]),
                goldenSetDigest: "", launches: trace.launches.enumerated().map { launch($1, index: $0, side: side) })
        }
        return RunRecord(
            id: "trace", kind: .gate, status: .complete, suite: SuiteReference(name: "", file: "", digest: ""),
            startedAt: Date(timeIntervalSince1970: 0), seed: 0, pawlVersion: "",
            environment: EnvironmentRecord(hostName: "", machineFingerprint: "", facts: []), cells: cells,
            pairs: [
                PairRecord(
                    id: 0, purpose: .reference, baselineCell: 0, candidateCell: 1,
                    launchesPlanned: trace.launches.count, launchesMeasured: trace.launches.count, looks: looks,
                    secondsSpent: Double(trace.launchesNanoseconds) / 1e9)
            ])
    }

    private static func launch(_ launch: TracedLaunch, index: Int, side: TracedSide) -> LaunchRecord {
        LaunchRecord(
            index: index, pair: 0, loadNanoseconds: 0, firstInferenceNanoseconds: 0,
            warmUp: WarmUpRecord(inferences: 0, nanoseconds: 0, becameSteady: launch.unsteadyWarmUps == 0),
            floorMemoryBytes: 0, peakMemoryBytes: 0,
            blocks: launch.blocks.filter { $0.side == side }.map { block in
                BlockRecord(
                    quad: block.quad, position: block.position, startNanoseconds: block.startNanoseconds,
                    wallNanoseconds: block.wallNanoseconds, cpuNanoseconds: block.cpuNanoseconds,
                    latenciesNanoseconds: [Double(block.medianNanoseconds)])
            })
    }
}
