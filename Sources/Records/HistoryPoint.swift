import Foundation

/// One run's value of one metric of one cell, with what may explain a step in the series.
public struct HistoryPoint: Sendable, Equatable {
    public var run: String
    public var kind: RunRecord.Kind
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

    public init(
        run: String, kind: RunRecord.Kind, startedAt: Date, status: RunRecord.Status = .complete, value: Double,
        hostName: String, machineFingerprint: String, device: String? = nil, gitCommit: String? = nil,
        gitIsDirty: Bool? = nil, pawlVersion: String, runtimeVersion: String, modelDigest: String
    ) {
        self.run = run
        self.kind = kind
        self.startedAt = startedAt
        self.status = status
        self.value = value
        self.hostName = hostName
        self.machineFingerprint = machineFingerprint
        self.device = device
        self.gitCommit = gitCommit
        self.gitIsDirty = gitIsDirty
        self.pawlVersion = pawlVersion
        self.runtimeVersion = runtimeVersion
        self.modelDigest = modelDigest
    }
}
