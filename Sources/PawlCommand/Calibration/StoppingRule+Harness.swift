import Gating
import Harness

extension StoppingRule {
    /// The harness asks, the gates answer.
    public func decision(_ question: InterimLook) -> InterimLook.Decision {
        let decision =
            question.pair.map { self.decision(question.run, pair: $0) }
            ?? self.decision(question.run, cell: question.cell)
        return switch decision {
        case .decided: .decided
        case .undecided(let moreLaunches): .undecided(moreLaunches: moreLaunches)
        }
    }
}
