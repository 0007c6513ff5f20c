import TestSupport
import Testing

@testable import Harness

@Suite("What others do on the machine", .hangLimit)
struct MachineLoadTests {
    private static let stat = """
        cpu  400 0 40 1000 0 0 0 0 0 0
        cpu0 100 10 20 500 30 4 6 7 0 0
        cpu1 200 0 20 500 0 0 0 0 50 0
        cpu10 900 0 0 0 0 0 0 0 0 0
        intr 5
        """

    @Test("Busy time is what the allowed cores did, idling and waiting apart")
    func busyTime() {
        #expect(MachineLoad.busySeconds(stat: Self.stat, cores: [0], ticksPerSecond: 100) == 1.47)
        #expect(MachineLoad.busySeconds(stat: Self.stat, cores: [0, 1], ticksPerSecond: 100) == 3.67)
        #expect(MachineLoad.busySeconds(stat: Self.stat, cores: [7], ticksPerSecond: 100) == nil)
        #expect(MachineLoad.busySeconds(stat: "", cores: [0], ticksPerSecond: 100) == nil)
    }

    @Test(
        "Allowed cores are read as the kernel writes them",
        arguments: [
            ("0-3,8", [0, 1, 2, 3, 8]), ("1", [1]), ("x", nil), ("", nil), ("3-1", nil), ("0-99999999", nil),
        ] as [(String, Set<Int>?)])
    func allowedCores(list: String, cores: Set<Int>?) {
        #expect(MachineLoad.allowedCores(status: "Name:\tpawl\nCpus_allowed_list:\t\(list)\nMems:\t0\n") == cores)
    }

    @Test("Load from outside is what is busy beyond our own work")
    func foreignLoad() {
        let before = MachineLoad(busySeconds: 10, ownSeconds: 2, nanoseconds: 0)
        let after = MachineLoad(busySeconds: 12.5, ownSeconds: 3, nanoseconds: 1_000_000_000)
        #expect(after.foreignCores(since: before) == 1.5)
        #expect(before.foreignCores(since: after) == 0, "no time has passed")
        let idle = MachineLoad(busySeconds: 10.9, ownSeconds: 3, nanoseconds: 1_000_000_000)
        #expect(idle.foreignCores(since: before) == 0, "ticks lag behind")
    }

    @Test("Programs are added up by name, without this process and its children; names of others cannot move a cursor")
    func programs() {
        func times(_ entries: [Int32: (String, Int32, UInt64)]) -> ProcessTimes {
            ProcessTimes(entries: entries.mapValues { ProcessTimes.Entry(name: $0.0, parent: $0.1, ticks: $0.2) })
        }
        let before = times([1: ("pawl", 0, 10), 2: ("worker", 1, 10), 3: ("cc", 0, 5), 4: ("reused", 0, 90)])
        let after = times([
            1: ("pawl", 0, 99), 2: ("worker", 1, 99), 3: ("cc", 0, 25), 4: ("other", 0, 7), 5: ("cc", 9, 30),
            6: ("idle", 0, 0),
        ])
        let programs = after.programs(since: before, excluding: [1])
        #expect(programs.map(\.name) == ["cc", "other"])
        #expect(programs.map(\.ticks) == [50, 7])
    }

    @Test("Threads of the kernel work for others and are not named; a process that has their parent's number is")
    func kernelThreads() {
        func times(_ name: String) -> ProcessTimes {
            ProcessTimes(entries: [2: ProcessTimes.Entry(name: name, parent: 0, ticks: 0)])
        }
        #expect(times("kthreadd").kernelThreads == [2])
        #expect(times("sh").kernelThreads.isEmpty)
    }
}
