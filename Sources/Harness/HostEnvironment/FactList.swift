import Records

/// Collects facts of one group; a fact that cannot be had is collected with the reason.
struct FactList {
    let group: String
    private(set) var facts: [EnvironmentRecord.Fact] = []

    init(_ group: String) {
        self.group = group
    }

    mutating func text(_ key: String, _ value: () throws(SystemTree.Unreadable) -> String) {
        add(key) { () throws(SystemTree.Unreadable) in
            let text = try value()
            guard !text.isEmpty else { throw SystemTree.Unreadable(reason: "empty") }
            return .text(text)
        }
    }

    mutating func number(_ key: String, unit: String, _ value: () throws(SystemTree.Unreadable) -> Double) {
        add(key) { () throws(SystemTree.Unreadable) in .number(try value(), unit: unit) }
    }

    mutating func unavailable(_ key: String, _ reason: String) {
        add(key) { () throws(SystemTree.Unreadable) in throw SystemTree.Unreadable(reason: reason) }
    }

    private mutating func add(_ key: String, _ value: () throws(SystemTree.Unreadable) -> EnvironmentRecord.Value) {
        let found: EnvironmentRecord.Value
        do {
            found = try value()
        } catch {
            found = .unavailable(reason: error.reason)
        }
        facts.append(EnvironmentRecord.Fact(group: group, key: key, value: found))
    }
}
