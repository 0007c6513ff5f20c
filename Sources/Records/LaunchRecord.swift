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

/// What else the machine did while a launch was measured.
public struct MachineConditions: Sendable, Codable, Equatable {
    /// CPU time that others took on the cores open to this run, over wall time: 1 is one whole core. Nil when the kernel does
    /// not say.
    public var foreignCores: Double?
    /// Wall time of a fixed piece of work just before the launch; it changes with the clock rate of the processor.
    public var probeNanoseconds: UInt64?
    /// How long the run waited before the launch for the machine to calm down.
    public var pauseSeconds: Double

    public init(foreignCores: Double? = nil, probeNanoseconds: UInt64? = nil, pauseSeconds: Double = 0) {
        self.foreignCores = foreignCores
        self.probeNanoseconds = probeNanoseconds
        self.pauseSeconds = pauseSeconds
    }

    /// Whether others used so much of the cores open to the run that its times may be theirs: more than an eighth of the cores, and
    /// more than a quarter of one. False when the kernel does not say.
    public func isCrowded(onCores cores: Int) -> Bool {
        (foreignCores ?? 0) > max(0.25, Double(cores) / 8)
    }
}

/// Consecutive inferences of one worker, timed inside it.
public struct BlockRecord: Sendable, Equatable {
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
    /// Whole nanoseconds between two stamps, in order of time: of `inferencesPerValue` inferences together.
    public var valuesNanoseconds: [UInt64]

    /// Nanoseconds per inference, in order of time.
    public var latenciesNanoseconds: [Double] {
        let inferences = Double(inferencesPerValue)
        return valuesNanoseconds.map { Double($0) / inferences }
    }

    public init(
        quad: Int, position: Int, startNanoseconds: UInt64, wallNanoseconds: UInt64, cpuNanoseconds: UInt64,
        inferencesPerValue: Int = 1, valuesNanoseconds: [UInt64]
    ) {
        self.quad = quad
        self.position = position
        self.startNanoseconds = startNanoseconds
        self.wallNanoseconds = wallNanoseconds
        self.cpuNanoseconds = cpuNanoseconds
        self.inferencesPerValue = inferencesPerValue
        self.valuesNanoseconds = valuesNanoseconds
    }

    /// Of latencies that nobody measured: each value is rounded to whole nanoseconds.
    ///
    /// - Parameter latenciesNanoseconds: of an inference; what is no number or less than nothing counts as 0.
    public init(
        quad: Int, position: Int, startNanoseconds: UInt64, wallNanoseconds: UInt64, cpuNanoseconds: UInt64,
        inferencesPerValue: Int = 1, latenciesNanoseconds: [Double]
    ) {
        self.init(
            quad: quad, position: position, startNanoseconds: startNanoseconds, wallNanoseconds: wallNanoseconds,
            cpuNanoseconds: cpuNanoseconds, inferencesPerValue: inferencesPerValue,
            valuesNanoseconds: latenciesNanoseconds.map { latency in
                let value = (latency * Double(inferencesPerValue)).rounded()
                return UInt64(exactly: value) ?? (value > 0 ? .max : 0)
            })
    }

    /// The whole nanoseconds that a latency was divided from.
    ///
    /// - Returns: nil for what cannot have been: no number, less than nothing, or more than 2^53, where not every whole number is a
    ///   double any more.
    public static func value(ofLatency latency: Double, inferencesPerValue: Int) -> UInt64? {
        let value = (latency * Double(inferencesPerValue)).rounded()
        return (0...0x1p53).contains(value) ? UInt64(value) : nil
    }
}

/// Files for others have latencies, in nanoseconds per inference: what a reader wants, and what bundles had from the beginning.
extension BlockRecord: Codable {
    private enum CodingKeys: CodingKey {
        case quad, position, startNanoseconds, wallNanoseconds, cpuNanoseconds, inferencesPerValue, latenciesNanoseconds
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        let inferences = try values.decode(Int.self, forKey: .inferencesPerValue)
        let latencies = try values.decode([Double].self, forKey: .latenciesNanoseconds)
        self.init(
            quad: try values.decode(Int.self, forKey: .quad), position: try values.decode(Int.self, forKey: .position),
            startNanoseconds: try values.decode(UInt64.self, forKey: .startNanoseconds),
            wallNanoseconds: try values.decode(UInt64.self, forKey: .wallNanoseconds),
            cpuNanoseconds: try values.decode(UInt64.self, forKey: .cpuNanoseconds), inferencesPerValue: inferences,
            valuesNanoseconds: try latencies.map { latency in
                guard let value = Self.value(ofLatency: latency, inferencesPerValue: inferences) else {
                    throw DecodingError.dataCorruptedError(
                        forKey: .latenciesNanoseconds, in: values, debugDescription: "\(latency) is no time")
                }
                return value
            })
    }

    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(quad, forKey: .quad)
        try values.encode(position, forKey: .position)
        try values.encode(startNanoseconds, forKey: .startNanoseconds)
        try values.encode(wallNanoseconds, forKey: .wallNanoseconds)
        try values.encode(cpuNanoseconds, forKey: .cpuNanoseconds)
        try values.encode(inferencesPerValue, forKey: .inferencesPerValue)
        try values.encode(latenciesNanoseconds, forKey: .latenciesNanoseconds)
    }
}
