import Diagnostics
import Foundation
import Records
import Suites
import TestSupport
import Testing

/// `docs/suite-format.md` promises; these tests keep it honest.
@Suite(.hangLimit) struct SuiteDocumentationTests {
    private func page() throws -> String { try Repository.text("docs/suite-format.md") }

    @Test("Every suite on the page is sound") func examples() throws {
        let blocks = try page().components(separatedBy: "```yaml\n").dropFirst().map {
            $0.components(separatedBy: "```")[0]
        }
        #expect(blocks.count == 2)
        for block in blocks { #expect(try SuiteText.findings(block) == []) }
    }

    @Test("Every metric and its limits are on the page") func metrics() throws {
        let rows = try page().split(separator: "\n")
        for metric in Metric.allCases {
            #expect(rows.contains { $0.hasPrefix("| `") && $0.contains("`\(metric.rawValue)`") }, "\(metric)")
        }
    }

    @Test("The defaults on the page are the code's") func defaults() throws {
        let page = try page()
        let policy = MeasurementPolicy()
        let rows = [
            "| `launches` | \(policy.launches) |", "| `looks` | \(policy.looks) |", "| `quads` | \(policy.quads) |",
            "| `block_inferences` | \(policy.minimumBlockValues) |",
            "| `block_time` | \(policy.minimumBlockNanoseconds / 1_000_000) ms |",
            "| `warm_up_cap` | \(policy.warmUpCapNanoseconds / 1_000_000_000) s |",
            "| `phase_timeout` | \(Int(policy.phaseTimeoutSeconds)) s |",
            "| `reuse_answers` | \(Int((policy.reuseEvaluationsSeconds ?? 0) / 86_400)) days |",
        ]
        for row in rows { #expect(page.contains(row), "\(row)") }
    }

    @Test("The errors that the page shows are what such a suite gives") func shownErrors() throws {
        let text =
            SuiteText.head.replacing("only.onnx, runtime: ort", with: "only.onnx, runtime: otr")
            + "gates: [{ metric: peak_memory, max: 200 mb }]\n"
        let page = try page()
        let findings = try SuiteText.findings(text)
        #expect(findings.count == 2)
        for finding in findings {
            #expect(page.contains("error: \(finding.message) [\(finding.code)]"))
            #expect(page.contains("hint: \(try #require(finding.hint))"))
        }
    }
}
