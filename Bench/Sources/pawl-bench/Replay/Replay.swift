import Foundation

/// Runs traces through rules: deterministic, whatever the machine.
struct Replay {
    /// Whose machine time every other rule gets, on each group and change.
    var yardstick: PawlRule
    var others: [any GateRule]

    static let margin = 0.03

    static var standard: Replay {
        let tests: [any SampleTest] = [
            CriterionTest(), CriterionTest(noiseThreshold: margin), MannWhitneyTest(),
            MannWhitneyTest(repetitions: 10), WelchTest(), FixedPercentage(allowedRatio: 1.05, name: "fixed 5 %"),
            FixedPercentage(allowedRatio: 2, name: "fixed 200 %"),
        ]
        let sampled = SampledRule.Order.allCases.flatMap { order in
            tests.map { SampledRule(test: $0, order: order) as any GateRule }
        }
        return Replay(yardstick: .product(margin: margin), others: [PawlRule.product(margin: 0.01)] + sampled)
    }

    /// Groups in the order of the traces, changes ascending, rules in their order.
    func outcomes(of traces: [Trace]) -> [RuleOutcome] {
        Self.grouped(traces).flatMap { origin, members -> [RuleOutcome] in
            let rulings = members.compactMap { yardstick.judge($0, within: .infinity) }
            guard !rulings.isEmpty else { return [] }
            let first = RuleOutcome(rule: yardstick.name, origin: origin, rulings: rulings)
            return [first]
                + others.compactMap { rule in
                    let rulings = members.compactMap { rule.judge($0, within: first.meanSeconds) }
                    return rulings.isEmpty ? nil : RuleOutcome(rule: rule.name, origin: origin, rulings: rulings)
                }
        }
    }

    /// Traces of one group and true change, from whatever pair of variants.
    static func grouped(_ traces: [Trace]) -> [(origin: Trace.Origin, traces: [Trace])] {
        var groups: [String] = []
        for trace in traces where !groups.contains(trace.origin.group) { groups.append(trace.origin.group) }
        return groups.flatMap { group -> [(Trace.Origin, [Trace])] in
            let members = Dictionary(
                grouping: traces.filter { $0.origin.group == group }, by: \.origin.changeMillionths)
            return members.sorted { $0.key < $1.key }.map { ($0.value[0].origin, $0.value) }
        }
    }
}
