/// Times consecutive inferences, after one that is not counted.
public struct BlockCall: WorkerCall {
    public static let name = "block"
    public static let mostValues = 1_000_000
    public static let mostInferencesPerValue = 1_000_000_000
    /// Timed values; each covers `inferencesPerValue` inferences.
    public var values: Int
    /// 1 to `mostInferencesPerValue`.
    public var inferencesPerValue: Int
    /// Position in the rotation of the first timed inference.
    public var firstSample: Int

    public init(values: Int, inferencesPerValue: Int, firstSample: Int) {
        self.values = values
        self.inferencesPerValue = inferencesPerValue
        self.firstSample = firstSample
    }

    public struct Reply: Codable, Sendable {
        public var wallNanoseconds: UInt64
        public var cpuNanoseconds: UInt64
        /// Nanoseconds of each value (of all its inferences together).
        public var valuesNanoseconds: [UInt64]
    }
}
