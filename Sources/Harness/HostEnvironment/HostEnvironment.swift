import CSystem
import Foundation
import Records
import Support

/// Finds out what a measurement depends on besides the model: the machine, its load and limits, and the checkout.
public enum HostEnvironment {
    /// Reads everything; takes some milliseconds, and at most a few seconds when git is slow. Never fails: what cannot be
    /// had is recorded as unavailable, with the reason.
    ///
    /// - Parameters:
    ///   - root: Where `/proc`, `/sys` and `/etc` are found; another one than `/` describes another machine.
    ///   - gitFolder: A folder of the checkout that is measured.
    ///   - pawlVersion: Recorded as it is.
    ///   - swiftVersion: Of the compiler that built Pawl.
    public static func capture(
        root: String = "/", gitFolder: String, pawlVersion: String, swiftVersion: String? = nil
    ) -> EnvironmentRecord {
        let tree = SystemTree(root: root)
        return capture(
            tree, architecture: architecture(tree),
            hardwareCounters: tree.isThisMachine ? pawl_probe_hardware_counters() : nil,
            gitFolder: gitFolder, pawlVersion: pawlVersion, swiftVersion: swiftVersion)
    }

    /// Name, architecture, processor and kernel in a line: `board: aarch64, Cortex-A76, Linux 6.6.51`.
    public static func shortDescription(root: String = "/") -> String {
        let tree = SystemTree(root: root)
        let processor = (try? tree.text("/proc/cpuinfo")).flatMap { ProcessorDescription(cpuinfo: $0).model }
        let kernel = (try? tree.text("/proc/sys/kernel/osrelease")).map { "Linux \($0)" }
        let machine = [architecture(tree), processor, kernel].compactMap { $0 }.joined(separator: ", ")
        return "\(hostName(tree)): \(machine)"
    }

    /// The address of a checkout's remote, as its configuration has it: untrusted, and perhaps with credentials. Nil where there is none.
    public static func gitRemote(folder: String) -> String? { try? GitCheckout.remote(folder: folder) }

    static func capture(
        _ tree: SystemTree, architecture: String, hardwareCounters: Int32?, gitFolder: String, pawlVersion: String,
        swiftVersion: String?
    ) -> EnvironmentRecord {
        var pawl = FactList("pawl")
        pawl.text("version") { pawlVersion }
        pawl.text("swift_version") { () throws(SystemTree.Unreadable) in
            guard let swiftVersion else { throw SystemTree.Unreadable(reason: "not given") }
            return swiftVersion
        }
        let machine =
            ProcessorFacts.read(tree, architecture: architecture) + MemoryFacts.read(tree)
            + KernelFacts.read(tree, hardwareCounters: hardwareCounters) + ContainerFacts.read(tree)
        var git = FactList("git")
        var checkout: GitCheckout?
        do {
            let found = try GitCheckout.inspect(folder: gitFolder)
            checkout = found
            git.text("commit") { found.commit }
            git.text("tracked_files") { found.isDirty ? "changed" : "as committed" }
        } catch {
            git.unavailable("commit", error.reason)
            git.unavailable("tracked_files", error.reason)
        }
        return EnvironmentRecord(
            hostName: hostName(tree),
            machineFingerprint: MachineFingerprint.make(from: machine),
            gitCommit: checkout?.commit, gitIsDirty: checkout?.isDirty, facts: machine + pawl.facts + git.facts)
    }

    private static func hostName(_ tree: SystemTree) -> String {
        let name = (try? tree.text("/proc/sys/kernel/hostname")) ?? ""
        return name.isEmpty ? "unknown" : name
    }

    /// The kernel's own word, in the tree where it is new enough (6.1) to stand there.
    private static func architecture(_ tree: SystemTree) -> String {
        if let architecture = try? tree.text("/proc/sys/kernel/arch"), !architecture.isEmpty { return architecture }
        var names = utsname()
        guard tree.isThisMachine, uname(&names) == 0 else { return "unknown" }
        return withUnsafeBytes(of: &names.machine) { bytes in
            String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
    }
}
