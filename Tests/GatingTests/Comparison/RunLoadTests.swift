import Foundation
import Gating
import Records
import TestSupport
import Testing

@Suite("What the rest of the machine did to a run", .hangLimit)
struct RunLoadTests {
    private func run(_ conditions: [MachineConditions?]) -> RunRecord {
        let cells = [0, 1].map { id in
            Fixtures.cell(
                id, "v\(id)",
                launches: conditions.enumerated().map { index, conditions in
                    var launch = Fixtures.launch(
                        index, blocks: [Fixtures.block(quad: 0, position: 0, latencies: [1e6])])
                    launch.conditions = conditions
                    return launch
                })
        }
        var run = RunRecord(
            id: "r", kind: .gate, status: .complete, suite: SuiteReference(name: "s", file: "s", digest: ""),
            startedAt: Date(timeIntervalSince1970: 0), seed: 1, pawlVersion: "0",
            environment: EnvironmentRecord(
                hostName: "h", machineFingerprint: "f",
                facts: [
                    EnvironmentRecord.Fact(group: "cpu", key: "logical_cores", value: .number(2, unit: "cores")),
                    EnvironmentRecord.Fact(group: "load", key: "other_programs", value: .text("stress-ng, cc1plus")),
                ]), cells: cells)
        run.pairs = [Fixtures.pair()]
        return run
    }

    @Test("A launch of a pair counts once; others' CPU time is the mean of the disturbed launches")
    func counts() {
        let load = RunLoad(
            run([
                MachineConditions(foreignCores: 1.2, probeNanoseconds: 1_000_000, pauseSeconds: 2),
                MachineConditions(foreignCores: 1.6, probeNanoseconds: 1_200_000),
                MachineConditions(foreignCores: 0.1, probeNanoseconds: 1_000_000), nil,
            ]))
        #expect(load.launches == 4 && load.disturbedLaunches == 2)
        #expect(abs((load.foreignCores ?? 0) - 1.4) < 1e-12)
        #expect(load.cores == 2 && load.programs == ["stress-ng", "cc1plus"])
        #expect(load.slowedLaunches == 1 && abs(load.worstSlowdown - 1.2) < 1e-12)
        #expect(load.pauseSeconds == 2)
    }

    @Test("A quiet run names no program, whatever was noted")
    func quiet() {
        let load = RunLoad(run([MachineConditions(foreignCores: 0.1, probeNanoseconds: 1), nil]))
        #expect(load.disturbedLaunches == 0 && load.foreignCores == nil && load.programs.isEmpty)
    }
}
