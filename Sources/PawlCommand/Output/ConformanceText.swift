import Foundation
import Reports
import Worker

/// Words what a worker was held against, finding by finding.
struct ConformanceText {
    let width: Int
    private var section = ""

    init(width: Int) { self.width = width }

    /// A finding's lines, below the heading of its section where that is new.
    mutating func lines(of finding: ConformanceReport.Finding) -> String {
        var text = ""
        if finding.section != section {
            text = (section.isEmpty ? "" : "\n") + finding.section.replacing("`", with: "") + "\n"
            section = finding.section
        }
        switch finding.outcome {
        case .passed: return text + "  ✓ \(finding.name)\n"
        case .notApplicable(let reason): return text + "  – \(finding.name) (\(reason))\n"
        case .failed(let failure):
            let rows =
                [
                    ("wrong", failure.reason), ("sent", failure.sent), ("came back", failure.received),
                    ("protocol", "\(finding.sentence) (docs/worker-protocol.md, \(finding.section))"),
                ] + failure.lastWords.map { ("standard error", $0) }
            return text + "  ✗ \(finding.name)\n" + rows.map(row).joined()
        }
    }

    static func summary(of report: ConformanceReport) -> String {
        let skipped = report.findings.count - report.passes - report.failures
        let name = report.worker.isEmpty ? "the worker" : report.worker
        return "\n\(name): \(report.passes) checks passed, \(report.failures) failed, \(skipped) did not apply\n"
    }

    private func row(_ name: String, _ value: String) -> String {
        let start = "      " + name.padding(toLength: 16, withPad: " ", startingAt: 0)
        let margin = String(repeating: " ", count: start.count)
        return TextColumns.wrapped(value, to: width, indent: margin, firstIndent: start) + "\n"
    }
}
