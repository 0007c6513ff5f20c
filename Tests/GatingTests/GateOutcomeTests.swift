import Gating
import Measures
import Records
import SuiteModel
import Testing

@Suite struct GateOutcomeTests {
    private func verdict(_ state: Verdict.State) -> Verdict {
        Verdict(
            gate: 0, metric: .latencyP50, against: .reference, rule: "", file: "", line: 1, column: 1, cell: 0,
            state: state, headline: "")
    }

    @Test(
        "the exit code follows the worst verdict, the policy and the run",
        arguments: [
            ([Verdict.State.passed, .passed], InconclusivePolicy.fail, RunRecord.Status.complete, Int32(0)),
            ([.passed, .notJudged], .fail, .complete, 0), ([], .fail, .complete, 0),
            ([.passed, .inconclusive], .fail, .complete, 3), ([.passed, .inconclusive], .skip, .complete, 0),
            ([.passed, .error], .skip, .complete, 3), ([.error, .inconclusive, .failed], .fail, .interrupted, 1),
            ([.passed], .skip, .interrupted, 3), ([.passed], .skip, .incomplete, 3), ([.passed], .skip, .running, 3),
        ])
    func exitCodes(states: [Verdict.State], policy: InconclusivePolicy, status: RunRecord.Status, code: Int32) {
        #expect(GateOutcome(verdicts: states.map(verdict), policy: policy, status: status).exitCode == code)
    }
}
