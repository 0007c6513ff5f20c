import Foundation
import TestSupport
import Testing

@testable import Harness

@Suite(.hangLimit) struct ProbeTests {
    /// By hand: ln 1, ln 1, ln 1, ln 1.1 have the mean 0.023828 and, with divisor 3, the standard deviation 0.047655.
    @Test func noiseIsSummarisedByTheStatedFormulas() {
        let report = NoiseReport(
            blockNanoseconds: [1_000_000, 1_000_000, 1_100_000, 1_000_000],
            blockCPUNanoseconds: [1_000_000, 985_000, 1_099_000, 1_000_000])
        #expect(report.blocks == 4)
        #expect(report.medianBlockNanoseconds == 1_000_000)
        #expect(abs(report.logStandardDeviation - log(1.1) / 2) < 1e-12)
        #expect(report.disturbedShare == 0.25)
        #expect(report.descheduledShare == 0.25)
        #expect(report.worstStallNanoseconds == 100_000)
    }

    @Test func equalBlocksHaveNoNoise() {
        let report = NoiseReport(blockNanoseconds: [7, 7, 7], blockCPUNanoseconds: [7, 7, 7])
        #expect(report.logStandardDeviation == 0)
        #expect(report.launchDeviation == 0)
        #expect(report.worstStallNanoseconds == 0)
    }

    @Test(arguments: [[], [0], [5]] as [[UInt64]])
    func fewBlocksAreNoCrash(_ blocks: [UInt64]) {
        let report = NoiseReport(blockNanoseconds: blocks, blockCPUNanoseconds: blocks)
        #expect(report.logStandardDeviation == 0)
        #expect(report.disturbedShare == 0)
    }

    /// Four blocks a side, each of 1 %: √(1/4 + 1/4) of that.
    @Test func theSpreadOfLaunchesFollowsFromThatOfBlocks() {
        let report = NoiseReport(
            blocks: 100, medianBlockNanoseconds: 1, logStandardDeviation: 0.01, disturbedShare: 0, descheduledShare: 0,
            worstStallNanoseconds: 0)
        #expect(abs(report.launchDeviation - 0.01 * 0.5.squareRoot()) < 1e-12)
    }

    @Test func theProbeRunsBlocksOfWork() {
        let report = NoiseProbe.measure(seconds: 0.02, blockNanoseconds: 200_000)
        #expect(report.blocks >= 3)
        #expect(report.medianBlockNanoseconds > 0)
        #expect((0...1).contains(report.disturbedShare))
        #expect(report.logStandardDeviation.isFinite)
    }

    @Test func theTimerIsMeasured() {
        let result = TimerProbe.measure()
        #expect(result.resolutionNanoseconds > 0)
        #expect(result.smallestStepNanoseconds >= 1)
        #expect(result.wallClockNanosecondsPerCall > 0)
        #expect(result.threadClockNanosecondsPerCall > 0)
        #expect(result.processClockNanosecondsPerCall > 0)
    }

    @Test(
        arguments: [
            ("12 (pawl) S 1 2 3 4 5 6 7 8 9 10 70 30 0 0", ProcessTimes.Entry(name: "pawl", parent: 1, ticks: 100)),
            ("12 (a) b (c)) R 1 2 3 4 5 6 7 8 9 10 1 2 0", ProcessTimes.Entry(name: "a) b (c)", parent: 1, ticks: 3)),
            ("12 (pawl) S 1 2", nil), ("", nil), (")(", nil), ("12 (x) S 1 2 3 4 5 6 7 8 9 10 -1 2", nil),
            ("12 (x) S 1 2 3 4 5 6 7 8 9 10 18446744073709551615 2", nil),
        ] as [(String, ProcessTimes.Entry?)])
    func aProcessStatusIsRead(_ text: String, entry: ProcessTimes.Entry?) {
        #expect(ProcessTimes.parse(text) == entry)
    }

    @Test func theBusiestProcessesAreFoundByTheirDifference() {
        let before = ProcessTimes(entries: [
            1: .init(name: "old", ticks: 9000), 2: .init(name: "busy", ticks: 10), 3: .init(name: "reused", ticks: 5),
            4: .init(name: "self", ticks: 0), 5: .init(name: "less", ticks: 0),
        ])
        let after = ProcessTimes(entries: [
            1: .init(name: "old", ticks: 9001), 2: .init(name: "busy", ticks: 160), 3: .init(name: "other", ticks: 500),
            4: .init(name: "self", ticks: 200), 5: .init(name: "less", ticks: 20), 6: .init(name: "new", ticks: 900),
        ])
        let busy = after.busiest(since: before, seconds: 2, excluding: [4])
        #expect(
            busy == [.init(name: "busy", processID: 2, cores: 0.75), .init(name: "less", processID: 5, cores: 0.1)])
        #expect(after.busiest(since: before, seconds: 0).isEmpty)
        #expect(after.busiest(since: before, seconds: 2, limit: 1, excluding: [4]).count == 1)
    }

    @Test func thisProcessIsAmongThem() {
        #expect(ProcessTimes.now().entries[getpid()] != nil)
    }

    @Test func theDoctorMeasuresAndExamines() {
        let environment = HostEnvironment.capture(gitFolder: "/", pawlVersion: "1")
        let report = Doctor.measureAndExamine(environment: environment, seconds: 0.02)
        #expect(report.timer != nil)
        #expect(report.noise?.blocks ?? 0 >= 3)
        #expect(Set(report.advices.map(\.topic)).isSuperset(of: ["noise", "timer", "governor", "load"]))
    }
}
