import Records
import Statistics

/// What else the machine did while launches were measured, from the conditions that they recorded.
///
/// A launch is *slowed* when the probe before it, a fixed piece of work, took more than `slowedRatio` times the median of the
/// launches: the processor ran at a lower clock rate, or was shared with another virtual machine. Nothing is dropped for it: both
/// sides of a launch run under the same conditions, and what differs between them shows as spread.
struct MachineDisturbance: Equatable {
    static let slowedRatio = 1.05

    var slowedLaunches: Int
    /// Slowest probe over the median; 1 when unknown.
    var worstSlowdown: Double
    var pauseSeconds: Double

    init(_ conditions: [MachineConditions]) {
        let probes = conditions.compactMap(\.probeNanoseconds).map { Double($0) }
        let typical = Sample(probes)?.median ?? 0
        slowedLaunches = typical > 0 ? probes.count { $0 > Self.slowedRatio * typical } : 0
        worstSlowdown = typical > 0 ? (probes.max() ?? typical) / typical : 1
        pauseSeconds = conditions.reduce(0) { $0 + $1.pauseSeconds }
    }
}
