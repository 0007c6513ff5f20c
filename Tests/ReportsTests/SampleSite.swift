import Foundation
import Gating
import Records
import Reports
import TestSupport
import Trends

/// A site of made-up suites: the same on every machine.
enum SampleSite {
    static var suites: [SiteSuite] { [nightly(name: "nightly"), quiet] }

    /// Four variants of two models, one of them on two machines; a regression, an outage, a cell that fails.
    static func nightly(name: String, rename: (String) -> String = { $0 }) -> SiteSuite {
        let variants: [(String, String, Double)] = [
            ("filetype", "fp32", 3_470_000), ("filetype", "fp16", 3_510_000), ("filetype", "int8-qdq", 1_580_000),
            ("filetype", "int8-dynamic", 16_300_000), ("speech", "fp32", 41_200_000), ("speech", "int8", 23_900_000),
        ]
        var series: [TrendSeries] = []
        for (index, (model, variant, base)) in variants.enumerated() {
            var latency = SampleTrends.series(rename(variant), base: base, model: rename(model))
            latency.cell.suite = name
            if index != 2 {
                (latency.changes, latency.events, latency.levels) = ([], [], [])
                for place in latency.points.indices {
                    latency.points[place].value = base * (1 + 0.008 * SampleTrends.wave(place * (index + 2)))
                }
                latency.levels = [
                    TrendLevel(range: latency.points.indices, value: base, low: base * 0.984, high: base * 1.016)
                ]
                latency.noise = 0.008
            }
            var quality = latency
            quality.metric = .accuracy
            (quality.changes, quality.events, quality.levels, quality.noise) = ([], [], [], 0.0004)
            for place in quality.points.indices {
                quality.points[place].value = 0.95 + 0.001 * Double(index) + 0.0004 * SampleTrends.wave(place + 5)
            }
            series += [latency, quality]
        }
        if let place = series.firstIndex(where: { !$0.changes.isEmpty }) {
            series[place].events = series[place].events.map { event in
                var event = event
                event.text = rename(event.text)
                return event
            }
            series.swapAt(0, place)
        }
        let until = SampleTrends.start.addingTimeInterval(120 * 86_400)
        return SiteSuite(
            name: name, runs: runs(rename), cells: cells(variants, name, rename),
            trends: TrendReport(
                suite: name, since: SampleTrends.start, until: until, series: series,
                notes: [rename("12 runs of another machine are left out")]),
            environment: ComparedEnvironment(
                run: "r",
                comparison: EnvironmentComparison(
                    earlier: environment("6.1.0-18-amd64", "0.1.0"),
                    later: environment(rename("6.1.0-21-amd64"), "0.2.0"))),
            marks: [
                TrendMark(
                    date: SampleTrends.start.addingTimeInterval(86_400 * 20), text: rename("baseline release-1.4"))
            ])
    }

    /// One cell, no verdict, no change.
    private static var quiet: SiteSuite {
        var suite = nightly(name: "pull request")
        suite.runs = suite.runs.map { run in
            var run = run
            (run.verdicts, run.outcome, run.id) = ([:], .measured, "9" + run.id.dropFirst())
            return run
        }
        suite.cells = []
        suite.environment = nil
        suite.trends.series = Array(suite.trends.series.filter { $0.changes.isEmpty }.prefix(2))
        suite.trends.notes = []
        return suite
    }

    private static func environment(_ kernel: String, _ version: String) -> EnvironmentRecord {
        EnvironmentRecord(
            hostName: "bench-1", machineFingerprint: "f0",
            facts: [
                .init(group: "kernel", key: "release", value: .text(kernel)),
                .init(group: "pawl", key: "version", value: .text(version)),
            ])
    }

    private static func runs(_ rename: (String) -> String) -> [SiteRun] {
        (0..<30).map { age in
            let startedAt = SampleTrends.start.addingTimeInterval(Double(119 - age) * 86_400)
            let outcome: RunOutcome = age == 0 ? .failed : age == 4 ? .interrupted : age == 9 ? .inconclusive : .passed
            return SiteRun(
                id: rename(String(format: "00000000-0000-4000-8000-%012d", 119 - age)), kind: .nightly,
                outcome: outcome,
                startedAt: startedAt, finishedAt: age == 4 ? nil : startedAt.addingTimeInterval(754),
                hostName: rename("bench-1"), gitCommit: rename(String(format: "%012x", (age + 3) * 7_919_131_071_913)),
                gitIsDirty: age == 2,
                verdicts: age == 0
                    ? [.failed: 1, .passed: 11] : age == 9 ? [.inconclusive: 1, .passed: 11] : [.passed: 12],
                cellCount: 6, failedCellCount: age == 0 ? 1 : 0)
        }
    }

    private static func cells(
        _ variants: [(String, String, Double)], _ suite: String, _ rename: (String) -> String
    ) -> [SiteCell] {
        ["bench-1", "board: aarch64, Cortex-A76, Linux 6.6.51"].enumerated().flatMap { place, machine in
            variants.enumerated().map { index, variant in
                SiteCell(
                    address: CellAddress(
                        suite: suite, model: rename(variant.0), variant: rename(variant.1), runtimeLabel: "ort"),
                    isReference: variant.1 == "fp32", runtime: rename("onnxruntime 1.31.1"), machine: rename(machine),
                    run: "r", startedAt: SampleTrends.start.addingTimeInterval(Double(119 - place) * 86_400),
                    values: [
                        .latencyP50: variant.2 * (place == 0 ? 1 : 3.4), .accuracy: 0.95 + 0.001 * Double(index),
                        .modelSize: 3_163_737 / Double(index + 1),
                    ],
                    verdicts: index == 3 ? [.failed: 1, .passed: 3] : [.passed: 4],
                    failure: index == 5 && place == 1 ? rename("the worker died from a signal") : nil)
            }
        }
    }
}
