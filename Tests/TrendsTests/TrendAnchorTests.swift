import Foundation
import Records
import TestSupport
import Testing
import Trends

@Suite("Anchors tell the machine from the model", .hangLimit) struct TrendAnchorTests {
    /// The anchor's level, and a cell's, in two halves of six days; facts may change with the second half of the anchor.
    private func report(
        anchor: [Double], cell: [Double], metric: Metric = .latencyP50,
        only variants: Set<String>? = nil,
        change: (inout HistoryFacts) -> Void = { _ in }
    ) -> TrendReport {
        SteppedHistory.report(
            SteppedHistory.history(
                SteppedHistory.series("anchor", metric: metric, anchor.flatMap { level($0, 6) }) { facts, day in
                    facts.isAnchor = true
                    if day >= 6 { change(&facts) }
                }, SteppedHistory.series("cell", metric: metric, cell.flatMap { level($0, 6) })), only: variants
        ) { $0.metrics = [metric] }
    }

    private func cell(_ report: TrendReport) -> TrendSeries? { report.series.first { $0.cell.variant == "cell" } }

    @Test("What moves with the anchor is the machine's, and so is the anchor's own change") func machine() throws {
        let report = report(anchor: [10, 11], cell: [20, 22])
        #expect(report.series.map { $0.changes.map(\.verdict) } == [[.machine], [.machine]])
        let change = try #require(cell(report)?.changes.first)
        #expect(isNear(change.size, 0.1))
        #expect(isNear(change.after, 22) && !change.isAnchorCorrected)
        #expect(
            report.notes == [
                "the anchor m/anchor moved once in latency p50: it was the machine, and what changed with it at the same place is the machine's"
            ])
        #expect(cell(report)?.levels.map(\.range) == [0..<6, 6..<12])
        #expect(isNear(cell(report)?.levels.first?.value, 20))
    }

    @Test("What is slower than the anchor explains is a regression of the rest") func rest() throws {
        let change = try #require(cell(report(anchor: [10, 11], cell: [20, 26.4]))?.changes.first)
        #expect(change.verdict == .regression && change.isAnchorCorrected)
        #expect(isNear(change.size, 0.2))
        #expect(isNear(change.before, 20))
        #expect(isNear(change.after, 26.4))
    }

    @Test("A faster machine does not hide a regression") func hidden() {
        let changes = cell(report(anchor: [10, 8], cell: [20, 20]))?.changes
        #expect(changes?.map(\.verdict) == [.regression])
        #expect(isNear(changes?.first?.size, 0.25))
    }

    @Test("Where the anchor stands still, changes are the cell's own") func still() {
        let changes = cell(report(anchor: [10, 10], cell: [20, 22]))?.changes
        #expect(changes?.map(\.verdict) == [.regression] && changes?.map(\.isAnchorCorrected) == [false])
    }

    @Test("A change at another place is the cell's own, with its size") func elsewhere() {
        let changes = cell(report(anchor: [10, 11, 11], cell: [20, 22, 24.2]))?.changes
        #expect(changes?.map(\.verdict) == [.machine, .regression])
        #expect(isNear(changes?.last?.size, 0.1) && changes?.last?.isAnchorCorrected == false)
    }

    @Test("Memory is the machine's only when it changes as much as the anchor's") func memory() {
        let alike = cell(report(anchor: [100, 110], cell: [200, 220], metric: .peakMemory))?.changes
        #expect(alike?.map(\.verdict) == [.machine])
        let more = cell(report(anchor: [100, 110], cell: [200, 300], metric: .peakMemory))?.changes
        #expect(more?.map(\.verdict) == [.regression])
        #expect(isNear(more?.first?.size, 0.5))
    }

    @Test("Answers do not follow the anchor") func answers() {
        let changes = cell(report(anchor: [0.9, 0.8], cell: [0.9, 0.8], metric: .accuracy))?.changes
        #expect(changes?.map(\.verdict) == [.regression])
    }

    @Test("An anchor that changed itself is none, and the report says so")
    func thawed() {
        let changes: [(String, (inout HistoryFacts) -> Void)] = [
            ("model d0 -> d1", { $0.modelDigest = "d1" }), ("another build", { $0.runtimeLibraryDigest = "beef" }),
            ("options changed", { $0.runtimeOptions = "{1}" }), ("other golden set", { $0.goldenSetDigest = "8" }),
        ]
        for (text, change) in changes {
            let report = report(anchor: [10, 11], cell: [20, 22], change: change)
            #expect(cell(report)?.changes.map(\.verdict) == [.regression])
            #expect(report.notes.count == 1 && report.notes[0].hasPrefix("m/anchor is no anchor in this time"))
            #expect(report.notes[0].contains(text))
        }
    }

    @Test("An anchor on another device says nothing") func otherDevice() {
        let history = SteppedHistory.history(
            SteppedHistory.series("anchor", level(10, 6) + level(11, 6)) { facts, _ in
                facts.isAnchor = true
                facts.device = "board"
            }, SteppedHistory.series("cell", level(20, 6) + level(22, 6)))
        #expect(cell(SteppedHistory.report(history))?.changes.map(\.verdict) == [.regression])
    }

    @Test("An anchor helps also where it is not shown") func notShown() {
        let report = report(anchor: [10, 11], cell: [20, 22], only: ["cell"])
        #expect(report.series.map(\.cell.variant) == ["cell"] && report.series[0].changes.map(\.verdict) == [.machine])
    }
}
