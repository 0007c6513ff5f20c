import Harness
import Records
import Reports

extension DoctorReport {
    /// What to improve first, then everything that is known.
    var document: Document {
        let warnings = advices.count { $0.severity == .warning }
        let headline =
            warnings == 0
            ? "This machine is fit to measure on."
            : "\(Wording.count(warnings, "thing")) would make measurements here steadier."
        let order: [Advice.Severity] = [.warning, .note, .ok]
        let findings = order.flatMap { severity in
            advices.filter { $0.severity == severity }.map { advice in
                Document.Finding(
                    badge: severity.badge, headline: Prose(advice.title),
                    lines: advice.action.map { [Prose($0)] } ?? [])
            }
        }
        let facts = environment.facts.map { ("\($0.group).\($0.key)", $0.value.prose) }
        let fingerprint = environment.machineFingerprint.prefix(12)
        return Document(
            header: .init(title: Prose(headline)),
            blocks: [
                .findings(findings),
                .facts(.init(title: "\(name: environment.hostName), fingerprint \(String(fingerprint))", facts)),
            ])
    }
}

extension DoctorReport.Advice.Severity {
    fileprivate var badge: StatusBadge {
        switch self {
        case .ok: StatusBadge("ok", .passed)
        case .note: StatusBadge("note", .note)
        case .warning: StatusBadge("WARN", .undecided)
        }
    }
}
