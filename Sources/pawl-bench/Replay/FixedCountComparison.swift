/// What Pawl's looks save against always measuring the same number of launches, at equal power.
struct FixedCountComparison: Codable, Equatable, Sendable {
    var group: String
    /// The smallest fixed number of launches that fails at least as many traces at +5 %, and passes at least as many
    /// without change, as Pawl does; nil when no number up to the recorded one does.
    var launches: Int?
    /// Mean machine seconds of one gate, by true change in percent.
    var savings: [Saving]

    struct Saving: Codable, Equatable, Sendable {
        var change: Double
        var pawlSeconds: Double
        var fixedSeconds: Double
        /// 1/3 is a third less machine time than the fixed rule.
        var saved: Double { 1 - pawlSeconds / fixedSeconds }
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
        guard let unchanged = members.first(where: { $0.origin.isNull })?.traces,
            let slower = members.first(where: { $0.origin.changeMillionths == 50_000 })?.traces
        else { return nil }
        func count(_ decision: Ruling.Decision, _ traces: [Trace], _ rule: PawlRule) -> Int {
            traces.count { rule.judge($0, within: .infinity)?.decision == decision }
        }
        let wantedFails = count(.fail, slower, rule), wantedPasses = count(.pass, unchanged, rule)
        let most = (unchanged + slower).map(\.launches.count).min() ?? 0
        let launches = (2...max(most, 2)).first { launches in
            let fixed = PawlRule.fixed(launches: launches, margin: rule.margin)
            return count(.fail, slower, fixed) >= wantedFails && count(.pass, unchanged, fixed) >= wantedPasses
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
