import Records

/// What differs between the environments of two runs, so that a reader knows what a change of a number may come from.
public struct EnvironmentComparison: Sendable, Equatable {
    public struct Difference: Sendable, Equatable {
        /// As in `EnvironmentRecord.Fact`; what is no fact of a group stands in the group `host`.
        public var group: String
        public var key: String
        /// For people: `frequency governor`.
        public var name: String
        /// In words; "unknown" when the fact could not be read.
        public var earlier: String
        public var later: String
        /// Whether timings of the two runs cannot be compared because of it (`MachineFact.decisive`).
        public var isDecisive: Bool
    }

    /// Decisive ones first, then those worth a word, then the rest in the order of the later environment. What differs from minute
    /// to minute (load, temperature, free memory) is left out.
    public var differences: [Difference]

    /// Whether timings of the two may be compared.
    public var isSameMachine: Bool { !differences.contains(where: \.isDecisive) }

    public init(earlier: EnvironmentRecord, later: EnvironmentRecord) {
        var found = Self.listed(MachineFact.decisive, isDecisive: true, earlier, later)
        if found.isEmpty, earlier.machineFingerprint != later.machineFingerprint {
            // Two versions of Pawl may take different facts for decisive.
            found.append(
                Difference(
                    group: "host", key: "machine_fingerprint", name: "machine fingerprint",
                    earlier: String(earlier.machineFingerprint.prefix(12)),
                    later: String(later.machineFingerprint.prefix(12)), isDecisive: true))
        }
        if earlier.hostName != later.hostName {
            found.append(
                Difference(
                    group: "host", key: "name", name: "host", earlier: earlier.hostName, later: later.hostName,
                    isDecisive: false))
        }
        let told = found.filter { $0.key == "release" }
        found += Self.listed(MachineFact.noteworthy, isDecisive: false, earlier, later).filter { remark in
            // The series says it already.
            !told.contains { $0.group == remark.group && $0.key == remark.key }
        }
        differences = found + Self.listed(Self.others(earlier, later), isDecisive: false, earlier, later)
    }

    private static func listed(
        _ facts: [MachineFact], isDecisive: Bool, _ earlier: EnvironmentRecord, _ later: EnvironmentRecord
    ) -> [Difference] {
        facts.compactMap { fact in
            fact.difference(between: earlier, and: later).map {
                Difference(
                    group: fact.group, key: fact.key, name: $0.name, earlier: $0.earlier, later: $0.later,
                    isDecisive: isDecisive)
            }
        }
    }

    /// Facts that no list of `MachineFact` names, once each.
    private static func others(_ earlier: EnvironmentRecord, _ later: EnvironmentRecord) -> [MachineFact] {
        struct Name: Hashable { var group, key: String }
        var seen = Set((MachineFact.decisive + MachineFact.noteworthy).map { Name(group: $0.group, key: $0.key) })
        return (later.facts + earlier.facts).compactMap { fact in
            guard seen.insert(Name(group: fact.group, key: fact.key)).inserted, !isPassing(fact) else { return nil }
            let key = fact.key.replacing("_", with: " ")
            return MachineFact(group: fact.group, key: fact.key, name: "\(fact.group): \(key)")
        }
    }

    /// Other whenever one looks, and said by the flags themselves.
    private static func isPassing(_ fact: EnvironmentRecord.Fact) -> Bool {
        fact.group == "load"
            || ["available", "swap_used", "temperature", "frequency_current", "machine_learning_flags"]
                .contains(fact.key)
    }
}
