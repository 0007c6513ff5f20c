import Gating
import Records
import TestSupport
import Testing

@Suite(.hangLimit) struct EnvironmentComparisonTests {
    private func environment(
        _ changes: [String: EnvironmentRecord.Value] = [:], fingerprint: String = "0123456789abcdef", host: String = "a"
    ) -> EnvironmentRecord {
        let facts: [(String, String, EnvironmentRecord.Value)] = [
            ("load", "average_1_minute", .number(0.5, unit: "processes")),
            ("cpu", "microcode", .text("0x1")), ("cpu", "temperature", .number(40, unit: "°C")),
            ("kernel", "release", .text("6.1.0-18")), ("cpu", "model", .text("A")),
            ("cpu", "flags_digest", .text("f")), ("cpu", "machine_learning_flags", .text("avx2")),
            ("memory", "available", .number(1, unit: "bytes")), ("pawl", "version", .text("0.1.0")),
        ]
        return EnvironmentRecord(
            hostName: host, machineFingerprint: fingerprint,
            facts: facts.map { .init(group: $0.0, key: $0.1, value: changes["\($0.0).\($0.1)"] ?? $0.2) })
    }

    private func words(_ later: EnvironmentRecord) -> [String] {
        EnvironmentComparison(earlier: environment(), later: later).differences.map {
            ($0.isDecisive ? "! " : "") + "\($0.name): \($0.earlier) -> \($0.later)"
        }
    }

    @Test("Equal environments have no difference, nor do those that differ by the minute")
    func passingFactsAreNoDifference() {
        let later = environment([
            "load.average_1_minute": .number(9, unit: "processes"), "memory.available": .number(2, unit: "bytes"),
            "cpu.temperature": .unavailable(reason: "gone"),
        ])
        #expect(words(later).isEmpty)
        #expect(EnvironmentComparison(earlier: environment(), later: later).isSameMachine)
    }

    @Test("Decisive facts come first, then those worth a word, then others") func decisiveFactsComeFirst() {
        let later = environment(
            ["cpu.microcode": .text("0x2"), "pawl.version": .text("0.2.0"), "cpu.model": .text("B")],
            fingerprint: "fedcba9876543210", host: "b")
        #expect(
            words(later) == [
                "! processor: A -> B", "host: a -> b", "version of Pawl: 0.1.0 -> 0.2.0", "cpu: microcode: 0x1 -> 0x2",
            ])
        #expect(!EnvironmentComparison(earlier: environment(), later: later).isSameMachine)
    }

    @Test("A kernel is told once: by its series, or else by its release") func aKernelIsToldOnce() {
        #expect(words(environment(["kernel.release": .text("6.1.0-21")])) == ["kernel: 6.1.0-18 -> 6.1.0-21"])
        #expect(words(environment(["kernel.release": .text("6.5.0-1")])) == ["! kernel series: 6.1 -> 6.5"])
    }

    @Test("Flags are named rather than their digest") func flagsAreNamed() {
        let later = environment(["cpu.flags_digest": .text("g"), "cpu.machine_learning_flags": .text("avx2 avx512f")])
        #expect(words(later) == ["! processor's flags: avx2 -> avx2 avx512f"])
    }

    @Test("A fingerprint that followed other rules is a decisive difference of its own") func fingerprintAlone() {
        #expect(
            words(environment(fingerprint: "fedcba9876543210")) == [
                "! machine fingerprint: 0123456789ab -> fedcba987654"
            ])
    }

    @Test("A fact that only one of them has is unknown in the other") func aFactThatOnlyOneHas() {
        var later = environment()
        later.facts.append(.init(group: "disk", key: "kind", value: .text("ssd")))
        later.facts.removeAll { $0.key == "microcode" }
        #expect(words(later) == ["disk: kind: unknown -> ssd", "cpu: microcode: 0x1 -> unknown"])
    }
}
