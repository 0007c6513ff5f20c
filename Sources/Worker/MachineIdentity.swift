import Foundation

/// Tells whether two processes run on one machine, in containers too: the kernel draws a number whenever it starts.
public enum MachineIdentity {
    /// Linux's boot id; nil where there is none.
    public static let current: String? = {
        let text = try? String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8)
        return text?.trimmingCharacters(in: .whitespacesAndNewlines)
    }()
}
