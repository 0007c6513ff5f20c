import Files
import Foundation
import Records

/// What makes two runs of different times runs of one machine; the only place that says so.
///
/// A fact is *decisive* when a difference in it alone can move a latency by more than gates allow, and nothing in the record
/// could tell that from a change of the model:
///
/// - `cpu.model`, `cpu.architecture`, `cpu.flags_digest`: other silicon, or other kernels chosen by the runtime;
/// - `cpu.logical_cores`, `container.allowed_core_count`, `container.cpu_quota`: how much of it may be used;
/// - `cpu.simultaneous_multithreading`, `cpu.frequency_governor`, `cpu.turbo`: settings that change the clock rate by tens of
///   percent;
/// - `memory.total`, in classes of a sixteenth of the power of two below it, because the kernel keeps a little more or less of it
///   for itself at each start;
/// - `kernel.release` up to its second number, 6.1: a new series brings another scheduler. Updates within a series come every few
///   weeks; were they decisive, no history would ever grow long enough. They are worth a word.
///
/// Other facts are *worth a word*: they may matter, and seldom do. All else (load, temperature, free memory) is what the spread
/// between runs is there for. A fact that is unavailable equals one that is unavailable, and nothing else.
public enum MachineFingerprint {
    private struct Fact {
        var group: String
        var key: String
        var name: String
        var form: (EnvironmentRecord.Value) -> String? = MachineFingerprint.plain
    }

    private static var decisive: [Fact] {
        [
            Fact(group: "cpu", key: "model", name: "processor"),
            Fact(group: "cpu", key: "architecture", name: "architecture"),
            Fact(group: "cpu", key: "flags_digest", name: "processor's flags"),
            Fact(group: "cpu", key: "logical_cores", name: "number of cores"),
            Fact(group: "cpu", key: "simultaneous_multithreading", name: "simultaneous multithreading"),
            Fact(group: "cpu", key: "frequency_governor", name: "frequency governor"),
            Fact(group: "cpu", key: "turbo", name: "turbo"),
            Fact(group: "memory", key: "total", name: "memory", form: sizeClass),
            Fact(group: "kernel", key: "release", name: "kernel series", form: series),
            Fact(group: "container", key: "cpu_quota", name: "processor quota"),
            Fact(group: "container", key: "allowed_core_count", name: "number of allowed cores"),
        ]
    }

    private static var worthAWord: [Fact] {
        [
            Fact(group: "kernel", key: "release", name: "kernel"),
            Fact(group: "kernel", key: "distribution", name: "distribution"),
            Fact(group: "kernel", key: "clock_source", name: "clock source"),
            Fact(group: "kernel", key: "address_space_randomization", name: "address space randomization"),
            Fact(group: "memory", key: "transparent_huge_pages", name: "transparent huge pages"),
            Fact(group: "container", key: "kind", name: "container"),
            Fact(group: "container", key: "memory_limit", name: "memory limit"),
            Fact(group: "cpu", key: "frequency_maximum", name: "highest frequency"),
            Fact(group: "pawl", key: "version", name: "version of Pawl"),
        ]
    }

    /// SHA-256 over one line `group.key=value` for each decisive fact.
    static func make(from facts: [EnvironmentRecord.Fact]) -> String {
        SHA256.hexadecimal(
            of: decisive.map { "\($0.group).\($0.key)=\(text(of: $0, in: facts))\n" }.joined())
    }

    /// The decisive facts that differ; empty exactly when the fingerprints agree.
    public static func differences(
        between earlier: EnvironmentRecord, and later: EnvironmentRecord
    ) -> [MachineDifference] {
        guard earlier.machineFingerprint != later.machineFingerprint else { return [] }
        let found = differences(in: decisive, between: earlier, and: later)
        let prints = [earlier, later].map { String($0.machineFingerprint.prefix(12)) }
        return found.isEmpty
            ? [MachineDifference(name: "machine fingerprint", earlier: prints[0], later: prints[1])] : found
    }

    /// The facts worth a word that differ.
    public static func remarks(
        between earlier: EnvironmentRecord, and later: EnvironmentRecord
    ) -> [MachineDifference] {
        differences(in: worthAWord, between: earlier, and: later)
    }

    private static func differences(
        in list: [Fact], between earlier: EnvironmentRecord, and later: EnvironmentRecord
    ) -> [MachineDifference] {
        list.compactMap { fact in
            let before = text(of: fact, in: earlier.facts)
            let after = text(of: fact, in: later.facts)
            guard before != after else { return nil }
            // A digest tells nobody anything: the flags that matter here stand beside it.
            let words = Fact(group: "cpu", key: "machine_learning_flags", name: fact.name)
            let flags = [earlier, later].map { text(of: words, in: $0.facts) }
            let areFlags = fact.key == "flags_digest" && flags[0] != flags[1]
            return MachineDifference(
                name: fact.name, earlier: areFlags ? flags[0] : String(before.prefix(80)),
                later: areFlags ? flags[1] : String(after.prefix(80)))
        }
    }

    private static func text(of fact: Fact, in facts: [EnvironmentRecord.Fact]) -> String {
        facts.first { $0.group == fact.group && $0.key == fact.key }.flatMap { fact.form($0.value) } ?? "unknown"
    }

    private static func plain(_ value: EnvironmentRecord.Value) -> String? {
        switch value {
        case .text(let text): text
        case .number(let number, let unit):
            (number == number.rounded() ? String(format: "%.0f", number) : "\(number)") + " \(unit)"
        case .unavailable: nil
        }
    }

    private static func sizeClass(_ value: EnvironmentRecord.Value) -> String? {
        guard case .number(let bytes, _) = value, bytes >= 1, bytes.isFinite else { return plain(value) }
        let step = exp2(floor(log2(bytes)) - 4)
        return String(format: "%.2f GiB", (bytes / step).rounded() * step / exp2(30))
    }

    /// "6.1.0-18-amd64" is of the series 6.1.
    private static func series(_ value: EnvironmentRecord.Value) -> String? {
        plain(value)?.split(separator: ".", omittingEmptySubsequences: false).prefix(2).joined(separator: ".")
    }
}
