import Files
import Records

/// SHA-256 over the facts that must agree before runs of two times may be compared.
///
/// The text hashed is one line `group.key=value` each for: `cpu.model`, `cpu.architecture`, `cpu.flags_digest`,
/// `cpu.logical_cores`, `kernel.release`, and `memory.total` to the nearest 64 MiB, because the kernel keeps a little more or less of
/// it for itself at each start. A fact that is unavailable counts as the word `unavailable`.
enum MachineFingerprint {
    static func make(from facts: [EnvironmentRecord.Fact]) -> String {
        let keys = [
            ("cpu", "model"), ("cpu", "architecture"), ("cpu", "flags_digest"), ("cpu", "logical_cores"),
            ("memory", "total"), ("kernel", "release"),
        ]
        let lines = keys.map { group, key in
            let value = facts.first { $0.group == group && $0.key == key }?.value
            return "\(group).\(key)=\(text(of: value, roundingTo: group == "memory" ? 64 * 1024 * 1024 : 1))\n"
        }
        return SHA256.hexadecimal(of: lines.joined())
    }

    private static func text(of value: EnvironmentRecord.Value?, roundingTo step: Double) -> String {
        switch value {
        case .text(let text): text
        case .number(let number, _): "\((number / step).rounded())"
        case .unavailable, nil: "unavailable"
        }
    }
}
