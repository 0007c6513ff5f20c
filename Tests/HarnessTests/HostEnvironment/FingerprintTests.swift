import Records
import TestSupport
import Testing

@testable import Harness

@Suite(.hangLimit) struct FingerprintTests {
    private let facts: [EnvironmentRecord.Fact] = [
        .init(group: "cpu", key: "model", value: .text("A")),
        .init(group: "cpu", key: "architecture", value: .text("x86_64")),
        .init(group: "cpu", key: "flags_digest", value: .text("f")),
        .init(group: "cpu", key: "machine_learning_flags", value: .text("avx2 fma")),
        .init(group: "cpu", key: "logical_cores", value: .number(4, unit: "cores")),
        .init(group: "cpu", key: "simultaneous_multithreading", value: .text("off")),
        .init(group: "cpu", key: "frequency_governor", value: .text("performance")),
        .init(group: "cpu", key: "turbo", value: .unavailable(reason: "cannot be read")),
        .init(group: "memory", key: "total", value: .number(16e9, unit: "bytes")),
        .init(group: "kernel", key: "release", value: .text("6.1.0-18-amd64")),
        .init(group: "container", key: "cpu_quota", value: .number(1.5, unit: "cores")),
        .init(group: "container", key: "allowed_core_count", value: .number(2, unit: "cores")),
        .init(group: "container", key: "kind", value: .text("docker")),
        .init(group: "load", key: "average_1_minute", value: .number(0.1, unit: "processes")),
    ]

    private func changed(_ key: String, _ value: EnvironmentRecord.Value) -> [EnvironmentRecord.Fact] {
        var facts = facts
        for index in facts.indices where facts[index].key == key { facts[index].value = value }
        return facts
    }

    private func fingerprint(_ key: String, _ value: EnvironmentRecord.Value) -> String {
        MachineFingerprint.make(from: changed(key, value))
    }

    private func record(_ facts: [EnvironmentRecord.Fact]) -> EnvironmentRecord {
        EnvironmentRecord(hostName: "h", machineFingerprint: MachineFingerprint.make(from: facts), facts: facts)
    }

    private func differences(_ facts: [EnvironmentRecord.Fact]) -> [String] {
        MachineFingerprint.differences(between: record(self.facts), and: record(facts)).map(\.description)
    }

    @Test func itIsADigestThatDoesNotDependOnTheOrder() {
        let fingerprint = MachineFingerprint.make(from: facts)
        #expect(fingerprint.count == 64)
        #expect(MachineFingerprint.make(from: facts.reversed()) == fingerprint)
    }

    @Test func whatMustAgreeChangesIt() {
        let original = MachineFingerprint.make(from: facts)
        let decisive = [
            "model", "architecture", "flags_digest", "logical_cores", "simultaneous_multithreading",
            "frequency_governor", "total", "release", "cpu_quota", "allowed_core_count",
        ]
        for key in decisive {
            #expect(fingerprint(key, .text("other")) != original, "\(key)")
            #expect(fingerprint(key, .unavailable(reason: "gone")) != original, "\(key)")
        }
        #expect(fingerprint("turbo", .text("on")) != original)
        #expect(fingerprint("logical_cores", .number(8, unit: "cores")) != original)
        #expect(fingerprint("total", .number(32e9, unit: "bytes")) != original)
        #expect(fingerprint("release", .text("6.2.0-18-amd64")) != original)
    }

    @Test func whatChangesFromDayToDayDoesNot() {
        let original = MachineFingerprint.make(from: facts)
        #expect(fingerprint("average_1_minute", .number(9, unit: "processes")) == original)
        #expect(fingerprint("total", .number(16e9 + 4e6, unit: "bytes")) == original)
        #expect(fingerprint("release", .text("6.1.0-21-amd64")) == original)
        #expect(fingerprint("turbo", .unavailable(reason: "for another reason")) == original)
        #expect(fingerprint("kind", .text("podman")) == original)
    }

    @Test func aDifferenceIsNamedWithBothValues() {
        #expect(differences(facts).isEmpty)
        #expect(differences(changed("model", .text("B"))) == ["processor: was A, is B"])
        #expect(
            differences(changed("logical_cores", .number(8, unit: "cores"))) == [
                "number of cores: was 4 cores, is 8 cores"
            ])
        #expect(differences(changed("total", .number(32e9, unit: "bytes"))) == ["memory: was 15.00 GiB, is 30.00 GiB"])
        #expect(differences(changed("release", .text("6.5.1"))) == ["kernel series: was 6.1, is 6.5"])
        #expect(
            differences(changed("frequency_governor", .unavailable(reason: "gone")))
                == ["frequency governor: was performance, is unknown"])
        #expect(
            differences(changed("cpu_quota", .number(2, unit: "cores"))) == [
                "processor quota: was 1.5 cores, is 2 cores"
            ])
    }

    @Test func flagsAreNamedRatherThanTheirDigest() {
        var other = changed("flags_digest", .text("g"))
        #expect(differences(other) == ["processor's flags: was f, is g"])
        for index in other.indices where other[index].key == "machine_learning_flags" {
            other[index].value = .text("avx2 avx512f fma")
        }
        #expect(differences(other) == ["processor's flags: was avx2 fma, is avx2 avx512f fma"])
    }

    @Test func aFingerprintThatFollowedOtherRulesIsADifferenceOfItsOwn() {
        var earlier = record(facts)
        earlier.machineFingerprint = "0123456789abcdef"
        let found = MachineFingerprint.differences(between: earlier, and: record(facts))
        #expect(found.map(\.name) == ["machine fingerprint"])
        #expect(found.first?.earlier == "0123456789ab")
    }

    @Test func whatMayMatterIsWorthAWord() {
        let later = record(changed("release", .text("6.1.0-21-amd64")))
        #expect(MachineFingerprint.differences(between: record(facts), and: later).isEmpty)
        #expect(
            MachineFingerprint.remarks(between: record(facts), and: later).map(\.description)
                == ["kernel: was 6.1.0-18-amd64, is 6.1.0-21-amd64"])
    }
}
