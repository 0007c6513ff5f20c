import CSystem
import Foundation

/// CPU time on the cores open to this process, and this run's own part of it.
public struct MachineLoad: Sendable {
    /// Of all processes on the allowed cores, including the host's share where the kernel reports it (steal).
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

/// What the machine has done so far; two of them say what others did in between.
public struct MachineActivity: Sendable {
    /// Long enough for the kernel's ticks of 10 ms to add up.
    public static let shortestSeconds = 0.25
    /// Programs that are named; the others used less.
    private static let namedPrograms = 3

    private let load: MachineLoad
    private let processes: ProcessTimes

    /// What others did for a while.
    public struct Foreign: Sendable, Equatable {
        /// CPU time over wall time, on the cores open to this process.
        public var cores: Double
        /// Names of the busiest programs, busiest first.
        public var programs: [String]
    }

    /// Nil where the kernel does not say.
    public static func now() -> MachineActivity? {
        MachineLoad.now().map { MachineActivity(load: $0, processes: ProcessTimes.now()) }
    }

    /// Processes of this one, and its children, count as its own.
    public func foreign(since earlier: MachineActivity) -> Foreign {
        let seconds = Double(load.nanoseconds - min(earlier.load.nanoseconds, load.nanoseconds)) / 1e9
        // A program below a twentieth of a core is none that anybody would look for.
        let least = max(seconds * 100 * 0.05, 2)
        let programs = processes.programs(
            since: earlier.processes, excluding: processes.kernelThreads.union([getpid()])
        )
        .filter { Double($0.ticks) >= least }
        return Foreign(
            cores: load.foreignCores(since: earlier.load),
            programs: programs.prefix(Self.namedPrograms).map { Self.printable($0.name) })
    }

    /// Waits until `shortestSeconds` have passed since `earlier`, so that the difference says something.
    public static func now(afterSettlingSince earlier: MachineActivity) -> MachineActivity? {
        let passed = Double(pawl_monotonic_raw_nanoseconds() &- earlier.load.nanoseconds) / 1e9
        let missing = shortestSeconds - passed
        if missing > 0 { poll(nil, 0, Int32((missing * 1e3).rounded(.up))) }
        return now()
    }

    /// A process may call itself anything, and its name goes to terminals and logs.
    private static func printable(_ name: String) -> String {
        let text = name.unicodeScalars.filter { $0.isASCII && $0.value >= 0x20 && $0.value != 0x7F }
        return text.isEmpty ? "?" : String(String.UnicodeScalarView(text))
    }
}

/// How many cores this process may use, and how much of them others may take before measuring suffers.
public struct AllowedCores: Sendable, Equatable {
    /// Others take more than this share: a launch waits for them, within limits, and a run that would rather not measure ends.
    static let heavyShare = 0.5
    /// Less than this share is calm again.
    static let calmShare = 0.25

    public var count: Int

    public init(count: Int = Int(pawl_allowed_core_count())) {
        self.count = max(count, 1)
    }

    public func isHeavy(_ foreignCores: Double) -> Bool { foreignCores > Self.heavyShare * Double(count) }

    public func isCalm(_ foreignCores: Double) -> Bool { foreignCores < Self.calmShare * Double(count) }
}
