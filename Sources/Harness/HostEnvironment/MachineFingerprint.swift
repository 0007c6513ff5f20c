import Records
import Support

/// What makes two runs of different times runs of one machine: a digest of the facts that `MachineFact.decisive` lists.
public enum MachineFingerprint {
    /// SHA-256 over one line `group.key=value` for each decisive fact.
    static func make(from facts: [EnvironmentRecord.Fact]) -> String {
        SHA256.hexadecimal(
            of: MachineFact.decisive.map { "\($0.group).\($0.key)=\($0.text(in: facts))\n" }.joined())
    }

    /// The decisive facts that differ; empty exactly when the fingerprints agree.
    public static func differences(
        between earlier: EnvironmentRecord, and later: EnvironmentRecord
    ) -> [MachineDifference] {
        guard earlier.machineFingerprint != later.machineFingerprint else { return [] }
        let found = MachineFact.decisive.compactMap { $0.difference(between: earlier, and: later) }
        let prints = [earlier, later].map { String($0.machineFingerprint.prefix(12)) }
        return found.isEmpty
            ? [MachineDifference(name: "machine fingerprint", earlier: prints[0], later: prints[1])] : found
    }

    /// The facts worth a word that differ.
    public static func remarks(
        between earlier: EnvironmentRecord, and later: EnvironmentRecord
    ) -> [MachineDifference] {
        MachineFact.noteworthy.compactMap { $0.difference(between: earlier, and: later) }
    }
}
