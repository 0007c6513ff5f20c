import Foundation
import Records
import TestSupport
import Testing

@testable import Reports

@Suite("A Markdown summary is never longer than GitHub takes", .hangLimit)
struct MarkdownLimitTests {
    /// Passed, failed and undecided verdicts in turns, each with reasons.
    private func report(_ count: Int, words: Int = 60) -> ReportModel {
        let sample = SampleRun.run
        var run = sample
        run.cells = (0..<count).map { index in
            var cell = sample.cells[index % sample.cells.count]
            (cell.id, cell.variant, cell.isReference, cell.failure) = (index, "variant-\(index)", false, nil)
            return cell
        }
        let states: [Verdict.State] = [.passed, .inconclusive, .failed]
        run.verdicts = (0..<count).map { index in
            var verdict = SampleRun.verdict(
                index, .accuracy, .nothing, "rule", 0, states[index % 3],
                "finding \(index) " + String(repeating: "x", count: words))
            verdict.details = (0..<6).map { "reason \($0) " + String(repeating: "y", count: words) }
            verdict.cell = index
            return verdict
        }
        run.warnings = (0..<count).map { "warning \($0) " + String(repeating: "z", count: words) }
        return ReportModel(run: run, summaries: [:])
    }

    @Test("of many gates the failed come first, and what was left out is said", arguments: [600, 5000])
    func many(count: Int) throws {
        let text = report(count).document().markdown
        #expect(text.utf8.count <= MarkdownPrinter.maximumBytes)
        #expect(text.hasPrefix("# "))
        #expect(text.contains("finding 2 "), "the first failure")
        let shown = text.matches(of: #/\n- [^\n]*\*\*(FAIL|UNDECIDED)\*\*/#).count
        let more = try #require(text.firstMatch(of: #/(\d+) more findings/#))
        // Two thirds did not pass.
        #expect(shown + (Int(more.output.1) ?? 0) == count / 3 * 2 + count % 3 / 2)
        #expect(shown > 50)
        #expect(text.contains("more gates are left out here") && text.contains("more cells are left out here"))
        #expect(text.contains("more warnings are left out here"))
        let reasons = text.components(separatedBy: "## What did not pass, and why").last ?? ""
        let lastFailed = try #require(reasons.range(of: "**FAIL**", options: .backwards))
        if let first = reasons.range(of: "**UNDECIDED**") { #expect(lastFailed.upperBound < first.lowerBound) }
    }

    @Test("texts of any length fit as well, and a short report is left whole")
    func longTexts() {
        #expect(report(3, words: 100_000).document().markdown.utf8.count <= MarkdownPrinter.maximumBytes)
        let whole = report(9).document().markdown
        #expect(!whole.contains("left out") && whole.contains("reason 5"))
    }

    @Test("what did not pass says why once in JUnit")
    func junit() {
        let text = JUnitReport.render(report(30))
        #expect(text.ranges(of: "finding 2 ").count == 2, "message and body")
        #expect(text.ranges(of: "finding 0 ").count == 1)
    }
}
