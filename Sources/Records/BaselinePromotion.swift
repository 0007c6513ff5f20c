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
