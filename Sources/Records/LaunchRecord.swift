/// One fresh worker process of one cell, and what it measured.
public struct LaunchRecord: Sendable, Codable, Equatable {
    /// Counts from 0 within the pair, or within the cell when it was measured alone.
    public var index: Int
    /// The pair (`RunRecord.pairs`) this launch belongs to; nil when the cell was measured alone.
    public var pair: Int?
    /// Whether another cell's blocks were measured between its own. True without a pair in the copy of a launch that an earlier
    /// run measured in a pair of its own.
    public var wasInterleaved: Bool
    /// Opening the library and creating the session.
    public var loadNanoseconds: UInt64
    public var firstInferenceNanoseconds: UInt64
    public var warmUp: WarmUpRecord
    /// Resident memory before the runtime was loaded.
    public var floorMemoryBytes: UInt64
    /// The kernel's high-water mark at the end of the launch.
    public var peakMemoryBytes: UInt64
    /// What the runtime's allocator says it had in use at most; nil when it does not say.
    public var plannedArenaBytes: UInt64?
    /// What the runtime's allocator of a device's own memory, such as a GPU's, had in use at most; nil without one.
    public var deviceMemoryBytes: UInt64?
    /// The core that the worker was pinned to; nil when it was not.
    public var pinnedCore: Int?
    /// What else the machine did; the same for both sides of a pair's launch. Nil when it was not watched.
    public var conditions: MachineConditions?
    public var blocks: [BlockRecord]

    /// - Parameter wasInterleaved: nil means: exactly when the launch has a pair.
    public init(
        index: Int, pair: Int? = nil, wasInterleaved: Bool? = nil, loadNanoseconds: UInt64,
        firstInferenceNanoseconds: UInt64, warmUp: WarmUpRecord,
        floorMemoryBytes: UInt64, peakMemoryBytes: UInt64, plannedArenaBytes: UInt64? = nil,
        deviceMemoryBytes: UInt64? = nil, pinnedCore: Int? = nil,
        conditions: MachineConditions? = nil, blocks: [BlockRecord] = []
    ) {
        self.index = index
        self.pair = pair
        self.wasInterleaved = wasInterleaved ?? (pair != nil)
        self.loadNanoseconds = loadNanoseconds
        self.firstInferenceNanoseconds = firstInferenceNanoseconds
        self.warmUp = warmUp
        self.floorMemoryBytes = floorMemoryBytes
        self.peakMemoryBytes = peakMemoryBytes
        self.plannedArenaBytes = plannedArenaBytes
        self.deviceMemoryBytes = deviceMemoryBytes
        self.pinnedCore = pinnedCore
        self.conditions = conditions
        self.blocks = blocks
    }

    /// Peak above the worker's own floor: what the runtime and the model cost.
    public var memoryAboveFloorBytes: UInt64 {
        peakMemoryBytes > floorMemoryBytes ? peakMemoryBytes - floorMemoryBytes : 0
    }
}
