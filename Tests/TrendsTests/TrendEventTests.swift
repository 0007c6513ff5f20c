import Foundation
import Records
import Synchronization
import TestSupport
import Testing
import Trends

@Suite("Known events in a history", .hangLimit) struct TrendEventTests {
    private func report(
        _ metric: Metric = .latencyP50, values: [Double] = level(10, 6) + level(11, 6),
        change: (inout HistoryFacts) -> Void
    ) -> TrendSeries {
        let history = SteppedHistory.history(
            SteppedHistory.series("a", metric: metric, values) { facts, day in if day >= 6 { change(&facts) } })
        return SteppedHistory.report(history) { $0.metrics = [metric] }.series[0]
    }

    @Test("Events are named at the change that lies there")
    func named() {
        let texts: [(String, (inout HistoryFacts) -> Void)] = [
            ("model d0 -> d1", { $0.modelDigest = "d1" }),
            ("onnxruntime 1.31.1 -> onnxruntime 1.32.0", { $0.runtimeVersion = "1.32.0" }),
            ("onnxruntime 1.31.1, another build", { $0.runtimeLibraryDigest = "beef" }),
            ("cpu -> xnnpack", { $0.runtimeProvider = "xnnpack" }),
            ("cpu: options changed", { $0.runtimeOptions = #"{"threads":"2"}"# }),
            ("other golden set", { $0.goldenSetDigest = "8888" }),
            (
                "Debian 12 -> Debian 13, 6.1.0 -> 6.12.0",
                {
                    $0.distribution = "Debian 13"; $0.kernelRelease = "6.12.0"
                }
            ),
            ("Pawl 0.1.0 -> 0.2.0", { $0.pawlVersion = "0.2.0" }),
        ]
        for (text, change) in texts {
            let series = report(change: change)
            #expect(series.events.map(\.text) == [text] && series.events.map(\.position) == [6])
            #expect(series.changes.map { $0.events.map(\.text) } == [[text]])
        }
    }

    @Test("A fact that is not known is no event") func unknown() {
        #expect(report { $0.kernelRelease = "" }.events.isEmpty)
    }

    private func question(_ metric: Metric = .latencyP50, change: (inout HistoryFacts) -> Void) -> LevelQuestion? {
        let history = SteppedHistory.history(
            SteppedHistory.series("a", metric: metric, level(0.5, 12)) { facts, day in if day >= 6 { change(&facts) } })
        let asked = Mutex<LevelQuestion?>(nil)
        let analysis = TrendAnalysis(
            options: TrendOptions(since: SteppedHistory.start, until: SteppedHistory.now, metrics: [metric])
        ) { question in
            asked.withLock { $0 = question }
            return SteppedHistory.search(question)
        }
        _ = analysis.report(history, suite: "demo")
        return asked.withLock { $0 }
    }

    @Test("Every event of a series is a place to test, and ends no level by itself") func places() {
        let changes: [(inout HistoryFacts) -> Void] = [
            { $0.runtimeVersion = "2" }, { $0.kernelRelease = "7" }, { $0.modelDigest = "d1" },
            { $0.goldenSetDigest = "8" }, { $0.pawlVersion = "2" }, { $0.runtimeProvider = "x" },
        ]
        for change in changes {
            let question = question(change: change)
            #expect(question?.events == [6] && question?.gulfs == [])
        }
        #expect(report(values: level(10, 12)) { $0.runtimeVersion = "2" }.levels.map(\.range) == [0..<12])
    }

    @Test("Another kernel moves no answers, another golden set makes them another quantity, exact metrics need no test")
    func answers() {
        #expect(question(.accuracy) { $0.kernelRelease = "7" }?.events == [])
        #expect(question(.accuracy) { $0.runtimeVersion = "2" }?.events == [6])
        #expect(question(.accuracy) { $0.goldenSetDigest = "8" }?.gulfs == [6])
        #expect(question(.modelSize) { $0.runtimeVersion = "2" } == nil)
    }

    @Test("Answers to another golden set are another metric: no change, and an earlier one is held against its own end")
    func goldenSet() {
        let series = report(.accuracy, values: level(0.9, 6) + level(0.5, 6)) { $0.goldenSetDigest = "8888" }
        #expect(series.changes.isEmpty && series.levels.count == 2)
        let earlier = report(.accuracy, values: level(0.9, 3) + level(0.8, 3) + level(0.95, 6)) {
            $0.goldenSetDigest = "8888"
        }
        #expect(earlier.changes.map(\.verdict) == [.regression] && earlier.changes.map(\.isRecovered) == [false])
    }
}
