import Diagnostics
import Gating
import Records
import Testing

@testable import Reports

@Suite("What a run came to", .timeLimit(.minutes(30)))
struct ReportModelTests {
    @Test("A report of a run has the run's own outcome", arguments: InconclusivePolicy.allCases)
    func outcome(policy: InconclusivePolicy) {
        var run = SampleRun.run
        run.status = .complete
        run.verdicts = [SampleRun.verdict(0, .accuracy, .nothing, "rule", 0, .inconclusive, "headline")]
        run.onInconclusive = policy
        let model = ReportModel(run: run, summaries: [:])
        #expect(model.outcome == (policy == .fail ? .inconclusive : .passed))
        #expect(MarkdownReport.render(model).hasPrefix("# \(model.outcome.word): "))
    }

    @Test("Numbers that are not finite do not reach a report")
    func finiteValues() {
        let model = ReportModel(run: SampleRun.run, summaries: [0: [.latencyP50: .nan, .accuracy: 0.5]])
        #expect(model.summaries[0] == [.accuracy: 0.5])
    }

    @Test("Answers that contradict earlier ones and warnings of the charts stand beside the run's own")
    func warnings() {
        let model = ReportModel(
            run: SampleRun.run, summaries: [:],
            warnings: [Diagnostic(.warning, code: "c", "no charts", hint: "install it")])
        #expect(model.warnings.first == SampleRun.run.warnings.first && model.warnings.count == 5)
        #expect(model.warnings[1].contains("filetype/int8-dynamic differ from those of run 4e1d2c3b"))
        #expect(model.warnings[3].hasPrefix("filetype/int8-dynamic: with the last axis of 'target_label'"))
        #expect(model.warnings.last == "no charts; install it")
    }

    @Test("Answers that are all this run's own, and were the first, need no word")
    func ownAnswers() {
        var model = SampleRun.report
        #expect(model.answerNotes.count == 2)
        for index in model.run.cells.indices {
            model.run.cells[index].accuracy?.origin?.reusedFromRun = nil
            model.run.cells[index].accuracy?.origin?.repetition = nil
        }
        #expect(model.answerNotes == [])
        model.run.cells[2].accuracy?.origin?.reusedFromRun = "0123456789"
        #expect(model.answerNotes == ["answers of 1 of 5 cells reused from run 01234567 of 2026-01-01"])
    }

    @Test("Every report says which cells were measured on another machine")
    func devices() {
        var model = SampleRun.report
        #expect(!ConsoleReport(width: 160).render(model).contains("measured on"))
        model.run.cells[1].device = "board: aarch64"
        let note = "not on \(model.run.environment.hostName)"
        for text in [ConsoleReport(width: 160).render(model), MarkdownReport.render(model), HTMLReport.render(model)] {
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
            ConsoleReport(width: 160).render(model), MarkdownReport.render(model), JUnitReport.render(model),
            JUnitReport.render(model, dialect: .strict), HTMLReport.render(model), JSONReport.render(model),
        ]
        for report in reports {
            #expect(report.contains("3f2a1b0c"))
            #expect(report.contains("drift not cancelled"))
        }
        for report in [SampleRun.report].map({ ConsoleReport().render($0) }) { #expect(!report.contains("drift")) }
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
            ConsoleReport(width: 200).render(model), MarkdownReport.render(model).replacing("&#64;", with: "@"),
            HTMLReport.render(model), JSONReport.render(model),
        ]
        for report in others {
            for words in ["the old one leaked", "m/v was slower", "its file is gone", "release"] {
                #expect(report.contains(words), "\(words)")
            }
            #expect(report.contains("main@3") || report.contains("\"version\" : 3"))
        }
        #expect(!ConsoleReport().render(SampleRun.report).contains("baseline main"))
    }

    @Test("Every report gives the verdict's own words")
    func words() {
        let model = SampleRun.report
        let wide = ConsoleReport(width: 160).render(model)
        let reports = [
            wide.replacing(#/\s+/#, with: " "), MarkdownReport.render(model), JUnitReport.render(model),
            JUnitReport.render(model, dialect: .strict), HTMLReport.render(model), JSONReport.render(model),
        ]
        for verdict in model.run.verdicts where [.failed, .inconclusive].contains(verdict.state) {
            for report in reports {
                #expect(report.contains(verdict.headline))
                for line in verdict.details { #expect(report.contains(line)) }
            }
        }
    }
}
