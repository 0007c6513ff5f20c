import Diagnostics
import Gating
import Records
import TestSupport
import Testing

@testable import Reports

@Suite("What a report says of a run", .hangLimit)
struct ReportModelTests {
    @Test("A report of a run has the run's own outcome", arguments: InconclusivePolicy.allCases)
    func outcome(policy: InconclusivePolicy) {
        var run = SampleRun.run
        run.status = .complete
        run.verdicts = [SampleRun.verdict(0, .accuracy, .nothing, "rule", 0, .inconclusive, "headline")]
        run.onInconclusive = policy
        let model = ReportModel(run: run, summaries: [:])
        #expect(model.outcome == (policy == .fail ? .inconclusive : .passed))
        #expect(model.document().markdown.hasPrefix("# \(model.outcome.word): "))
    }

    @Test("Numbers that are not finite do not reach a report")
    func finiteValues() {
        let model = ReportModel(run: SampleRun.run, summaries: [0: [.latencyP50: .nan, .accuracy: 0.5]])
        #expect(model.summaries[0] == [.accuracy: 0.5])
    }

    @Test("A column without a value is left out, and fidelity stays on a narrow terminal that shows no accuracy")
    func emptyColumns() {
        var model = SampleRun.report
        #expect(model.document().terminal(120).contains("accuracy"))
        for cell in model.summaries.keys {
            for metric in Metric.allCases where metric.origin == .groundTruth { model.summaries[cell]?[metric] = nil }
        }
        let text = model.document().terminal(80)
        #expect(text.contains("agreement") && !text.split(separator: "agreement")[0].contains("accuracy"), "\(text)")
        let table = Document.Table(
            .cells, caption: "c", columns: [.init("a"), .init("b"), .init("c")],
            rows: [["x", "–", "–"], ["y", "–", "1"]]
        ).withoutEmptyColumns
        #expect(table.columns.map(\.title) == ["a", "c"])
        #expect(table.groups.flatMap(\.rows) == [["x", "–"], ["y", "1"]])
    }

    @Test(
        "A value's mark is the worst that its gates said; one that passed only some of them has a mark of its own",
        arguments: [
            ([.passed], "✓"), ([.passed, .passed], "✓"), ([.passed, .notJudged], "(✓)"),
            ([.notJudged, .passed], "(✓)"),
            ([.notJudged], nil), ([], nil), ([.passed, .inconclusive, .notJudged], "?"),
            ([.inconclusive, .error], "!"),
            ([.notJudged, .error, .failed], "✗"), ([.failed, .passed], "✗"),
        ] as [([Verdict.State], String?)])
    func mark(states: [Verdict.State], sign: String?) {
        #expect(GateMark(states)?.badge.symbol == sign)
        var model = SampleRun.report
        model.run.verdicts = states.map { SampleRun.verdict(0, .latencyP50, .nothing, "rule", 2, $0, "headline") }
        let others = (["✓", "(✓)", "✗", "?", "!"] as [String]).filter { $0 != sign }
        for text in [
            model.document().terminal(80, isTerminal: true), model.document().terminal(200),
            model.document().markdown.replacing("**", with: ""),
            model.document().html.replacing(#/<[^>]*>/#, with: ""),
        ] {
            let cells = String(text.split(separator: "What did not pass")[0].split(separator: "The other gates")[0])
            #expect(cells.contains("1.58 ms" + (sign.map { " \($0)" } ?? "")), "\(cells)")
            #expect(!others.contains { cells.contains("1.58 ms \($0)") })
            #expect(cells.contains("no mark: no gate judged it") == (sign != nil))
            #expect(cells.contains("passed, and another gate on it not judged") == (sign == "(✓)"))
        }
    }

    @Test("Who vouches for libraries is told where it is not Pawl alone") func libraries() {
        var model = SampleRun.report
        for index in model.run.cells.indices { model.run.cells[index].runtime.origin = .tested }
        func texts() -> [String] {
            [model.document().terminal(200), model.document().markdown, model.document().html]
        }
        for text in texts() { #expect(!text.contains("ibraries: ")) }
        #expect(JSONReport.render(model).contains("\"library_origin\" : \"tested\""))
        for origin in [LibraryOrigin.locked, .local] {
            model.run.cells[1].runtime.origin = origin
            model.run.cells[1].runtime.version = "1.32.0"
            let words = "onnxruntime 1.31.1 is tested by Pawl; onnxruntime 1.32.0 \(origin.predicate)"
            for text in texts() { #expect(text.contains("ibraries: \(words)"), "\(text)") }
        }
    }

    @Test("Predictions that contradict earlier ones and warnings of the charts stand beside the run's own")
    func warnings() {
        let model = ReportModel(
            run: SampleRun.run, summaries: [:],
            warnings: [Diagnostic(.warning, code: "c", "no charts", hint: "install it")])
        #expect(model.warnings.first == SampleRun.run.warnings.first && model.warnings.count == 5)
        #expect(model.warnings[1].contains("filetype/int8-dynamic differ from those of run 4e1d2c3b"))
        #expect(model.warnings[3].hasPrefix("filetype/int8-dynamic: with the last axis of 'target_label'"))
        #expect(model.warnings.last == "no charts; install it")
    }

    @Test("Predictions that are all this run's own, and were the first, need no word")
    func ownAnswers() {
        var model = SampleRun.report
        #expect(model.evaluationNotes.count == 2)
        for index in model.run.cells.indices {
            model.run.cells[index].accuracy?.origin?.reusedFromRun = nil
            model.run.cells[index].accuracy?.origin?.repetition = nil
        }
        #expect(model.evaluationNotes == [])
        model.run.cells[2].accuracy?.origin?.reusedFromRun = "0123456789"
        #expect(model.evaluationNotes == ["predictions of 1 of 5 cells reused from run 01234567 of 2026-01-01"])
    }

    @Test("A value that equals its counterpart's says so, as one that was compared with nothing does not")
    func equalValues() throws {
        var summaries = SampleRun.model
        let size = summaries[0]?[.modelSize]
        summaries[1]?[.modelSize] = size
        let text = ReportModel(run: SampleRun.run, summaries: summaries).document().terminal(200)
        let lines = text.split(separator: "\n")
        #expect(try #require(lines.first { $0.contains("filetype/fp16 ") }).contains("MB equal"), "\(text)")
        #expect(!(try #require(lines.first { $0.contains("filetype/fp32") }).contains("equal")))
    }

    @Test("Every report says which cells were measured on another machine")
    func devices() {
        var model = SampleRun.report
        #expect(!model.document().terminal(160).contains("measured on"))
        model.run.cells[1].device = "board: aarch64"
        let note = "not on \(model.run.environment.hostName)"
        for text in [model.document().terminal(160), model.document().markdown, model.document().html] {
            let plain = text.replacing(#/\s+/#, with: " ").replacing("\\", with: "")
            #expect(plain.contains("easured on board: aarch64, \(note)"), "\(plain)")
        }
        #expect(JSONReport.render(model).contains("\"device\" : \"board: aarch64\""))
        #expect(JUnitReport.render(model).contains("name=\"pawl.device\" value=\"board: aarch64\""))
    }

    @Test("Every report says that a stored baseline does not cancel drift, and names the run")
    func storedBaseline() {
        var model = SampleRun.report
        var run = model.run
        run.storedBaseline = StoredBaselineRecord(
            run: "3f2a1b0c-7c1e", startedAt: run.startedAt, suite: run.suite, pawlVersion: "0.1.0",
            hostName: "bench-1.lab", machineFingerprint: "f0")
        model = ReportModel(run: run, summaries: model.summaries, charts: model.charts)
        let reports = [
            model.document().terminal(160), model.document().markdown, JUnitReport.render(model),
            JUnitReport.render(model, dialect: .strict), model.document().html, JSONReport.render(model),
        ]
        for report in reports {
            #expect(report.contains("3f2a1b0c"))
            #expect(report.contains("drift not cancelled"))
        }
        for report in [SampleRun.report].map({ $0.document().terminal() }) { #expect(!report.contains("drift")) }
    }

    @Test("Every report names the promoted baseline, and why it was accepted although it failed")
    func namedBaseline() {
        var model = SampleRun.report
        var run = model.run
        run.namedBaseline = NamedBaselineRecord(
            name: "main", version: 3, run: "3f2a1b0c-7c1e", promotedBy: "ann", promotedOn: "bench-1.lab",
            promotedAt: run.startedAt, reason: "release", acceptedReason: "the old one leaked",
            overriddenVerdicts: ["m/v was slower"],
            fallbacks: [.init(model: "filetype", variant: "fp32", reason: "its file is gone")])
        model = ReportModel(run: run, summaries: model.summaries, charts: model.charts)
        let junit = [JUnitReport.render(model), JUnitReport.render(model, dialect: .strict)]
        for report in junit {
            #expect(report.contains("the old one leaked"))
            #expect(report.contains("main@3, run 3f2a1b0c, promoted by ann on bench-1.lab"))
        }
        let others = [
            model.document().terminal(200), model.document().markdown.replacing("&#64;", with: "@"),
            model.document().html, JSONReport.render(model),
        ]
        for report in others {
            for words in ["the old one leaked", "m/v was slower", "its file is gone", "release"] {
                #expect(report.contains(words), "\(words)")
            }
            #expect(report.contains("main@3") || report.contains("\"version\" : 3"))
        }
        #expect(!SampleRun.report.document().terminal().contains("baseline main"))
    }

    @Test("Every report gives the verdict's own words")
    func words() {
        let model = SampleRun.report
        let wide = model.document().terminal(160)
        let people = [wide.replacing(#/\s+/#, with: " "), model.document().markdown, model.document().html]
        let programs = [
            JUnitReport.render(model), JUnitReport.render(model, dialect: .strict), JSONReport.render(model),
        ]
        for verdict in model.run.verdicts where [.failed, .inconclusive].contains(verdict.state) {
            for report in programs { #expect(report.contains(verdict.headline)) }
            for line in verdict.details {
                for report in people + programs { #expect(report.contains(line), "\(line)") }
            }
            guard let summary = verdict.evidence?.summary else { continue }
            let lines = [summary.complaint ?? "", summary.measured, summary.certainty].filter {
                !$0.isEmpty
            }
            for line in lines + summary.causes {
                for report in people { #expect(report.ranges(of: line).count == 1, "said once: \(line)") }
            }
        }
    }

    @Test("A record without the three lines is told by its headline")
    func olderRecords() {
        var model = SampleRun.report
        for index in model.run.verdicts.indices { model.run.verdicts[index].evidence?.summary = nil }
        let text = model.document().terminal(160).replacing(#/\s+/#, with: " ")
        for verdict in model.run.verdicts where [.failed, .inconclusive].contains(verdict.state) {
            #expect(text.contains(verdict.headline))
            for line in verdict.details { #expect(text.contains(line)) }
        }
    }
}
