import Foundation
import Measures
import Records
import Testing
import Trends

@Suite("Known events in a history") struct TrendEventTests {
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

    @Test("All events but the model's end a level, whatever the values") func breaks() {
        let flat = level(10, 12)
        #expect(report(values: flat) { $0.runtimeVersion = "2" }.levels.map(\.range) == [0..<6, 6..<12])
        #expect(report(values: flat) { $0.kernelRelease = "7" }.levels.count == 2)
        #expect(report(values: flat) { $0.modelDigest = "d1" }.levels.count == 1)
        #expect(report(values: flat) { $0.modelDigest = "d1" }.events.map(\.kind) == [.model])
    }

    @Test("Another kernel ends no level of answers, another runtime does") func answers() {
        let flat = level(0.5, 12)
        #expect(report(.accuracy, values: flat) { $0.kernelRelease = "7" }.levels.count == 1)
        #expect(report(.accuracy, values: flat) { $0.runtimeVersion = "2" }.levels.count == 2)
        #expect(report(.modelSize, values: flat) { $0.runtimeVersion = "2" }.levels.count == 1)
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
