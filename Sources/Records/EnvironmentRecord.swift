/// Facts about the machine and the checkout; what could not be read is recorded as unavailable, with the reason.
public struct EnvironmentRecord: Sendable, Codable, Equatable {
    public enum Value: Sendable, Codable, Equatable {
        case text(String)
        case number(Double, unit: String)
        case unavailable(reason: String)
    }

    public struct Fact: Sendable, Codable, Equatable {
        /// `cpu`, `memory`, `kernel`, `container`, `runtime`, `git`, ...
        public var group: String
        /// Unique within the group, such as `model` or `frequency_governor`.
        public var key: String
        public var value: Value

        public init(group: String, key: String, value: Value) {
            self.group = group
            self.key = key
            self.value = value
        }
    }

    public var hostName: String
    /// SHA-256 over the facts that must agree before runs of two times may be compared: processor and its settings, memory,
    /// kernel series, limits. `MachineFact.decisive` says which and why.
    public var machineFingerprint: String
    public var gitCommit: String?
    public var gitIsDirty: Bool?
    public var facts: [Fact]

    public init(
        hostName: String, machineFingerprint: String, gitCommit: String? = nil, gitIsDirty: Bool? = nil, facts: [Fact]
    ) {
        self.hostName = hostName
        self.machineFingerprint = machineFingerprint
        self.gitCommit = gitCommit
        self.gitIsDirty = gitIsDirty
        self.facts = facts
    }

    public subscript(group: String, key: String) -> Value? {
        facts.first { $0.group == group && $0.key == key }?.value
    }

    /// In the group `load`: the programs that were busiest while launches were disturbed, as text with commas between.
    public static let otherProgramsKey = "other_programs"

    /// Cores open to the run, as the container or the machine has them; nil when neither is known.
    public var allowedCores: Int? {
        for (group, key) in [("container", "allowed_core_count"), ("cpu", "logical_cores")] {
            if case .number(let count, _)? = self[group, key], count >= 1, count < 1e6 { return Int(count) }
        }
        return nil
    }
}
