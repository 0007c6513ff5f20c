import Foundation
import Records
import TestSupport
import Testing

@testable import Harness

@Suite(.hangLimit) struct DoctorTests {
    private func advices(
        on tree: FixtureTree, threads: Int = 1, counters: Int32? = nil, busy: [ProcessTimes.Busy] = []
    ) -> [String: DoctorReport.Advice] {
        let environment = HostEnvironment.capture(
            SystemTree(root: tree.path), architecture: "x86_64", hardwareCounters: counters, gitFolder: tree.path,
            pawlVersion: "1", swiftVersion: nil)
        let report = Doctor.examine(environment: environment, threads: threads, busyProcesses: busy)
        return Dictionary(uniqueKeysWithValues: report.advices.map { ($0.topic, $0) })
    }

    @Test func aLaptopAsItIsIsNoPlaceToMeasure() throws {
        let advices = advices(
            on: try FixtureTree.laptop(), counters: 13,
            busy: [.init(name: "firefox", processID: 812, cores: 0.75)])
        #expect(advices["governor"]?.severity == .warning)
        #expect(advices["governor"]?.action?.contains("performance") == true)
        #expect(advices["turbo"]?.severity == .warning)
        #expect(advices["smt"]?.severity == .note)
        #expect(advices["load"]?.severity == .warning)
        #expect(advices["load"]?.title.contains("firefox (process 812, 75 % of a core)") == true)
        #expect(advices["swap"]?.severity == .warning)
        #expect(advices["counters"]?.action == "sudo sysctl kernel.perf_event_paranoid=2")
        #expect(advices["cores"]?.severity == .ok)
        #expect(advices["cpu-quota"]?.severity == .ok)
        #expect(advices["memory"]?.severity == .ok)
        #expect(advices.count == 9)
    }

    @Test func aSmallContainerIsTooSmall() throws {
        let advices = advices(on: try FixtureTree.container(), counters: 2)
        #expect(advices["governor"]?.severity == .note)
        #expect(advices["cpu-quota"]?.severity == .warning)
        #expect(advices["cpu-quota"]?.title.contains("0.5 cores") == true)
        #expect(advices["cores"]?.severity == .warning)
        #expect(advices["memory"]?.severity == .warning)
        #expect(advices["load"]?.severity == .ok)
        #expect(advices["swap"]?.severity == .ok)
        #expect(advices["counters"]?.severity == .note)
    }

    @Test func aQuotaOfControlGroupsVersion1IsSeen() throws {
        // As Docker on a host with version 1 shows it: the path is the host's, the files lie at the mount's root.
        let groups =
            "5:memory:/docker/3f2a\n4:cpu,cpuacct:/docker/3f2a\n1:name=systemd:/docker/3f2a\n0::/system.slice\n"
        func advice(_ files: [String: String]) throws -> DoctorReport.Advice? {
            let container = try FixtureTree.container()
            for name in ["cpu.max", "memory.max"] {
                try FileManager.default.removeItem(atPath: container.path + "/sys/fs/cgroup/\(name)")
            }
            for (name, text) in ["/proc/self/cgroup": groups].merging(files, uniquingKeysWith: { $1 }) {
                try container.add(name, Data(text.utf8))
            }
            return advices(on: container, counters: 2)["cpu-quota"]
        }
        let limited = try advice([
            "/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us": "50000\n",
            "/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us": "100000\n",
        ])
        #expect(limited?.severity == .warning && limited?.title.contains("0.5 cores") == true)
        let inner = try advice([
            "/sys/fs/cgroup/cpu/cpu.cfs_quota_us": "-1\n", "/sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000\n",
            "/sys/fs/cgroup/cpu/docker/3f2a/cpu.cfs_quota_us": "150000\n",
            "/sys/fs/cgroup/cpu/docker/3f2a/cpu.cfs_period_us": "100000\n",
        ])
        #expect(inner?.title.contains("1.5 cores") == true, "\(inner?.title ?? "")")
        let free = try advice([
            "/sys/fs/cgroup/cpu/cpu.cfs_quota_us": "-1\n", "/sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000\n",
        ])
        #expect(free?.severity == .ok)
        // What cannot be looked at is not "ok".
        for files in [[:], ["/proc/self/cgroup": "3:memory:/\n"], ["/proc/self/cgroup": "nonsense"]] {
            let unseen = try advice(files)
            #expect(unseen?.severity == .note && unseen?.title.contains("cannot be seen") == true, "\(files)")
        }
    }

    @Test func aMemoryLimitOfControlGroupsVersion1IsSeen() throws {
        for (text, expected) in [("536870912", 536_870_912.0), ("9223372036854771712", nil)] {
            let tree = try FixtureTree([
                "/proc/self/cgroup": "5:memory:/\n", "/sys/fs/cgroup/memory/memory.limit_in_bytes": text,
            ])
            let limit = try? ControlGroups(SystemTree(root: tree.path)).memoryLimit()
            #expect(limit == expected)
        }
    }

    @Test func moreThreadsThanCoresIsAWarning() throws {
        let laptop = try FixtureTree.laptop()
        #expect(advices(on: laptop, threads: 3)["cores"]?.severity == .ok)
        #expect(advices(on: laptop, threads: 4)["cores"]?.severity == .warning)
        #expect(advices(on: laptop, threads: 5)["cores"]?.title.contains("wants 5 threads") == true)
    }

    @Test func mixedGovernorsAreNamed() throws {
        #expect(advices(on: try FixtureTree.board())["governor"]?.title.contains("ondemand, performance") == true)
    }

    @Test func whatNeedsAnActionHasOne() throws {
        for tree in [
            try FixtureTree.laptop(), try FixtureTree.container(), try FixtureTree.board(), try FixtureTree([:]),
        ] {
            for advice in advices(on: tree).values {
                #expect(!advice.title.isEmpty)
                #expect(!advice.title.hasSuffix("."))
                if advice.severity == .warning { #expect(advice.action?.isEmpty == false, "\(advice)") }
            }
        }
    }

    @Test func nothingKnownIsNotedAndNothingIsAllWell() throws {
        let advices = advices(on: try FixtureTree([:]))
        #expect(advices.values.allSatisfy { $0.severity != .warning })
        #expect(advices["load"]?.severity == .note)
        #expect(advices["cores"]?.severity == .note)
    }

    @Test func aQuietMachineIsOkAndANoisyOneWarns() {
        let detectable = DetectableChange(margin: 0.03, launches: 32) { 0.03 + $0 }
        func advice(_ deviation: Double, disturbed: Double) -> DoctorReport.Advice {
            Examination.advice(
                on: NoiseReport(
                    blocks: 400, medianBlockNanoseconds: 5e6, logStandardDeviation: deviation,
                    disturbedShare: disturbed,
                    descheduledShare: 0, worstStallNanoseconds: 2.5e6), detectable: detectable)
        }
        #expect(advice(0.004, disturbed: 0.01).severity == .ok)
        #expect(advice(0.004, disturbed: 0.5).severity == .note)
        #expect(advice(0.03, disturbed: 0.01).severity == .note)
        #expect(advice(0.2, disturbed: 0.3).severity == .warning)
        let title = advice(0.01, disturbed: 0).title
        #expect(title.hasSuffix("; at best a 3 % gate stops a slowdown of 3.7 % or more, within 32 launches"))
    }

    @Test func aSlowOrCoarseTimerWarns() {
        func advice(cost: Double, step: Double) -> DoctorReport.Advice {
            Examination.advice(
                on: TimerProbe.Result(
                    resolutionNanoseconds: 1, smallestStepNanoseconds: step, wallClockNanosecondsPerCall: cost,
                    threadClockNanosecondsPerCall: 500, processClockNanosecondsPerCall: 500))
        }
        #expect(advice(cost: 25, step: 20).severity == .ok)
        #expect(advice(cost: 25, step: 20).title.contains("under 2.5 us"))
        #expect(advice(cost: 900, step: 20).severity == .warning)
        #expect(advice(cost: 25, step: 4_000_000).severity == .warning)
    }
}
