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
