import Records

/// What is known of the imagined machine: forty facts, few of which change from night to night.
enum SyntheticMachineFacts {
    static func environment(night: Int) -> EnvironmentRecord {
        let constant = (0..<36).map { index in
            EnvironmentRecord.Fact(
                group: ["cpu", "memory", "system", "tools"][index % 4], key: "fact_\(index)",
                value: .text("a value of some length, number \(index)"))
        }
        return EnvironmentRecord(
            hostName: "bench-1", machineFingerprint: SyntheticHistory.digest("machine"),
            gitCommit: String(SyntheticHistory.digest("commit\(night)").prefix(40)), gitIsDirty: false,
            facts: constant + [
                .init(group: "cpu", key: "temperature", value: .number(40 + Double(night % 9), unit: "celsius")),
                .init(group: "memory", key: "available", value: .number(8e9 + Double(night) * 4096, unit: "bytes")),
                .init(group: "system", key: "uptime", value: .number(Double(night) * 86_400, unit: "seconds")),
                .init(group: "cpu", key: "governor", value: .unavailable(reason: "no cpufreq")),
            ])
    }
}
