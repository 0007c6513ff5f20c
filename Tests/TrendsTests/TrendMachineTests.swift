import Foundation
import Records
import TestSupport
import Testing
import Trends

@Suite("Machines and clocks in a history", .hangLimit) struct TrendMachineTests {
    /// Ten days on one machine, then eight on another, at another level.
    private let moved = SteppedHistory.history(
        SteppedHistory.series("a", level(10, 10) + level(20, 8)) { facts, day in
            guard day >= 10 else { return }
            facts.hostName = "bench-2"
            facts.machineFingerprint = "beef0000"
        })

    @Test("Machines are never mixed: the latest is shown, the others are counted") func latest() {
        let report = SteppedHistory.report(moved)
        #expect(report.series.map(\.points.count) == [8] && report.series[0].changes.isEmpty)
        #expect(report.series[0].machine == TrendMachine(hostName: "bench-2", fingerprint: "beef0000"))
        #expect(
            report.notes.count == 1 && report.notes[0].hasPrefix("10 runs on another machine not shown (bench-1, f00d)")
        )
    }

    @Test("A machine can be named by its host or its fingerprint", arguments: ["bench-1", "f00d", "f0"])
    func named(name: String) {
        let report = SteppedHistory.report(moved) { $0.machine = name }
        #expect(report.series.map(\.points.count) == [10] && report.series[0].machine.hostName == "bench-1")
    }

    @Test("Mixed on purpose, the machine's change is a known break and the machine's doing") func mixed() {
        let report = SteppedHistory.report(moved) { $0.mixesMachines = true }
        #expect(report.series.map(\.points.count) == [18] && report.notes.isEmpty)
        #expect(report.series[0].changes.map(\.verdict) == [.machine] && report.series[0].machine.fingerprint == nil)
        #expect(report.series[0].changes[0].events.map(\.text) == ["bench-1 -> bench-2"])
    }

    @Test("A cell that moved to another device shows the device it was measured on last") func device() {
        let history = SteppedHistory.history(
            SteppedHistory.series("a", level(10, 6) + level(50, 4)) { facts, day in
                facts.device = day < 6 ? "old" : "new"
            })
        let report = SteppedHistory.report(history)
        #expect(report.series.map(\.points.count) == [4] && report.series[0].machine.device == "new")
    }

    @Test("A clock that was set back does not turn the order of a machine's runs round") func clock() {
        let history = SteppedHistory.history(
            SteppedHistory.series("a", (0..<12).map(Double.init).map { $0 + 1 }) { facts, day in
                if day >= 8 { facts.startedAt -= 30 * 86_400 }
            })
        let report = SteppedHistory.report(history)
        #expect(report.series[0].points.map(\.value) == (1...12).map(Double.init))
        #expect(report.notes.count == 1 && report.notes[0].hasPrefix("4 runs say that they started before"))
        let started = SteppedHistory.report(history) { $0.order = .started }
        #expect(started.series[0].points.map(\.value) == [9, 10, 11, 12, 1, 2, 3, 4, 5, 6, 7, 8])
        #expect(started.notes.count == 1 && started.notes[0].hasSuffix("as --order started asks"))
    }

    @Test("Runs that were imported stand where their start says, in whatever order they came") func imported() {
        var history = SteppedHistory.history(SteppedHistory.series("a", (1...12).map(Double.init)))
        let expected = SteppedHistory.report(history)
        // The last night came first.
        for run in history.runs.indices {
            history.runs[run].isImported = true
            history.runs[run].recording = 100 - history.runs[run].recording
        }
        for series in history.series.indices {
            history.series[series].points = history.series[series].points.map { point in
                var facts = point.facts
                facts.recording = 100 - facts.recording
                return HistoryPoint(facts, value: point.value)
            }
        }
        let report = SteppedHistory.report(history)
        #expect(report.series[0].points.map(\.value) == expected.series[0].points.map(\.value))
        #expect(report.notes == expected.notes)
    }

    @Test("Runs from the future are noted") func future() {
        let history = SteppedHistory.history(
            SteppedHistory.series("a", level(10, 6)) { facts, day in
                if day == 5 { facts.startedAt = SteppedHistory.now.addingTimeInterval(86_400) }
            })
        let notes = SteppedHistory.report(history).notes
        #expect(notes.count == 1 && notes[0].hasPrefix("1 run is dated in the future (the last: run-5"))
    }

    @Test("Runs that do not count are told of") func leftOut() {
        var history = SteppedHistory.history(SteppedHistory.series("a", level(10, 6)))
        for (recording, kind, status) in [
            (10, RunRecord.Kind.gate, RunRecord.Status.complete), (11, .gate, .complete), (12, .run, .running),
        ] {
            history.runs.append(
                SuiteHistory.Run(
                    id: "x\(recording)", recording: recording, kind: kind, status: status,
                    startedAt: SteppedHistory.start, hostName: "bench-1", machineFingerprint: "f00d"))
        }
        history.runs[2].status = .interrupted
        let report = SteppedHistory.report(history)
        #expect(report.runs == 6)
        #expect(report.notes.prefix(3).map { $0.prefix(12) } == ["2 runs of 'p", "1 run left o", "1 run stoppe"])
    }
}
