import Records
import Statistics

/// What the rest of the machine did to a whole run: how many of its launches were disturbed, and by what.
public struct RunLoad: Sendable, Equatable {
    /// A launch of a pair counts once.
    public var launches = 0
    /// By load from outside (`LoadedLaunches`).
    public var disturbedLaunches = 0
    /// CPU time of others over the disturbed launches, in cores; nil when it is unknown.
    public var foreignCores: Double?
    /// Open to the run; nil when unknown.
    public var cores: Int?
    /// The busiest programs of the disturbed launches, busiest first.
    public var programs: [String] = []
    /// Before which a fixed piece of work took more than 1.05 times its median: the processor ran slower.
    public var slowedLaunches = 0
    /// Of the slowest: how many times the median; 1 when unknown.
    public var worstSlowdown = 1.0
    /// That launches waited for the machine to calm down.
    public var pauseSeconds = 0.0

    public init(_ run: RunRecord) {
        struct Key: Hashable {
            var comparison: Int
            var isPair: Bool
            var index: Int
        }
        cores = run.environment.allowedCores
        var disturbed: Set<Key> = []
        var conditions: [Key: MachineConditions] = [:]
        var all: Set<Key> = []
        // Copies of a stored baseline's launches are of another day.
        for cell in run.cells where cell.side == .candidate || !run.isStored(cell) {
            func key(_ launch: LaunchRecord) -> Key {
                Key(comparison: launch.pair ?? cell.id, isPair: launch.pair != nil, index: launch.index)
            }
            all.formUnion(cell.launches.map(key))
            disturbed.formUnion(LoadedLaunches(cell.launches, of: cell, cores: cores).disturbed.map(key))
            for launch in cell.launches where cell.device == nil { conditions[key(launch)] = launch.conditions }
        }
        launches = all.count
        disturbedLaunches = disturbed.count
        foreignCores = Sample(disturbed.compactMap { conditions[$0]?.foreignCores }.sorted())?.mean
        let machine = MachineDisturbance(Array(conditions.values))
        slowedLaunches = machine.slowedLaunches
        worstSlowdown = machine.worstSlowdown
        pauseSeconds = machine.pauseSeconds
        if disturbedLaunches > 0,
            case .text(let names)? = run.environment["load", EnvironmentRecord.otherProgramsKey]
        {
            programs = names.split(separator: ",").map { String($0.drop { $0 == " " }) }
        }
    }
}

extension RunRecord {
    /// Whether a baseline's cell is the copy of an earlier run's.
    fileprivate func isStored(_ cell: CellRecord) -> Bool {
        storedBaseline != nil && !pairs.contains { $0.baselineCell == cell.id }
    }
}

/// The launches of a cell, apart by whether other programs may have made them slower.
///
/// Load from outside only ever makes slower, so it can turn a pass into a failure and not the other way round. A launch is
/// *disturbed* when
///
/// - others used more than an eighth of the cores open to the run, and more than a quarter of one
///   (`MachineConditions.isCrowded`; time that a hypervisor kept counts as others'), or
/// - its worker, alone on a core of its own with one thread, waited for the processor for longer than the calmest launch of the
///   cell did: wall time over CPU time of its blocks above 1.1 times that of the calmest.
///
/// A cell on another machine has the second sign only: what is known of the first is of the machine that leads the run.
public struct LoadedLaunches: Sendable {
    static let waitingRatio = 1.1

    public let undisturbed: [LaunchRecord]
    public let disturbed: [LaunchRecord]

    /// - Parameters:
    ///   - launches: of `cell`.
    ///   - cores: open to the run; nil when that is not known.
    public init(_ launches: [LaunchRecord], of cell: CellRecord, cores: Int?) {
        let calmest = launches.compactMap(Self.waiting).min()
        let isLocal = cell.device == nil
        func isDisturbed(_ launch: LaunchRecord) -> Bool {
            if isLocal, launch.conditions?.isCrowded(onCores: cores ?? 1) == true { return true }
            guard let calmest, let waiting = Self.waiting(launch) else { return false }
            return waiting > Self.waitingRatio * calmest
        }
        undisturbed = launches.filter { !isDisturbed($0) }
        disturbed = launches.filter(isDisturbed)
    }

    /// CPU time of others during the disturbed launches, in cores; nil when no launch knows it.
    public var foreignCores: Double? { Sample(disturbed.compactMap { $0.conditions?.foreignCores })?.mean }

    /// Wall time over CPU time of a launch's blocks. Only of a worker with one thread on a core of its own: several threads compute
    /// more than a second a second, and how much is the runtime's own affair.
    private static func waiting(_ launch: LaunchRecord) -> Double? {
        guard launch.pinnedCore != nil else { return nil }
        let wall = launch.blocks.reduce(0) { $0 + Double($1.wallNanoseconds) }
        let cpu = launch.blocks.reduce(0) { $0 + Double($1.cpuNanoseconds) }
        return cpu > 0 ? wall / cpu : nil
    }
}

extension LaunchRecord {
    /// CPU time of the blocks over their inferences, in nanoseconds: what an inference takes however long it has to wait. Nil when
    /// the worker does not tell its CPU time.
    var cpuNanosecondsPerInference: Double? {
        let inferences = blocks.reduce(0) { $0 + Double($1.valuesNanoseconds.count * $1.inferencesPerValue) }
        let cpu = blocks.reduce(0) { $0 + Double($1.cpuNanoseconds) }
        return cpu > 0 && inferences > 0 ? cpu / inferences : nil
    }
}

extension CellRecord {
    /// CPU time per inference and thread, a launch each, in nanoseconds; nil when a launch does not tell it, or the number of threads
    /// is unknown.
    public func cpuNanosecondsPerInference(_ launches: [LaunchRecord]) -> Sample? {
        guard let threads = runtime.options["threads"].flatMap(Double.init), threads >= 1 else { return nil }
        let values = launches.map(\.cpuNanosecondsPerInference)
        return values.contains(nil) ? nil : Sample(values.compactMap { $0.map { $0 / threads } })
    }
}

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
        // Sorted, because a run that was read back has its launches in another order, and sums depend on it in the last bit.
        pauseSeconds = conditions.map(\.pauseSeconds).sorted().reduce(0, +)
    }
}
