import Records

extension ReportModel {
    /// What every report says of the baseline, whatever its gates.
    static func baselineWarnings(of run: RunRecord) -> [String] {
        let named = run.namedBaseline.map { acceptance($0) + fallbacks($0) } ?? []
        return named + (run.storedBaseline.map { [warning(about: $0)] } ?? [])
    }

    /// `main@3, run 3f2a1b2c, promoted by ann on bench-1`
    static func title(of baseline: NamedBaselineRecord) -> String {
        "\(baseline.label), run \(baseline.run.prefix(8)), promoted by \(baseline.promotedBy) on \(baseline.promotedOn), "
            + ReportTime.text(baseline.promotedAt) + (baseline.reason.map { ": \($0)" } ?? "")
    }

    /// A baseline that did not pass its own gates is no proof of anything by itself: nobody may miss that.
    private static func acceptance(_ baseline: NamedBaselineRecord) -> [String] {
        guard let reason = baseline.acceptedReason else { return [] }
        return ["baseline \(baseline.label) was accepted although it did not pass its own gates: \(reason)"]
            + baseline.overriddenVerdicts.map { "accepted with baseline \(baseline.label): \($0)" }
    }

    private static func fallbacks(_ baseline: NamedBaselineRecord) -> [String] {
        baseline.fallbacks.map { fallback in
            let comparison =
                fallback.recordProblem.map { "its record cannot serve either: \($0)" } ?? "it is compared by its record"
            return "\(fallback.model)/\(fallback.variant) of baseline \(baseline.label) was not measured again: "
                + "\(fallback.reason); \(comparison)"
        }
    }

    /// A verdict against a record is weaker than one beside a live baseline.
    private static func warning(about baseline: StoredBaselineRecord) -> String {
        "stored baseline: drift not cancelled: gates against the baseline compare with the record of run "
            + "\(baseline.shortRun) of \(ReportTime.text(baseline.startedAt))"
    }
}
