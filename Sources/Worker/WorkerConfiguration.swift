import Foundation
import InferenceCore

/// Opens the library at a path; the composition root knows which names exist. The version is what the supervisor takes the library
/// for, for those that do not say it themselves; empty where it does not know.
public typealias RuntimeOpener =
    @Sendable (_ libraryPath: String, _ version: String) throws(InferenceError) -> any InferenceRuntime

/// What the composition root gives a worker.
public struct WorkerConfiguration: Sendable {
    /// For people, such as `pawl-worker 0.1.0`.
    public var name: String
    /// Describes the machine in a line, for records of what was measured on it.
    public var describeDevice: @Sendable () -> String?
    /// Tells it from others (`MachineIdentity`).
    public var machine: String?
    public var runtimes: [String: RuntimeOpener]
    /// Finds a library that the supervisor, on another machine, cannot name; throws a `DiagnosableError`.
    public var locateLibrary: @Sendable (RuntimeAddress) throws -> String
    /// Where files are kept that a supervisor sent.
    public var receivedFilesFolder: String
    /// Whether the supervisor's own files are left alone even where they could be read.
    public var takesOnlySentFiles: Bool

    public init(
        name: String, describeDevice: @escaping @Sendable () -> String? = { nil },
        machine: String? = MachineIdentity.current, runtimes: [String: RuntimeOpener],
        locateLibrary: @escaping @Sendable (RuntimeAddress) throws -> String, receivedFilesFolder: String,
        takesOnlySentFiles: Bool = false
    ) {
        self.name = name
        self.describeDevice = describeDevice
        self.machine = machine
        self.runtimes = runtimes
        self.locateLibrary = locateLibrary
        self.receivedFilesFolder = receivedFilesFolder
        self.takesOnlySentFiles = takesOnlySentFiles
    }
}

/// Tells whether two processes run on one machine, in containers too: the kernel draws a number whenever it starts.
public enum MachineIdentity {
    /// Linux's boot id; nil where there is none.
    public static let current: String? = {
        let text = try? String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8)
        return text?.trimmingCharacters(in: .whitespacesAndNewlines)
    }()
}

/// The worker's own memory, as the kernel accounts for it.
enum WorkerMemory {
    /// Resets the high-water mark, so that it covers only what follows (Linux, `/proc/self/clear_refs` value 5).
    static func resetPeak() {
        guard let file = fopen("/proc/self/clear_refs", "w") else { return }
        fputs("5", file)
        fclose(file)
    }

    static func residentBytes() -> UInt64 { statusField("VmRSS:") }

    static func peakBytes() -> UInt64 { statusField("VmHWM:") }

    /// A `kB` line of `/proc/self/status`, in bytes; 0 when the kernel does not say.
    private static func statusField(_ name: String) -> UInt64 {
        guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8) else { return 0 }
        let line = status.split(separator: "\n").first { $0.hasPrefix(name) }
        let kilobytes = line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { UInt64($0) }
        return (kilobytes ?? 0) * 1024
    }
}
