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
