import Records
import Reports
import RuntimeProbes

/// What a probe found, for people and for programs.
struct ProbeOutput {
    /// Where the library came from.
    struct Origin {
        var path: String
        var origin: LibraryOrigin
        var bytes: UInt64
    }

    var report: ProbeReport
    var origin: Origin

    /// For `--format json`.
    struct JSONOutput: Encodable {
        struct Feature: Encodable {
            var feature: String
            var title: String
            var outcome: String
            var isRequired: Bool
            var reason: String?
        }

        var runtime: String
        var version: String
        var library: String
        var sha256: String
        var origin: String
        var librariesBeside: [String: String]
        var buildInformation: String
        var providers: [String]
        var isUsable: Bool
        var seconds: Double
        var features: [Feature]
    }

    var json: JSONOutput {
        JSONOutput(
            runtime: report.name, version: report.version, library: origin.path, sha256: report.digest,
            origin: origin.origin.rawValue, librariesBeside: report.companions,
            buildInformation: report.buildInformation, providers: report.providers, isUsable: report.refusal == nil,
            seconds: report.seconds,
            features: report.findings.map {
                JSONOutput.Feature(
                    feature: $0.feature.rawValue, title: $0.feature.title, outcome: $0.outcome.rawValue,
                    isRequired: $0.feature.isRequired, reason: $0.reason)
            })
    }

    var document: Document {
        var facts: [(String, Prose)] = [
            ("library", "\(name: origin.path)"), ("origin", Prose(origin.origin.title)),
            ("size", Prose(Quantity.text(Double(origin.bytes), .bytes))), ("SHA-256", "\(name: report.digest)"),
        ]
        if !report.buildInformation.isEmpty { facts.append(("build", "\(name: report.buildInformation)")) }
        if !report.providers.isEmpty {
            facts.append(("providers", "\(name: report.providers.joined(separator: ", "))"))
        }
        for (name, digest) in report.companions.sorted(by: { $0.key < $1.key }) {
            facts.append(("beside it", "\(name: name) \(digest: digest)"))
        }
        facts.append(("tried in", Prose(Quantity.duration(seconds: report.seconds))))
        return Document(
            header: .init(title: "\(name: report.title)", summary: summary),
            blocks: [.findings(report.findings.map(finding)), .facts(.init(facts))])
    }

    private var summary: Prose {
        if let refusal = report.refusal {
            return "cannot be measured with: \(name: report.words(for: refusal))"
        }
        let missing = report.limitations.map(\.feature.title)
        return missing.isEmpty
            ? "can be measured with" : "can be measured with, without: \(missing.joined(separator: ", "))"
    }

    private func finding(_ finding: ProbeFinding) -> Document.Finding {
        let badge =
            switch finding.outcome {
            case .passed: StatusBadge("✓", .passed)
            case .notOffered: StatusBadge("–", .quiet)
            case .failed, .crashed, .hung: StatusBadge("✗", .failed)
            }
        let headline = finding.outcome == .notOffered ? "\(finding.feature.title) (not offered)" : finding.feature.title
        return Document.Finding(
            badge: badge, headline: Prose(headline),
            lines: finding.reason.map { ["\(name: $0)"] } ?? [])
    }
}
