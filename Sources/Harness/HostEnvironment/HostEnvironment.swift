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

/// The commit of a checkout and whether tracked files differ from it, as `git` says.
struct GitCheckout: Equatable {
    var commit: String
    var isDirty: Bool

    /// - Throws: `ProcessError` with the reason for the record: no git, no repository, no commit, too slow.
    static func inspect(folder: String, timeoutSeconds: Double = 3) throws(ProcessError) -> GitCheckout {
        let environment = environment, git = command(folder)
        let commit = try BoundedCommand(
            git + ["rev-parse", "--verify", "HEAD"], environment: environment, timeoutSeconds: timeoutSeconds
        ).output().trimmingCharacters(in: .whitespacesAndNewlines)
        guard (40...64).contains(commit.count), commit.allSatisfy(\.isHexDigit) else {
            throw .failed(program: "git", lastWords: "it named no commit")
        }
        let changes = try BoundedCommand(
            git + ["status", "--porcelain", "--untracked-files=no", "--ignore-submodules=all"],
            environment: environment, timeoutSeconds: timeoutSeconds
        ).output()
        return GitCheckout(commit: commit, isDirty: !changes.isEmpty)
    }

    /// The address of the remote `origin` as it is configured, whoever wrote it, with whatever credentials stand in it.
    static func remote(folder: String, timeoutSeconds: Double = 3) throws(ProcessError) -> String {
        try BoundedCommand(
            command(folder) + ["config", "--get", "remote.origin.url"], environment: environment,
            timeoutSeconds: timeoutSeconds
        ).output().trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private static func command(_ folder: String) -> [String] { ["git", "-C", folder, "-c", "core.fsmonitor=false"] }

    /// Inherited GIT_ variables (in a hook, say) would point elsewhere; a repository's own configuration must not start programs or
    /// wait for a password; reading must not take git's locks.
    private static var environment: [String: String] {
        var environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("GIT_") }
        environment["GIT_OPTIONAL_LOCKS"] = "0"
        environment["GIT_TERMINAL_PROMPT"] = "0"
        environment["LC_ALL"] = "C"
        return environment
    }
}

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

extension ClockReading {
    /// This machine's clocks, now. Where the kernel does not name its start, `bootID` is empty.
    public static func now() -> ClockReading {
        var time = timespec()
        clock_gettime(CLOCK_BOOTTIME, &time)
        let text = FileManager.default.contents(atPath: "/proc/sys/kernel/random/boot_id").map {
            String(decoding: $0.prefix(64), as: UTF8.self)
        }
        return ClockReading(
            date: Date(), bootID: text?.trimmingCharacters(in: .whitespacesAndNewlines) ?? "",
            uptimeSeconds: Double(time.tv_sec) + Double(time.tv_nsec) / 1e9)
    }
}
