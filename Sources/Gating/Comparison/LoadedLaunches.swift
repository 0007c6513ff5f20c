import Records
import Statistics

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
