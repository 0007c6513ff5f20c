import Foundation

/// The named baseline that a run was gated against; what its promotion overrode shows in every report.
public struct NamedBaselineRecord: Sendable, Codable, Equatable {
    public var name: String
    public var version: Int
    /// `RunRecord.id` of the run that was promoted.
    public var run: String
    public var promotedBy: String
    public var promotedOn: String
    public var promotedAt: Date
    public var reason: String?
    public var acceptedReason: String?
    public var overriddenVerdicts: [String]
    /// The variants that could not be measured again.
    public var fallbacks: [Fallback]

    /// A variant that is compared by its record, or not at all.
    public struct Fallback: Sendable, Codable, Equatable {
        public var model: String
        public var variant: String
        /// Why it could not be measured again.
        public var reason: String
        /// Why its record cannot serve either; nil when it does.
        public var recordProblem: String?

        public init(model: String, variant: String, reason: String, recordProblem: String? = nil) {
            self.model = model
            self.variant = variant
            self.reason = reason
            self.recordProblem = recordProblem
        }
    }

    public init(
        name: String, version: Int, run: String, promotedBy: String, promotedOn: String, promotedAt: Date,
        reason: String? = nil, acceptedReason: String? = nil, overriddenVerdicts: [String] = [],
        fallbacks: [Fallback] = []
    ) {
        self.name = name
        self.version = version
        self.run = run
        self.promotedBy = promotedBy
        self.promotedOn = promotedOn
        self.promotedAt = promotedAt
        self.reason = reason
        self.acceptedReason = acceptedReason
        self.overriddenVerdicts = overriddenVerdicts
        self.fallbacks = fallbacks
    }

    public init(_ promotion: BaselinePromotion, fallbacks: [Fallback]) {
        self.init(
            name: promotion.name, version: promotion.version, run: promotion.run.id, promotedBy: promotion.promotedBy,
            promotedOn: promotion.promotedOn, promotedAt: promotion.promotedAt, reason: promotion.reason,
            acceptedReason: promotion.acceptedReason, overriddenVerdicts: promotion.overriddenVerdicts,
            fallbacks: fallbacks)
    }

    /// `main@3`
    public var label: String { "\(name)@\(version)" }

    public func fallback(model: String, variant: String) -> Fallback? {
        fallbacks.first { $0.model == model && $0.variant == variant }
    }
}
