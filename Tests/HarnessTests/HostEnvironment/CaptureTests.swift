import Foundation
import Records
import TestSupport
import Testing

@testable import Harness

@Suite(.hangLimit) struct CaptureTests {
    private func capture(_ tree: FixtureTree, counters: Int32? = nil) -> EnvironmentRecord {
        HostEnvironment.capture(
            SystemTree(root: tree.path), architecture: "x86_64", hardwareCounters: counters, gitFolder: tree.path,
            pawlVersion: "0.1.0", swiftVersion: "6.3.1")
    }

    private func isUnavailable(_ value: EnvironmentRecord.Value?) -> Bool {
        if case .unavailable(let reason)? = value { !reason.isEmpty } else { false }
    }

    @Test func aLaptopIsDescribedWhole() throws {
        let record = capture(try FixtureTree.laptop(), counters: 0)
        #expect(record.hostName == "thinkpad")
        #expect(record["cpu", "model"] == .text("Intel(R) Core(TM) i5-1135G7 @ 2.40GHz"))
        #expect(record["cpu", "architecture"] == .text("x86_64"))
        #expect(
            record["cpu", "machine_learning_flags"] == .text("avx avx2 avx512_vnni avx512f f16c fma sse4_1 sse4_2"))
        #expect(record["cpu", "logical_cores"] == .number(4, unit: "cores"))
        #expect(record["cpu", "physical_cores"] == .number(2, unit: "cores"))
        #expect(record["cpu", "simultaneous_multithreading"] == .text("on"))
        #expect(record["cpu", "frequency_governor"] == .text("powersave"))
        #expect(record["cpu", "frequency_minimum"] == .number(400, unit: "MHz"))
        #expect(record["cpu", "frequency_maximum"] == .number(4200, unit: "MHz"))
        #expect(record["cpu", "frequency_current"] == .number(1200.003, unit: "MHz"))
        #expect(record["cpu", "turbo"] == .text("on"))
        #expect(record["cpu", "temperature"] == .number(61.5, unit: "°C"))
        #expect(record["memory", "total"] == .number(16_131_324 * 1024, unit: "bytes"))
        #expect(record["memory", "available"] == .number(9_203_344 * 1024, unit: "bytes"))
        #expect(record["memory", "swap_used"] == .number(524_288 * 1024, unit: "bytes"))
        #expect(record["memory", "transparent_huge_pages"] == .text("madvise"))
        #expect(record["load", "average_1_minute"] == .number(2.61, unit: "processes"))
        #expect(record["load", "average_15_minutes"] == .number(0.8, unit: "processes"))
        #expect(record["kernel", "release"] == .text("6.1.0-18-amd64"))
        #expect(record["kernel", "distribution"] == .text("Debian GNU/Linux 12 (bookworm)"))
        #expect(record["kernel", "clock_source"] == .text("tsc"))
        #expect(record["kernel", "c_library"] == .unavailable(reason: "only this process's own is known"))
        #expect(record["kernel", "address_space_randomization"] == .text("full"))
        #expect(record["kernel", "performance_event_paranoia"] == .number(3, unit: "level"))
        #expect(record["kernel", "hardware_counters"] == .text("permitted"))
        #expect(record["container", "kind"] == .text("none seen"))
        #expect(record["container", "cpu_quota"] == .unavailable(reason: "no limit is set"))
        #expect(record["container", "memory_limit"] == .unavailable(reason: "no limit is set"))
        #expect(record["container", "allowed_core_count"] == .number(4, unit: "cores"))
        #expect(record["container", "virtual_machine"] == .text("none seen"))
        #expect(record["pawl", "version"] == .text("0.1.0"))
        #expect(record["pawl", "swift_version"] == .text("6.3.1"))
        #expect(isUnavailable(record["git", "commit"]))
        #expect(record.gitCommit == nil)
        #expect(record.gitIsDirty == nil)
    }

    @Test func aContainerNamesItsLimitsAndWhatItHides() throws {
        let record = capture(try FixtureTree.container(), counters: ENOENT)
        #expect(record["container", "kind"] == .text("docker"))
        #expect(record["container", "cpu_quota"] == .number(0.5, unit: "cores"))
        #expect(record["container", "memory_limit"] == .number(536_870_912, unit: "bytes"))
        #expect(record["container", "allowed_core_count"] == .number(1, unit: "cores"))
        #expect(record["container", "virtual_machine"] == .text("yes (Amazon EC2 m7a.large)"))
        // Only what every core has counts as a flag.
        #expect(record["cpu", "machine_learning_flags"] == .text("avx avx2"))
        for key in [
            "frequency_governor", "frequency_maximum", "frequency_current", "turbo", "temperature", "physical_cores",
            "simultaneous_multithreading", "board",
        ] {
            #expect(isUnavailable(record["cpu", key]), "\(key)")
        }
        #expect(
            record["kernel", "hardware_counters"] == .unavailable(reason: "this machine has no cycle counter for us"))
    }

    @Test func anARMBoardIsDescribedByItsPartsAndDeviceTree() throws {
        let tree = try FixtureTree.board()
        let record = HostEnvironment.capture(root: tree.path, gitFolder: "/nonexistent", pawlVersion: "1")
        #expect(record["cpu", "model"] == .text("implementer 0x41 part 0xd0b"))
        #expect(record["cpu", "board"] == .text("Raspberry Pi 5 Model B Rev 1.0"))
        #expect(record["cpu", "architecture"] == .text("aarch64"))
        #expect(record["cpu", "machine_learning_flags"] == .text("asimd asimddp asimdhp"))
        #expect(record["cpu", "physical_cores"] == .number(4, unit: "cores"))
        #expect(record["cpu", "frequency_governor"] == .text("ondemand, performance"))
        #expect(record["cpu", "temperature"] == .number(52.35, unit: "°C"))
        #expect(isUnavailable(record["cpu", "frequency_minimum"]))
        #expect(record["kernel", "hardware_counters"] == .unavailable(reason: "not asked for"))
        #expect(record["pawl", "swift_version"] == .unavailable(reason: "not given"))
    }

    @Test func everyMachineHasTheSameFacts() throws {
        func keys(_ record: EnvironmentRecord) -> [String] { record.facts.map { "\($0.group).\($0.key)" } }
        let laptop = keys(capture(try FixtureTree.laptop()))
        #expect(laptop == keys(capture(try FixtureTree.container())))
        #expect(laptop == keys(capture(try FixtureTree.board())))
        #expect(laptop == keys(capture(try FixtureTree([:]))))
        #expect(Set(laptop).count == laptop.count)
    }

    @Test func anEmptyMachineIsUnavailableNotEmpty() throws {
        let record = capture(try FixtureTree([:]))
        #expect(record.hostName == "unknown")
        let known = record.facts.filter { !isUnavailable($0.value) }.map { "\($0.group).\($0.key)" }
        #expect(known == ["cpu.architecture", "container.kind", "pawl.version", "pawl.swift_version"])
    }

    @Test func malformedFilesAreUnavailableAndNeverCrash() throws {
        let garbage: [Data] = [
            Data(), Data([0xFF, 0xFE, 0x00, 0x80]), Data(":::\n\n:\n : \n".utf8), Data("processor".utf8),
            Data("processor\t: \n\nprocessor:".utf8), Data("nan".utf8), Data("-1e999 inf".utf8),
            Data("99999999999999999999999 99999999999999999999 x".utf8), Data("[unclosed".utf8), Data("]closed[".utf8),
            Data("0::/../../etc\nCpus_allowed_list:\t9-1,99999999,--\nMemTotal: 999999999999999999 kB".utf8),
            Data("Cpus_allowed_list:\t0-70000\nMemTotal: x kB\n0::/a/b/c\n".utf8), Data("0 0".utf8),
            Data(repeating: UInt8(ascii: "\n"), count: 50_000), Data(repeating: UInt8(ascii: "9"), count: 50_000),
        ]
        let laptop = try FixtureTree.laptop()
        let files = try FileManager.default.subpathsOfDirectory(atPath: laptop.path).filter {
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: "\(laptop.path)/\($0)", isDirectory: &isFolder)
                && !isFolder.boolValue
        }
        #expect(files.count > 30)
        for content in garbage {
            for file in files { try laptop.add("/" + file, content) }
            let record = capture(laptop)
            #expect(record.machineFingerprint.count == 64)
            for fact in record.facts {
                if case .number(let number, _) = fact.value { #expect(number.isFinite, "\(fact)") }
            }
        }
    }

    @Test func anEndlessFileIsReadUpToTheLimit() throws {
        let tree = try FixtureTree([:])
        try tree.add("/proc/cpuinfo", Data(repeating: UInt8(ascii: "x"), count: SystemTree.limitBytes * 2))
        #expect(try SystemTree(root: tree.path).text("/proc/cpuinfo").utf8.count <= SystemTree.limitBytes)
        #expect(isUnavailable(capture(tree)["cpu", "model"]))
    }

    @Test func aFolderOrAPipeInPlaceOfAFileIsUnavailable() throws {
        let tree = try FixtureTree([:])
        try FileManager.default.createDirectory(
            atPath: tree.path + "/proc/cpuinfo", withIntermediateDirectories: true)
        #expect(mkfifo(tree.path + "/proc/meminfo", 0o600) == 0)
        let record = capture(tree)
        #expect(isUnavailable(record["cpu", "model"]))
        #expect(record["memory", "total"] == .unavailable(reason: "/proc/meminfo: not a regular file"))
    }

    @Test func thisMachineIsKnownOrSaysWhyNot() {
        let record = HostEnvironment.capture(gitFolder: "/", pawlVersion: "0.1.0", swiftVersion: "6.1")
        #expect(!record.hostName.isEmpty)
        #expect(record.facts.count > 35)
        for fact in record.facts {
            switch fact.value {
            case .text(let text): #expect(!text.isEmpty, "\(fact)")
            case .number(let number, let unit):
                #expect(number.isFinite, "\(fact)")
                #expect(!unit.isEmpty, "\(fact)")
            case .unavailable(let reason): #expect(!reason.isEmpty, "\(fact)")
            }
        }
        guard case .number(let cores, _)? = record["cpu", "logical_cores"] else {
            Issue.record("no core count")
            return
        }
        #expect(cores >= 1)
        #expect(!isUnavailable(record["cpu", "architecture"]))
        #expect(!isUnavailable(record["kernel", "release"]))
        #expect(!isUnavailable(record["kernel", "c_library"]))
    }

    @Test(
        arguments: [
            ("0", 1), ("0-3", 4), ("0-3,8", 5), ("7-7", 1), ("", nil), ("3-1", nil), ("0-", nil), ("-1", nil),
            ("0,,1", nil),
            ("0-1-2", nil), ("99999", nil), ("a", nil),
        ] as [(String, Int?)])
    func coreListsAreCounted(_ list: String, count: Int?) {
        #expect(ContainerFacts.count(ofCoreList: list) == count)
    }
}
