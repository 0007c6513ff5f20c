import Foundation
import TestSupport
import Testing

/// `pawl trend --csv`: anyone's series.
@Suite("pawl trend --csv", .hangLimit) struct StatedTrendTests {
    let workspace: Workspace

    init() throws { workspace = try Workspace(samples: 1) }

    private static let nights = [43.5, 43.1, 41.6, 43.2, 72.0, 71.9, 72.5, 74.2, 72.3, 72.9, 72.4]

    private func table(_ nights: Int, separator: String = ",") -> String {
        let rows = (0..<nights).map { night in
            [
                String(format: "2026-03-%02d", night + 1), "\(Self.nights[night])", night == 4 ? "model changed" : "",
                "c\(night)abcdef0",
            ].joined(separator: separator)
        }
        return ([["time", "value", "event", "commit"].joined(separator: separator)] + rows).joined(separator: "\n")
            + "\n"
    }

    @Test("A step of 30 deviations is found the night of a known event, and named", arguments: [",", ";", "\t"])
    func known(separator: String) throws {
        try workspace.write(table(5, separator: separator), to: "nights.csv")
        let outcome = workspace.pawl("trend", "--csv", "nights.csv", "--lower-is-better", "--fail-on", "regression")
        #expect(outcome.code == 1, "\(outcome.diagnostic)")
        let text = outcome.result.replacing(#/\s+/#, with: " ")
        // 72 over the geometric mean of the four before, 42.84.
        #expect(text.contains("REGRESSION +68.1 %") && text.contains("since 2026-03-05; commits c3abcde..c4abcde"))
        #expect(text.contains("found at once, new; changed with it: model changed"))
        #expect(text.contains("5 values of nights.csv, from 2026-03-01 to 2026-03-05"))
    }

    @Test("Without a direction a level changes, and nothing fails; with the other one it improves") func direction()
        throws
    {
        try workspace.write(table(9), to: "nights.csv")
        let plain = workspace.pawl("trend", "--csv", "nights.csv", "--fail-on", "any-regression")
        #expect(plain.code == 0 && plain.result.contains("CHANGED") && plain.result.hasPrefix("nights: 1 change\n"))
        let better = workspace.pawl("trend", "--csv", "nights.csv", "--higher-is-better")
        #expect(better.result.contains("IMPROVED"))
    }

    @Test("One or two values are too short to tell, three with an event between them are probable") func short() throws
    {
        try workspace.write("time,value\n1,43.5\n2,72\n", to: "two.csv")
        #expect(workspace.pawl("trend", "--csv", "two.csv").result.contains("too short to tell"))
        try workspace.write("time,value,event\n1,43.5,\n2,43.1,\n3,72,new model\n", to: "three.csv")
        let outcome = workspace.pawl("trend", "--csv", "three.csv", "--lower-is-better", "--fail-on", "any-regression")
        #expect(outcome.code == 0 && outcome.result.contains("probably +66."))
    }

    @Test("A slow drift is told with its slope, not as a staircase, and fails what asks for it") func drift() throws {
        let rows = (0..<120).map { day in
            let noise = 0.004 * Double((day * 7919) % 13 - 6) / 4
            return "\(day),\(100 * pow(1.005, Double(day) / 7) * (1 + noise))"
        }
        try workspace.write("time,value\n" + rows.joined(separator: "\n"), to: "slow.csv")
        let outcome = workspace.pawl("trend", "--csv", "slow.csv", "--lower-is-better", "--out", "out")
        let text = outcome.result.replacing(#/\s+/#, with: " ")
        // 1.005^(10/7) - 1 = 0.715 % every ten days.
        #expect(text.contains("DRIFT +0.7 % every 10 steps") && text.contains("since 0"))
        #expect(!text.contains("REGRESSION") && text.hasPrefix("slow: 0 regressions, 1 drift (1 for the worse)"))
        #expect(
            workspace.pawl("trend", "--csv", "slow.csv", "--lower-is-better", "--fail-on", "any-regression").code == 1)
        let json = try Workspace.json(workspace.text("out/trend.json"))
        let series = try #require((json["series"] as? [[String: Any]])?.first)
        #expect(series["finding"] as? String == "drifts" && (series["drifts"] as? [Any])?.count == 1)
        #expect(series["metric"] as? String == "value")
    }

    @Test("A pattern of the week does not alarm, a step beside it does") func season() throws {
        func rows(_ step: Double) -> String {
            "time,value\n"
                + (0..<140).map { day in
                    let noise = 0.2 * Double((day * 7919) % 13 - 6)
                    return "\(day),\(100 + noise - (day % 7 >= 5 ? 5 : 0) + (day >= 100 ? step : 0))"
                }.joined(separator: "\n")
        }
        try workspace.write(rows(0), to: "week.csv")
        #expect(
            workspace.pawl("trend", "--csv", "week.csv").result.hasPrefix("week: no change\n"))
        let quiet = workspace.pawl("trend", "--csv", "week.csv", "--out", "out").result
        // Two of seven days 5 lower, half of that either way.
        let pattern = #/week: value: a pattern that repeats every 7 values \(±2\.\d %\) was taken out first/#
        for text in try [quiet, workspace.text("out/trend.md"), workspace.text("out/trend.html")] {
            let plain = text.replacing(#/<[^>]*>/#, with: "").replacing(#/\s+/#, with: " ")
            #expect(plain.contains(pattern), "\(text)")
        }
        try workspace.write(rows(6), to: "step.csv")
        let step = workspace.pawl("trend", "--csv", "step.csv").result.replacing(#/\s+/#, with: " ")
        #expect(step.contains("CHANGED") && step.contains("since 100"))
        #expect(step.contains("a pattern that repeats every 7 values"))
    }

    @Test("A drift that is over is counted, and no interval has two ends that read alike") func ended() throws {
        let rows = (0..<200).map { day in
            let noise = 0.001 * Double((day * 7919) % 13 - 6) / 4
            return "\(day),\(100 * exp(0.003 * Double(min(day, 120))) * (1 + noise))"
        }
        try workspace.write("time,value\n" + rows.joined(separator: "\n"), to: "rise.csv")
        let outcome = workspace.pawl("trend", "--csv", "rise.csv", "--lower-is-better", "--fail-on", "any-regression")
        // What is over counts for no policy.
        #expect(outcome.code == 0)
        #expect(outcome.result.hasPrefix("rise: 0 regressions, 1 drift (1 for the worse, 1 over)\n"))
        let text = outcome.result.replacing(#/\s+/#, with: " ")
        #expect(text.contains("DRIFT") && !text.contains(#/\((\S+ %) to \1\)/#))
    }

    @Test("A level that goes to and fro is not told as one level") func alternating() throws {
        let rows = (0..<120).map { day in
            let noise = 0.01 * Double((day * 7919) % 13 - 6) / 4
            return "\(day),\((day / 10 % 2 == 0 ? 10 : 10.5) * (1 + noise))"
        }
        try workspace.write("time,value\n" + rows.joined(separator: "\n"), to: "turns.csv")
        let result = workspace.pawl("trend", "--csv", "turns.csv").result
        #expect(result.hasPrefix("turns: 11 changes\n"))
    }

    @Test("Two levels by chance are said; a last value unlike a constant is probable") func remarks() throws {
        let turns = (0..<60).map { day in
            let noise = 0.001 * Double((day * 7919) % 13 - 6) / 4
            let level = day * day * 31 % 17 % 5 < 2 ? 10.5 : 10.0
            return "\(day),\(level * (1 + noise))"
        }
        try workspace.write("time,value\n" + turns.joined(separator: "\n"), to: "turns.csv")
        let result = workspace.pawl("trend", "--csv", "turns.csv").result.replacing(#/\s+/#, with: " ")
        #expect(
            result.contains(#/single values lie at two levels by turns: \d\d % at 10, \d\d % at 10\.5/#), "\(result)"
        )
        let constant = (0..<20).map { "\($0),\($0 < 19 ? "10" : "11")" }
        try workspace.write("time,value\n" + constant.joined(separator: "\n"), to: "constant.csv")
        #expect(workspace.pawl("trend", "--csv", "constant.csv").result.contains("PROBABLE"))
    }

    @Test("Several series in one table are several lines of one report") func long() throws {
        let rows = (1...8).flatMap { ["\($0),a,\($0 < 5 ? 10 : 20)", "\($0),b,7.5"] }
        try workspace.write("run,series,us\n" + rows.joined(separator: "\n"), to: "long.csv")
        let outcome = workspace.pawl("trend", "--csv", "long.csv", "--lower-is-better", "--format", "json")
        let series = try #require(Workspace.json(outcome.result)["series"] as? [[String: Any]])
        #expect(series.map { $0["variant"] as? String } == ["a", "b"])
        #expect(series.map { $0["finding"] as? String } == ["changed", "unchanged"])
    }

    @Test(
        "What is wrong is named with its line",
        arguments: [
            ("time,value\n2026-01-01,1\n2026-13-01,2\n", "bad.csv:3:1", "'2026-13-01' is no time"),
            ("time,value\n1,1\n2,x\n", "bad.csv:3:1", "'x' is no number"),
            ("time,value\n1,1\n2,\n", "bad.csv:3:1", "the value is missing"),
            ("time,value\n1,1\n2,3,4\n", "bad.csv:3:1", "3 fields, the first line 2"),
            ("time,value\n1,1\n2026-01-02,3\n", "bad.csv:3:1", "give all of them numbers"),
            ("when,what,how\n1,1,2\n", "bad.csv:1:1", "no column 'time'"), ("", "bad.csv", "holds no row"),
            ("time,value\n1,nan\n", "bad.csv:2:1", "'nan' is no number"),
            ("time,value\n1,\"2\n", "bad.csv:2:1", "does not end in its line"),
        ])
    func faults(text: String, place: String, words: String) throws {
        try workspace.write(text, to: "bad.csv")
        let outcome = workspace.pawl("trend", "--csv", "bad.csv")
        #expect(outcome.code == 2 && outcome.result.isEmpty)
        #expect(outcome.diagnostic.contains(place) && outcome.diagnostic.contains(words), "\(outcome.diagnostic)")
    }

    @Test("Options that do not go together are refused with the way out") func options() throws {
        try workspace.write(table(5), to: "nights.csv")
        for arguments in [
            ["trend"], ["trend", "nightly", "--csv", "nights.csv"],
            ["trend", "--csv", "nights.csv", "--metric", "accuracy"],
            ["trend", "--csv", "nights.csv", "--lower-is-better", "--higher-is-better"],
            ["trend", "nightly", "--higher-is-better"], ["trend", "--csv", "nights.csv", "--separator", "ab"],
            ["trend", "--csv", "missing.csv"],
        ] {
            let outcome = workspace.run(arguments)
            #expect(outcome.code == 2 && !outcome.diagnostic.isEmpty, "\(arguments)")
        }
    }
}
