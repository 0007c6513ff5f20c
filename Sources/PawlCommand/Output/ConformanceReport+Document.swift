import Reports
import Worker

extension ConformanceReport.Finding {
    /// What the worker did with one sentence of the protocol, below the heading of its section where that is another.
    func document(after section: String) -> Document {
        let findings = Document.Block.findings([finding])
        return Document(
            blocks: self.section == section
                ? [findings] : [.section(.init("section", Prose(self.section.replacing("`", with: "")), [findings]))])
    }

    private var finding: Document.Finding {
        switch outcome {
        case .passed: Document.Finding(badge: StatusBadge("✓", .passed), headline: Prose(name))
        case .notApplicable(let reason):
            Document.Finding(badge: StatusBadge("–", .quiet), headline: "\(name) (\(reason))")
        case .failed(let failure):
            Document.Finding(
                badge: StatusBadge("✗", .failed), headline: Prose(name),
                lines: [
                    "wrong: \(failure.reason)", "sent: \(failure.sent)", "came back: \(failure.received)",
                    "protocol: \(sentence) (docs/worker-protocol.md, \(section))",
                ] + failure.lastWords.map { "standard error: \($0)" })
        }
    }
}

extension ConformanceReport {
    var summary: Document {
        let skipped = findings.count - passes - failures
        let name = worker.isEmpty ? "the worker" : worker
        return Document(blocks: [
            .paragraph("\(name): \(passes) checks passed, \(failures) failed, \(skipped) did not apply")
        ])
    }
}

/// What `pawl worker check --format json` prints.
struct ConformanceJSON: Encodable {
    struct Check: Encodable {
        var section: String
        var name: String
        /// What the protocol says.
        var sentence: String
        /// `passed`, `failed` or `not-applicable`.
        var outcome: String
        var reason: String?
        var sent: String?
        var received: String?
        var standardError: [String]?
    }

    var worker: String
    var passed: Int
    var failed: Int
    var checks: [Check]

    init(_ report: ConformanceReport) {
        worker = report.worker
        passed = report.passes
        failed = report.failures
        checks = report.findings.map { finding in
            var check = Check(
                section: finding.section, name: finding.name, sentence: finding.sentence, outcome: "passed")
            switch finding.outcome {
            case .passed: break
            case .notApplicable(let reason): (check.outcome, check.reason) = ("not-applicable", reason)
            case .failed(let failure):
                (check.outcome, check.reason) = ("failed", failure.reason)
                (check.sent, check.received) = (failure.sent, failure.received)
                check.standardError = failure.lastWords
            }
            return check
        }
    }
}
