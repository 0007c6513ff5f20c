import CSystem

/// How many cores this process may use, and how much of them others may take before measuring suffers.
public struct AllowedCores: Sendable, Equatable {
    /// Others take more than this share: a launch waits for them, within limits, and a run that would rather not measure ends.
    static let heavyShare = 0.5
    /// Less than this share is calm again.
    static let calmShare = 0.25

    public var count: Int

    public init(count: Int = Int(pawl_allowed_core_count())) {
        self.count = max(count, 1)
    }

    public func isHeavy(_ foreignCores: Double) -> Bool { foreignCores > Self.heavyShare * Double(count) }

    public func isCalm(_ foreignCores: Double) -> Bool { foreignCores < Self.calmShare * Double(count) }
}
