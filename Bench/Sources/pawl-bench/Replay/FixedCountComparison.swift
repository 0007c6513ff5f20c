/// What Pawl's looks save against always measuring the same number of launches, at equal power.
struct FixedCountComparison: Codable, Equatable, Sendable {
    var group: String
    /// The smallest fixed number of launches that decides at least as many traces rightly as Pawl does, at every true
    /// change: fails those beyond the margin, passes those within (on the margin there is no right decision). Nil when no
    /// number up to the recorded one does.
    var launches: Int?
    /// Mean machine seconds of one gate, by true change in percent.
    var savings: [Saving]

    struct Saving: Codable, Equatable, Sendable {
        var change: Double
        var pawlSeconds: Double
        var fixedSeconds: Double
        /// -1/3 is a third less machine time than the fixed rule.
        var relativeDifference: Double { pawlSeconds / fixedSeconds - 1 }
    }

    static func all(_ traces: [Trace], rule: PawlRule) -> [FixedCountComparison] {
        var groups: [String] = []
        let grouped = Replay.grouped(traces)
        for (origin, _) in grouped where !groups.contains(origin.group) { groups.append(origin.group) }
        return groups.compactMap { group in compare(grouped.filter { $0.origin.group == group }, rule) }
    }

    private static func compare(
        _ members: [(origin: Trace.Origin, traces: [Trace])], _ rule: PawlRule
    ) -> FixedCountComparison? {
        let most = members.flatMap { $0.traces.map(\.launches.count) }.min() ?? 0
        guard most >= 2 else { return nil }
        let decidable = members.compactMap { origin, traces -> (right: Ruling.Decision, traces: [Trace])? in
            let distance = Double(origin.changeMillionths) / 1e6 - rule.margin
            return distance.magnitude < 1e-9 ? nil : (distance > 0 ? .fail : .pass, traces)
        }
        func rightDecisions(_ rule: PawlRule, _ right: Ruling.Decision, _ traces: [Trace]) -> Int {
            traces.count { rule.judge($0, within: .infinity)?.decision == right }
        }
        let wanted = decidable.map { rightDecisions(rule, $0.right, $0.traces) }
        let launches = (2...most).first { launches in
            let fixed = PawlRule.fixed(launches: launches, margin: rule.margin)
            return zip(decidable, wanted).allSatisfy { rightDecisions(fixed, $0.right, $0.traces) >= $1 }
        }
        let savings = launches.map { launches in
            members.map { origin, traces in
                let rulings = traces.compactMap { rule.judge($0, within: .infinity) }
                let fixed = traces.map { $0.secondsPerLaunch * Double(launches) }
                return Saving(
                    change: origin.changePercent,
                    pawlSeconds: rulings.reduce(0) { $0 + $1.seconds } / Double(max(rulings.count, 1)),
                    fixedSeconds: fixed.reduce(0, +) / Double(fixed.count))
            }
        }
        return FixedCountComparison(group: members[0].origin.group, launches: launches, savings: savings ?? [])
    }
}
