import Foundation

/// Where a run came from that was measured elsewhere.
public struct ImportRecord: Sendable, Equatable {
    /// SHA-256 that the bundle states of itself.
    public var bundleDigest: String
    public var importedAt: Date
    /// Whether its answers may be used again by later runs.
    public var trustsEvaluations: Bool

    public init(bundleDigest: String, importedAt: Date, trustsEvaluations: Bool = false) {
        self.bundleDigest = bundleDigest
        self.importedAt = importedAt
        self.trustsEvaluations = trustsEvaluations
    }
}
