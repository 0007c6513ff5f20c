import Worker

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
