/// One fresh worker process of one cell, and what it measured.
public struct LaunchRecord: Sendable, Codable, Equatable {
    /// Counts from 0 within the pair, or within the cell when it was measured alone.
    public var index: Int
    /// The pair (`RunRecord.pairs`) this launch belongs to; nil when the cell was measured alone.
    public var pair: Int?
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
    /// The core that the worker was pinned to; nil when it was not.
    public var pinnedCore: Int?
    /// What else the machine did; the same for both sides of a pair's launch. Nil when it was not watched.
    public var conditions: MachineConditions?
    public var blocks: [BlockRecord]

    public init(
        index: Int, pair: Int? = nil, loadNanoseconds: UInt64, firstInferenceNanoseconds: UInt64, warmUp: WarmUpRecord,
        floorMemoryBytes: UInt64, peakMemoryBytes: UInt64, plannedArenaBytes: UInt64? = nil, pinnedCore: Int? = nil,
        conditions: MachineConditions? = nil, blocks: [BlockRecord] = []
    ) {
        self.index = index
        self.pair = pair
        self.loadNanoseconds = loadNanoseconds
        self.firstInferenceNanoseconds = firstInferenceNanoseconds
        self.warmUp = warmUp
        self.floorMemoryBytes = floorMemoryBytes
        self.peakMemoryBytes = peakMemoryBytes
        self.plannedArenaBytes = plannedArenaBytes
        self.pinnedCore = pinnedCore
        self.conditions = conditions
        self.blocks = blocks
    }

    /// Peak above the worker's own floor: what the runtime and the model cost.
    public var memoryAboveFloorBytes: UInt64 {
        peakMemoryBytes > floorMemoryBytes ? peakMemoryBytes - floorMemoryBytes : 0
    }
}

public struct WarmUpRecord: Sendable, Codable, Equatable {
    public var inferences: Int
    public var nanoseconds: UInt64
    /// False when the cap ended the warm-up before the rule was met.
    public var becameSteady: Bool

    public init(inferences: Int, nanoseconds: UInt64, becameSteady: Bool) {
        self.inferences = inferences
        self.nanoseconds = nanoseconds
        self.becameSteady = becameSteady
    }
}

/// Consecutive inferences of one worker, timed inside it.
public struct BlockRecord: Sendable, Codable, Equatable {
    /// Which quad of the launch, from 0; for a cell measured alone, each quad is four consecutive blocks.
    public var quad: Int
    /// Place in the quad's order, 0 to 3 (A B B A or B A A B).
    public var position: Int
    /// Start of the block on the run's clock.
    public var startNanoseconds: UInt64
    public var wallNanoseconds: UInt64
    /// CPU time of the whole worker process during the block.
    public var cpuNanoseconds: UInt64
    /// How many inferences each value below covers (1, unless an inference is so short that stamps would cost over 1 %).
    public var inferencesPerValue: Int
    /// Nanoseconds per inference, in order of time.
    public var latenciesNanoseconds: [Double]

    public init(
        quad: Int, position: Int, startNanoseconds: UInt64, wallNanoseconds: UInt64, cpuNanoseconds: UInt64,
        inferencesPerValue: Int = 1, latenciesNanoseconds: [Double]
    ) {
        self.quad = quad
        self.position = position
        self.startNanoseconds = startNanoseconds
        self.wallNanoseconds = wallNanoseconds
        self.cpuNanoseconds = cpuNanoseconds
        self.inferencesPerValue = inferencesPerValue
        self.latenciesNanoseconds = latenciesNanoseconds
    }
}
