import Foundation

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
