import Diagnostics
import Harness
import Records
import Suites

/// A budget that is certain to decide nothing: refused before anything is measured, with one that may do.
struct InsufficientBudget: DiagnosableError, Equatable {
    var budgetSeconds: Double
    var least: MinimumDuration
    /// Of the budget, for launches; the rest is for what comes after them.
    var share: Double

    /// - Parameters:
    ///   - totalSeconds: of a night, for all of it; the plan's own budget is for launches only.
    ///   - formerSeconds: that an earlier process spent of it: what it measured is no more needed.
    /// - Throws: `InsufficientBudget`.
    static func check(_ plan: Plan, totalSeconds: Double?, formerSeconds: Double) throws(InsufficientBudget) {
        let least = MinimumDuration(plan)
        guard let totalSeconds else {
            if let budget = plan.measurement.budgetSeconds, budget < least.seconds {
                throw InsufficientBudget(budgetSeconds: budget, least: least, share: 1)
            }
            return
        }
        let share = 1 - RunDeadline.reservedShare
        if formerSeconds == 0, totalSeconds * share < least.seconds {
            throw InsufficientBudget(budgetSeconds: totalSeconds, least: least, share: share)
        }
    }

    /// As documented: there is no verdict, whatever the suite says.
    var blame: Blame { .machine }

    var diagnostics: [Diagnostic] {
        let needed = Quantity.duration(seconds: least.seconds / share)
        let parts = [(least.pairs, "pair", least.launchesOfPair), (least.cellsAlone, "cell", least.launchesAlone)]
            .filter { $0.0 > 0 }
            .map { count, noun, launches in
                "\(count) \(noun)\(count == 1 ? "" : "s") x \(launches) launch\(launches == 1 ? "" : "es")"
            }
        return [
            Diagnostic(
                code: "budget.too-small",
                "a budget of \(Quantity.duration(seconds: budgetSeconds)) decides nothing: this suite needs at least "
                    + "about \(needed) (\(parts.joined(separator: ", "))); nothing was measured",
                hint:
                    "loading, warming up and golden sets come on top: allow several times as much, choose variants with "
                    + "--only, or ask for less in the suite's 'measurement' (launches, quads, block_time)")
        ]
    }
}
