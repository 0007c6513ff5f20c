import CSystem
import Foundation

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

        public init(cores: Double, programs: [String]) {
            self.cores = cores
            self.programs = programs
        }
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
