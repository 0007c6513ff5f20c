import Foundation
import Records

/// Names one cell across runs.
public struct CellAddress: Sendable, Hashable {
    public var suite: String
    public var model: String
    public var variant: String
    /// The suite's label of the runtime, such as `ort`.
    public var runtimeLabel: String

    public init(suite: String, model: String, variant: String, runtimeLabel: String) {
        self.suite = suite
        self.model = model
        self.variant = variant
        self.runtimeLabel = runtimeLabel
    }
}

/// One run's value of one metric of one cell, with what may explain a step in the series.
public struct HistoryPoint: Sendable, Equatable {
    public var run: String
    public var startedAt: Date
    public var status: RunRecord.Status
    /// In the metric's base unit.
    public var value: Double
    public var hostName: String
    public var machineFingerprint: String
    /// Where it was measured, when that was not the host (`CellRecord.device`).
    public var device: String?
    public var gitCommit: String?
    public var gitIsDirty: Bool?
    public var pawlVersion: String
    public var runtimeVersion: String
    public var modelDigest: String
}
