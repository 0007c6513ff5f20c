import Foundation

/// One version of a named baseline, and the audit of how it became one. Never edited, never deleted: a new promotion is a new version.
///
/// It keeps what must survive the loss of the run itself: who, when and why, and the digests of everything that was measured.
public struct BaselinePromotion: Sendable, Codable, Equatable {
    public enum Action: String, Sendable, Codable {
        /// A run was promoted.
        case set
        /// An earlier version was made the current one again.
        case rollback
        /// It came as a file from another database.
        case imported
    }

    public var name: String
    /// From 1; the highest of a name is the current one.
    public var version: Int
    public var action: Action
    /// The version that a rollback restored; never that of another rollback.
    public var restoredVersion: Int?
    /// Where an imported baseline was promoted.
    public var origin: Origin?
    /// The user and the machine, as the operating system names them.
    public var promotedBy: String
    public var promotedOn: String
    public var promotedAt: Date
    public var reason: String?
    /// Why the run was promoted although its gates did not all pass.
    public var acceptedReason: String?
    /// What those gates had said, a line each.
    public var overriddenVerdicts: [String]
    public var run: BaselineRun
    public var variants: [BaselineVariant]
    /// Empty when only digests are kept.
    public var files: [BaselineFile]

    public init(
        name: String, version: Int, action: Action, restoredVersion: Int? = nil, origin: Origin? = nil,
        promotedBy: String, promotedOn: String, promotedAt: Date, reason: String? = nil,
        acceptedReason: String? = nil, overriddenVerdicts: [String] = [], run: BaselineRun,
        variants: [BaselineVariant], files: [BaselineFile] = []
    ) {
        self.name = name
        self.version = version
        self.action = action
        self.restoredVersion = restoredVersion
        self.origin = origin
        self.promotedBy = promotedBy
        self.promotedOn = promotedOn
        self.promotedAt = promotedAt
        self.reason = reason
        self.acceptedReason = acceptedReason
        self.overriddenVerdicts = overriddenVerdicts
        self.run = run
        self.variants = variants
        self.files = files
    }

    /// The promotion that an imported baseline had where it comes from.
    public struct Origin: Sendable, Codable, Equatable {
        public var name: String
        public var version: Int
        public var promotedBy: String
        public var promotedOn: String
        public var promotedAt: Date
        public var reason: String?

        public init(
            name: String, version: Int, promotedBy: String, promotedOn: String, promotedAt: Date, reason: String?
        ) {
            self.name = name
            self.version = version
            self.promotedBy = promotedBy
            self.promotedOn = promotedOn
            self.promotedAt = promotedAt
            self.reason = reason
        }
    }

    /// A variant's model first, then the files beside it.
    public func modelFiles(of variant: BaselineVariant) -> [BaselineFile] {
        files.filter { $0.role == .model && $0.owner == variant.name }
    }

    /// `main@3`
    public var label: String { "\(name)@\(version)" }

    /// The version that was promoted, whatever was rolled back to it since.
    public var promotedVersion: Int { restoredVersion ?? version }
}

/// The run that a baseline was promoted from: what must outlive the run's own record.
public struct BaselineRun: Sendable, Codable, Equatable {
    /// `RunRecord.id`
    public var id: String
    public var startedAt: Date
    public var suite: SuiteReference
    public var pawlVersion: String
    public var hostName: String
    public var machineFingerprint: String
    public var gitCommit: String?
    public var gitIsDirty: Bool?

    public init(
        id: String, startedAt: Date, suite: SuiteReference, pawlVersion: String, hostName: String,
        machineFingerprint: String, gitCommit: String?, gitIsDirty: Bool?
    ) {
        self.id = id
        self.startedAt = startedAt
        self.suite = suite
        self.pawlVersion = pawlVersion
        self.hostName = hostName
        self.machineFingerprint = machineFingerprint
        self.gitCommit = gitCommit
        self.gitIsDirty = gitIsDirty
    }

    public init(_ run: RunRecord) {
        self.init(
            id: run.id, startedAt: run.startedAt, suite: run.suite, pawlVersion: run.pawlVersion,
            hostName: run.environment.hostName, machineFingerprint: run.environment.machineFingerprint,
            gitCommit: run.environment.gitCommit, gitIsDirty: run.environment.gitIsDirty)
    }

    /// The first digits of the run's id, as people write them.
    public var shortID: String { String(id.prefix(8)) }
}

/// What a baseline says of one variant: which bytes ran on what, and the figures.
public struct BaselineVariant: Sendable, Codable, Equatable {
    public var model: String
    public var variant: String
    public var runtimeLabel: String
    public var modelFile: ModelFileRecord
    public var runtime: RuntimeRecord
    public var goldenSetDigest: String
    /// The machine, where it is another one than the run's; see `CellRecord.device`.
    public var device: String?
    /// In the base units of `Metric.dimension`, by `Metric.rawValue`; finite values only.
    public var figures: [String: Double]

    public init(
        model: String, variant: String, runtimeLabel: String, modelFile: ModelFileRecord, runtime: RuntimeRecord,
        goldenSetDigest: String, device: String?, figures: [String: Double]
    ) {
        self.model = model
        self.variant = variant
        self.runtimeLabel = runtimeLabel
        self.modelFile = modelFile
        self.runtime = runtime
        self.goldenSetDigest = goldenSetDigest
        self.device = device
        self.figures = figures
    }

    public init(_ cell: CellRecord, summary: [Metric: Double]) {
        let figures = summary.filter { $0.value.isFinite }.map { ($0.key.rawValue, $0.value) }
        self.init(
            model: cell.model, variant: cell.variant, runtimeLabel: cell.runtimeLabel, modelFile: cell.modelFile,
            runtime: cell.runtime, goldenSetDigest: cell.goldenSetDigest, device: cell.device,
            figures: Dictionary(uniqueKeysWithValues: figures))
    }

    /// `model/variant`
    public var name: String { "\(model)/\(variant)" }
}

/// A file that a baseline keeps, to be found by its digest among the artifacts.
public struct BaselineFile: Sendable, Codable, Equatable {
    public enum Role: String, Sendable, Codable { case suite, model, goldenSet = "golden_set" }

    public var role: Role
    /// `model/variant` of a model's files, the digest of the manifest of a golden set's; empty for the suite.
    public var owner: String
    /// From the folder that the owner's files share; the model itself, or the manifest, comes first.
    public var path: String
    /// SHA-256, lower-case hexadecimal.
    public var digest: String
    public var bytes: UInt64

    public init(role: Role, owner: String, path: String, digest: String, bytes: UInt64) {
        self.role = role
        self.owner = owner
        self.path = path
        self.digest = digest
        self.bytes = bytes
    }
}
