import Diagnostics
import Measures
import Records
import Reports
import Testing

@Suite("What a run came to")
struct ReportModelTests {
    private static func report(
        _ states: [Verdict.State], status: RunRecord.Status = .complete,
        onInconclusive: ReportModel.InconclusivePolicy = .fail
    ) -> ReportModel {
        var run = SampleRun.run
        run.status = status
        run.verdicts = states.map { SampleRun.verdict(0, .accuracy, .nothing, "rule", 0, $0, "headline") }
        return ReportModel(run: run, summaries: [:], onInconclusive: onInconclusive)
    }

    @Test(
        "The worst that applies decides; missing values never pass",
        arguments: [
            ([.passed, .passed], .complete, ReportModel.Outcome.passed),
            ([.passed, .failed, .error], .incomplete, .failed),
            ([.passed, .error], .complete, .incomplete), ([.passed], .incomplete, .incomplete),
            ([.passed, .inconclusive], .complete, .inconclusive), ([.inconclusive, .error], .complete, .incomplete),
            ([.passed], .interrupted, .interrupted), ([.passed], .running, .interrupted),
            ([.failed], .interrupted, .failed), ([], .complete, .measured), ([.notJudged], .complete, .measured),
            ([.notJudged, .passed], .complete, .passed),
        ] as [([Verdict.State], RunRecord.Status, ReportModel.Outcome)])
    func outcome(states: [Verdict.State], status: RunRecord.Status, outcome: ReportModel.Outcome) {
        #expect(Self.report(states, status: status).outcome == outcome)
    }

    @Test("Undecided gates can be skipped, failed ones cannot")
    func inconclusivePolicy() {
        #expect(Self.report([.passed, .inconclusive], onInconclusive: .skip).outcome == .passed)
        #expect(Self.report([.inconclusive, .failed], onInconclusive: .skip).outcome == .failed)
        #expect(Self.report([.inconclusive, .error], onInconclusive: .skip).outcome == .incomplete)
    }

    @Test("Numbers that are not finite do not reach a report")
    func finiteValues() {
        let model = ReportModel(run: SampleRun.run, summaries: [0: [.latencyP50: .nan, .accuracy: 0.5]])
        #expect(model.summaries[0] == [.accuracy: 0.5])
    }

    @Test("Warnings of the charts stand beside the run's, with their hints")
    func warnings() {
        let model = ReportModel(
            run: SampleRun.run, summaries: [:],
            warnings: [Diagnostic(.warning, code: "c", "no charts", hint: "install it")])
        #expect(model.warnings == SampleRun.run.warnings + ["no charts; install it"])
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
