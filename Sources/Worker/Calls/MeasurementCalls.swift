import InferenceCore

/// Runs until the latency is steady (`WarmUpRule`), or the cap.
public struct WarmUpCall: WorkerCall {
    public static let name = "warm-up"
    public var capNanoseconds: UInt64

    public init(capNanoseconds: UInt64) {
        self.capNanoseconds = capNanoseconds
    }

    public struct Reply: Codable, Sendable {
        public var inferences: Int
        public var nanoseconds: UInt64
        public var becameSteady: Bool
        /// Median of the last window, per inference.
        public var typicalNanoseconds: Double
        /// What one clock stamp costs on this machine.
        public var stampNanoseconds: Double
    }
}

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

/// Reads the kernel's high-water mark and the runtime's own allocator.
public struct MemoryCall: WorkerCall {
    public static let name = "memory"

    public init() {}

    public struct Reply: Codable, Sendable {
        public var peakMemoryBytes: UInt64
        public var plannedArenaBytes: UInt64?
        /// Of a device's own memory, such as a GPU's.
        public var deviceMemoryBytes: UInt64?
    }
}

/// Ends profiling (the session was loaded with `profilesOperators`) after some inferences.
public struct ProfileCall: WorkerCall {
    public static let name = "profile"
    public var inferences: Int

    public init(inferences: Int) {
        self.inferences = inferences
    }

    public struct Reply: Codable, Sendable {
        public var inferences: Int
        public var operators: [OperatorTiming]
    }
}

/// Ends the worker; it replies, then exits with 0.
public struct ShutdownCall: WorkerCall {
    public static let name = "shutdown"

    public init() {}

    public struct Reply: Codable, Sendable {}
}
