import CSystem
import Foundation

/// CPU time on the cores open to this process, and this run's own part of it.
public struct MachineLoad: Sendable {
    /// Of all processes, on the allowed cores; the host's part too where it is told (steal).
    var busySeconds: Double
    /// Of this process and of the workers that have ended.
    var ownSeconds: Double
    var nanoseconds: UInt64

    /// Nil where the kernel does not say.
    public static func now() -> MachineLoad? {
        guard let stat = text("/proc/stat"), let status = text("/proc/self/status"),
            let cores = allowedCores(status: status),
            let busy = busySeconds(
                stat: stat, cores: cores, ticksPerSecond: Double(max(sysconf(Int32(_SC_CLK_TCK)), 1)))
        else { return nil }
        return MachineLoad(
            busySeconds: busy, ownSeconds: usedSeconds(RUSAGE_SELF) + usedSeconds(RUSAGE_CHILDREN),
            nanoseconds: pawl_monotonic_raw_nanoseconds())
    }

    /// CPU time of others since `earlier` over wall time, in cores. The kernel counts in ticks of mostly 10 ms, so spans
    /// well below 0.2 s say little.
    public func foreignCores(since earlier: MachineLoad) -> Double {
        let wall = Double(nanoseconds - min(earlier.nanoseconds, nanoseconds)) / 1e9
        guard wall > 0 else { return 0 }
        return max(0, (busySeconds - earlier.busySeconds) - (ownSeconds - earlier.ownSeconds)) / wall
    }

    /// `cpuN user nice system idle iowait irq softirq steal ...`, proc(5); guest time is part of user time.
    static func busySeconds(stat: String, cores: Set<Int>, ticksPerSecond: Double) -> Double? {
        var ticks: Double?
        for line in stat.split(separator: "\n") where line.hasPrefix("cpu") {
            let fields = line.split(separator: " ")
            guard let core = Int(fields[0].dropFirst(3)), cores.contains(core), fields.count > 7 else { continue }
            let counts = fields.dropFirst().prefix(8).map { Double($0) ?? 0 }
            let steal = counts.count > 7 ? counts[7] : 0
            ticks = (ticks ?? 0) + counts[0] + counts[1] + counts[2] + counts[5] + counts[6] + steal
        }
        return ticks.map { $0 / ticksPerSecond }
    }

    /// `Cpus_allowed_list:\t0-3,8`, proc(5).
    static func allowedCores(status: String) -> Set<Int>? {
        guard let line = status.split(separator: "\n").first(where: { $0.hasPrefix("Cpus_allowed_list:") }) else {
            return nil
        }
        var cores: Set<Int> = []
        for range in line.dropFirst("Cpus_allowed_list:".count).split(separator: ",") {
            let ends = range.split(separator: "-").map { Int($0.trimmingCharacters(in: .whitespaces)) }
            guard let first = ends.first ?? nil, let last = ends.last ?? nil, first <= last, last < 1 << 16 else {
                return nil
            }
            cores.formUnion(first...last)
        }
        return cores.isEmpty ? nil : cores
    }

    private static func usedSeconds(_ who: __rusage_who) -> Double {
        var usage = rusage()
        guard getrusage(who.rawValue, &usage) == 0 else { return 0 }
        func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
        return seconds(usage.ru_utime) + seconds(usage.ru_stime)
    }

    private static func text(_ path: String) -> String? { try? String(contentsOfFile: path, encoding: .utf8) }
}
