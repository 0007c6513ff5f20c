import Records

extension JSONReport {
    /// The promoted baseline, with what its promotion overrode and what could not be measured again.
    static func namedBaseline(_ baseline: NamedBaselineRecord) -> JSONValue {
        [
            "name": .string(baseline.name), "version": .integer(baseline.version), "run": .string(baseline.run),
            "promoted_by": .string(baseline.promotedBy), "promoted_on": .string(baseline.promotedOn),
            "promoted_at": .string(ReportTime.standard(baseline.promotedAt)), "reason": .optional(baseline.reason),
            "accepted_reason": .optional(baseline.acceptedReason),
            "overridden_verdicts": .array(baseline.overriddenVerdicts.map { .string($0) }),
            "fallbacks": .array(
                baseline.fallbacks.map { fallback in
                    [
                        "model": .string(fallback.model), "variant": .string(fallback.variant),
                        "reason": .string(fallback.reason), "record_problem": .optional(fallback.recordProblem),
                    ]
                }),
        ]
    }
}
