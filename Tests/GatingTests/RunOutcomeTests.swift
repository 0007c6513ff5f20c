import Foundation
import Gating
import Records
import TestSupport
import Testing

@Suite(.hangLimit) struct RunOutcomeTests {
    private func verdict(_ state: Verdict.State) -> Verdict {
        Verdict(
            gate: 0, metric: .latencyP50, against: .reference, rule: "", file: "", line: 1, column: 1, cell: 0,
            state: state, headline: "")
    }

    @Test(
        "the outcome is the worst that applies",
        arguments: [
            ([Verdict.State.passed, .passed], InconclusivePolicy.fail, RunRecord.Status.complete, RunOutcome.passed),
            ([.passed, .notJudged], .fail, .complete, .passed), ([.notJudged], .fail, .complete, .measured),
            ([], .fail, .complete, .measured), ([], .fail, .interrupted, .interrupted),
            ([], .skip, .incomplete, .incomplete), ([.passed, .inconclusive], .fail, .complete, .inconclusive),
            ([.passed, .inconclusive], .skip, .complete, .passed), ([.inconclusive], .skip, .complete, .passed),
            ([.passed, .error], .skip, .complete, .incomplete),
            ([.error, .inconclusive], .fail, .complete, .incomplete),
            ([.error, .inconclusive, .failed], .fail, .interrupted, .failed),
            ([.passed], .skip, .interrupted, .interrupted), ([.passed], .skip, .incomplete, .incomplete),
            ([.passed], .skip, .running, .running),
        ])
    func outcomes(
        states: [Verdict.State], policy: InconclusivePolicy, status: RunRecord.Status, outcome: RunOutcome
    ) {
        let run = RunRecord(
            id: "r", kind: .gate, status: status, suite: SuiteReference(name: "s", file: "s.yaml", digest: "d"),
            startedAt: Date(timeIntervalSince1970: 0), seed: 1, pawlVersion: "0",
            environment: EnvironmentRecord(hostName: "h", machineFingerprint: "f", facts: []),
            verdicts: states.map(verdict), onInconclusive: policy)
        #expect(RunOutcome(of: run) == outcome)
    }

    @Test("only what passed, and what had nothing to pass, exits with 0")
    func exitCodes() {
        #expect(RunOutcome.allCases.filter { $0.exitCode == 0 } == [.passed, .measured])
        #expect(RunOutcome.allCases.filter { $0.exitCode == 1 } == [.failed])
        #expect(
            RunOutcome.allCases.filter { $0.exitCode == 3 } == [.interrupted, .running, .incomplete, .inconclusive])
    }
}
