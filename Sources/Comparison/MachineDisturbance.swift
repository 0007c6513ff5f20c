import Records
import Statistics

/// What the rest of the machine did while launches were measured, from the conditions that they recorded.
///
/// - A launch is *crowded* when others used more than `crowdedCores` of the cores open to the run.
/// - A launch is *slowed* when the probe before it, a fixed piece of work, took more than `slowedRatio` times the median of the
///   launches: the processor ran at a lower clock rate, or was shared with another virtual machine.
///
/// Nothing is dropped for it: both sides of a launch run under the same conditions, and what differs between them shows
/// as spread.
public struct MachineDisturbance: Sendable, Equatable {
    public static let crowdedCores = 0.25
    public static let slowedRatio = 1.05

    /// Launches whose load from outside is known.
    public var watchedLaunches: Int
    public var crowdedLaunches: Int
    /// The largest load from outside, in cores; 0 when unknown.
    public var worstForeignCores: Double
    public var slowedLaunches: Int
    /// Slowest probe over the median; 1 when unknown.
    public var worstSlowdown: Double
    public var pauseSeconds: Double

    public init(_ launches: [LaunchRecord]) {
        let conditions = launches.compactMap(\.conditions)
        let load = conditions.compactMap(\.foreignCores)
        watchedLaunches = load.count
        crowdedLaunches = load.count { $0 > Self.crowdedCores }
        worstForeignCores = load.max() ?? 0
        let probes = conditions.compactMap(\.probeNanoseconds).map { Double($0) }
        let typical = Sample(probes)?.median ?? 0
        slowedLaunches = typical > 0 ? probes.count { $0 > Self.slowedRatio * typical } : 0
        worstSlowdown = typical > 0 ? (probes.max() ?? typical) / typical : 1
        pauseSeconds = conditions.reduce(0) { $0 + $1.pauseSeconds }
    }
}
