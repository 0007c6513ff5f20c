import Gating
import Harness

extension StoppingRule {
    /// The harness asks, the gates answer.
    public func answer(_ question: ContestQuestion) -> ContestQuestion.Answer {
        let answer =
            question.pair.map { self.answer(question.run, pair: $0) } ?? self.answer(question.run, cell: question.cell)
        return switch answer {
        case .decided: .decided
        case .undecided(let moreLaunches): .undecided(moreLaunches: moreLaunches)
        }
    }
}
