import Foundation

/// What is known of a point of a history beside its value: when and where it was measured, and of what.
public struct HistoryFacts: Sendable, Equatable {
    public var run: String
    /// Where the run stands in the order of recording: a clock that was set back does not turn it round.
    public var recording: Int
    public var kind: RunRecord.Kind
    public var startedAt: Date
    public var status: RunRecord.Status
    public var hostName: String
    public var machineFingerprint: String
    /// Where it was measured, when that was not the host (`CellRecord.device`).
    public var device: String?
    public var gitCommit: String?
    public var gitIsDirty: Bool?
    public var pawlVersion: String
    /// Facts of the host; empty where they are not known.
    public var kernelRelease: String
    public var distribution: String
    public var runtimeName: String
    public var runtimeVersion: String
    /// SHA-256 of the runtime's library.
    public var runtimeLibraryDigest: String
    public var runtimeProvider: String
    /// `RuntimeRecord.options` as JSON text, keys sorted: only ever compared.
    public var runtimeOptions: String
    public var modelDigest: String
    public var goldenSetDigest: String
    /// `CellRecord.isAnchor`.
    public var isAnchor: Bool

    public init(
        run: String, recording: Int = 0, kind: RunRecord.Kind, startedAt: Date,
        status: RunRecord.Status = .complete, hostName: String, machineFingerprint: String,
        device: String? = nil, gitCommit: String? = nil, gitIsDirty: Bool? = nil, pawlVersion: String,
        kernelRelease: String = "", distribution: String = "", runtimeName: String = "", runtimeVersion: String,
        runtimeLibraryDigest: String = "", runtimeProvider: String = "", runtimeOptions: String = "",
        modelDigest: String, goldenSetDigest: String = "", isAnchor: Bool = false
    ) {
        self.run = run
        self.recording = recording
        self.kind = kind
        self.startedAt = startedAt
        self.status = status
        self.hostName = hostName
        self.machineFingerprint = machineFingerprint
        self.device = device
        self.gitCommit = gitCommit
        self.gitIsDirty = gitIsDirty
        self.pawlVersion = pawlVersion
        self.kernelRelease = kernelRelease
        self.distribution = distribution
        self.runtimeName = runtimeName
        self.runtimeVersion = runtimeVersion
        self.runtimeLibraryDigest = runtimeLibraryDigest
        self.runtimeProvider = runtimeProvider
        self.runtimeOptions = runtimeOptions
        self.modelDigest = modelDigest
        self.goldenSetDigest = goldenSetDigest
        self.isAnchor = isAnchor
    }
}
