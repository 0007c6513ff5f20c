import Foundation

/// A replay's results, for people and for programs.
struct ReplayReport: Codable, Equatable, Sendable {
    var outcomes: [RuleOutcome]
    var fixedCounts: [FixedCountComparison]

    var json: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
            return String(decoding: try encoder.encode(self), as: UTF8.self)
        }
    }

    /// One table per group.
    ///
    /// - Parameter pictures: Markdown to put after a group's table.
    func text(asMarkdown: Bool, pictures: [String: String] = [:]) -> String {
        var groups: [String] = []
        for outcome in outcomes where !groups.contains(outcome.group) { groups.append(outcome.group) }
        return groups.map { group in
            let members = outcomes.filter { $0.group == group }
            let changes = Set(members.map(\.change)).sorted()
            let head = asMarkdown ? "### \(group)\n\n" : "\(group)\n"
            let counts = changes.map { change in
                "\(members.first { $0.change == change }?.traces ?? 0) at \(Self.signed(change))"
            }
            return head + "Traces: \(counts.joined(separator: ", ")).\n\n"
                + table(members, changes: changes).text(asMarkdown: asMarkdown) + saved(in: group)
                + (pictures[group].map { "\n\n\($0)" } ?? "")
        }.joined(separator: "\n\n") + "\n" + savedOverall(asMarkdown: asMarkdown)
    }

    private func table(_ members: [RuleOutcome], changes: [Double]) -> TextTable {
        var rules: [String] = []
        for outcome in members where !rules.contains(outcome.rule) { rules.append(outcome.rule) }
        let powers = changes.filter { $0 != 0 }
        let header =
            ["rule", "false alarms (95 % interval)", "called faster"]
            + powers.map { "fails at \(Self.signed($0))" } + ["seconds at 0 %", "seconds at +5 %"]
        let rows = rules.map { rule -> [String] in
            func outcome(_ change: Double) -> RuleOutcome? {
                members.first { $0.rule == rule && $0.change == change }
            }
            let none = outcome(0)
            let alarms = none?.failedShare.map { failed in
                "\(Self.percent(failed.share)) (\(Self.percent(failed.low)) to \(Self.percent(failed.high)))"
            }
            let faster = none.map { Self.percent(Double($0.faster) / Double(max($0.traces, 1))) }
            return [rule, alarms ?? "–", faster ?? "–"]
                + powers.map { change in outcome(change)?.failedShare.map { Self.percent($0.share) } ?? "–" }
                + [0, 5].map { change in outcome(change).map { String(format: "%.1f", $0.meanSeconds) } ?? "–" }
        }
        return TextTable(header: header, rows: rows)
    }

    private func saved(in group: String) -> String {
        guard let comparison = fixedCounts.first(where: { $0.group == group }) else { return "" }
        guard let launches = comparison.launches else {
            return
                "\n\nNo fixed number of launches up to the recorded one decides as many traces rightly as Pawl's looks do.\n"
        }
        let savings = comparison.savings.map {
            String(
                format: "%@: %.1f s instead of %.1f s (%+.0f %%)", Self.signed($0.change), $0.pawlSeconds,
                $0.fixedSeconds,
                100 * $0.relativeDifference)
        }
        return
            "\n\nA rule that always measures the same number of launches needs \(launches) to decide as many traces rightly, at "
            + "every change. Mean machine time with Pawl's looks: \(savings.joined(separator: "; ")).\n"
    }

    /// Nobody knows a machine's noise beforehand: a fixed number has to serve the worst group.
    private func savedOverall(asMarkdown: Bool) -> String {
        let known = fixedCounts.compactMap { comparison in comparison.launches.map { (comparison, Double($0)) } }
        guard known.count > 1, let most = known.map(\.1).max() else { return "" }
        let changes = Set(known.flatMap { $0.0.savings.map(\.change) }).sorted()
        let savings = changes.map { change in
            let members = known.flatMap { comparison, launches in
                comparison.savings.filter { $0.change == change }.map {
                    (pawl: $0.pawlSeconds, fixed: $0.fixedSeconds / launches * most)
                }
            }
            let pawl = members.reduce(0) { $0 + $1.pawl }, fixed = members.reduce(0) { $0 + $1.fixed }
            return String(format: "%@: %+.0f %%", Self.signed(change), 100 * (pawl / fixed - 1))
        }
        return "\n" + (asMarkdown ? "### All groups\n\n" : "All groups\n")
            + "The number of launches that serves every group is \(Int(most)). Machine time with Pawl's looks against that: "
            + savings.joined(separator: "; ") + ".\n"
    }

    private static func signed(_ percent: Double) -> String {
        percent == 0 ? "0 %" : String(format: "%+g %%", percent)
    }

    private static func percent(_ share: Double) -> String { String(format: "%.1f %%", share * 100) }
}
