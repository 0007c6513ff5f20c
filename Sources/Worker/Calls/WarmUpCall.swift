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
