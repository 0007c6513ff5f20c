import Foundation

/// A fact of an `EnvironmentRecord` that says whether two runs were of one machine; the only place that says which do.
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
public struct MachineFact: Sendable {
    /// As in `EnvironmentRecord.Fact`.
    public var group: String
    public var key: String
    /// For people: `frequency governor`.
    public var name: String
    private var form: Form = .plain

    private enum Form {
        case plain
        /// Amounts of memory that count as the same have the same text.
        case sizeClass
        /// "6.1.0-18-amd64" is of the series 6.1.
        case series
    }

    /// A fact that is compared as it is written.
    public init(group: String, key: String, name: String) {
        self.init(group: group, key: key, name: name, form: .plain)
    }

    private init(group: String, key: String, name: String, form: Form) {
        self.group = group
        self.key = key
        self.name = name
        self.form = form
    }

    public static let decisive = [
        MachineFact(group: "cpu", key: "model", name: "processor"),
        MachineFact(group: "cpu", key: "architecture", name: "architecture"),
        MachineFact(group: "cpu", key: "flags_digest", name: "processor's flags"),
        MachineFact(group: "cpu", key: "logical_cores", name: "number of cores"),
        MachineFact(group: "cpu", key: "simultaneous_multithreading", name: "simultaneous multithreading"),
        MachineFact(group: "cpu", key: "frequency_governor", name: "frequency governor"),
        MachineFact(group: "cpu", key: "turbo", name: "turbo"),
        MachineFact(group: "memory", key: "total", name: "memory", form: .sizeClass),
        MachineFact(group: "kernel", key: "release", name: "kernel series", form: .series),
        MachineFact(group: "container", key: "cpu_quota", name: "processor quota"),
        MachineFact(group: "container", key: "allowed_core_count", name: "number of allowed cores"),
    ]

    public static let noteworthy = [
        MachineFact(group: "kernel", key: "release", name: "kernel"),
        MachineFact(group: "kernel", key: "distribution", name: "distribution"),
        MachineFact(group: "kernel", key: "clock_source", name: "clock source"),
        MachineFact(group: "kernel", key: "address_space_randomization", name: "address space randomization"),
        MachineFact(group: "memory", key: "transparent_huge_pages", name: "transparent huge pages"),
        MachineFact(group: "container", key: "kind", name: "container"),
        MachineFact(group: "container", key: "memory_limit", name: "memory limit"),
        MachineFact(group: "cpu", key: "frequency_maximum", name: "highest frequency"),
        MachineFact(group: "pawl", key: "version", name: "version of Pawl"),
    ]

    /// The fact in words, so that two machines of one kind have the same; "unknown" when it could not be read.
    public func text(in facts: [EnvironmentRecord.Fact]) -> String {
        facts.first { $0.group == group && $0.key == key }.flatMap { text(of: $0.value) } ?? "unknown"
    }

    /// What two environments say of the fact; nil when they agree. Texts have at most 80 characters.
    public func difference(
        between earlier: EnvironmentRecord, and later: EnvironmentRecord
    ) -> MachineDifference? {
        let before = text(in: earlier.facts), after = text(in: later.facts)
        guard before != after else { return nil }
        if key == "flags_digest" {
            // A digest tells nobody anything: the flags that matter here stand beside it.
            let words = MachineFact(group: group, key: "machine_learning_flags", name: name)
            let flags = [earlier, later].map { words.text(in: $0.facts) }
            if flags[0] != flags[1] { return MachineDifference(name: name, earlier: flags[0], later: flags[1]) }
        }
        return MachineDifference(name: name, earlier: String(before.prefix(80)), later: String(after.prefix(80)))
    }

    private func text(of value: EnvironmentRecord.Value) -> String? {
        switch form {
        case .plain: Self.plain(value)
        case .sizeClass: Self.sizeClass(value)
        case .series:
            Self.plain(value)?.split(separator: ".", omittingEmptySubsequences: false).prefix(2).joined(separator: ".")
        }
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
}

/// One fact about the machine that two runs do not share.
public struct MachineDifference: Sendable, Equatable, CustomStringConvertible {
    /// Such as `frequency governor`.
    public var name: String
    /// "unknown" when the fact could not be read.
    public var earlier: String
    public var later: String

    public init(name: String, earlier: String, later: String) {
        self.name = name
        self.earlier = earlier
        self.later = later
    }

    public var description: String { "\(name): was \(earlier), is \(later)" }
}
