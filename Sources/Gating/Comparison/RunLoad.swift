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
