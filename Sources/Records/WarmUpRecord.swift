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
