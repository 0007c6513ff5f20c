import Records
import Testing

@testable import HostEnvironment

@Suite struct FingerprintTests {
    private let facts: [EnvironmentRecord.Fact] = [
        .init(group: "cpu", key: "model", value: .text("A")),
        .init(group: "cpu", key: "architecture", value: .text("x86_64")),
        .init(group: "cpu", key: "flags_digest", value: .text("f")),
        .init(group: "cpu", key: "logical_cores", value: .number(4, unit: "cores")),
        .init(group: "memory", key: "total", value: .number(16e9, unit: "bytes")),
        .init(group: "kernel", key: "release", value: .text("6.1")),
        .init(group: "load", key: "average_1_minute", value: .number(0.1, unit: "processes")),
    ]

    private func changed(_ key: String, _ value: EnvironmentRecord.Value) -> String {
        var facts = facts
        for index in facts.indices where facts[index].key == key { facts[index].value = value }
        return MachineFingerprint.make(from: facts)
    }

    @Test func itIsADigestThatDoesNotDependOnTheOrder() {
        let fingerprint = MachineFingerprint.make(from: facts)
        #expect(fingerprint.count == 64)
        #expect(MachineFingerprint.make(from: facts.reversed()) == fingerprint)
    }

    @Test func whatMustAgreeChangesIt() {
        let fingerprint = MachineFingerprint.make(from: facts)
        for key in ["model", "architecture", "flags_digest", "release"] {
            #expect(changed(key, .text("other")) != fingerprint, "\(key)")
            #expect(changed(key, .unavailable(reason: "gone")) != fingerprint, "\(key)")
        }
        #expect(changed("logical_cores", .number(8, unit: "cores")) != fingerprint)
        #expect(changed("total", .number(32e9, unit: "bytes")) != fingerprint)
    }

    @Test func loadAndAFewMegabytesDoNotChangeIt() {
        let fingerprint = MachineFingerprint.make(from: facts)
        #expect(changed("average_1_minute", .number(9, unit: "processes")) == fingerprint)
        #expect(changed("total", .number(16e9 + 4e6, unit: "bytes")) == fingerprint)
    }
}
