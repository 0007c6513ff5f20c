import Records
import Suites
import Support
import Synchronization
import TestSupport
import Testing

@testable import Harness

@Suite("A run is resumed where it was ended", .hangLimit)
struct ContinuationTests {
    /// A database's stand-in: the run as it was after each part that was kept.
    private final class Keeper: Sendable {
        private let states = Mutex<[RunRecord]>([])

        var snapshots: [RunRecord] { states.withLock { $0 } }

        func keep(_ part: Checkpoint) {
            states.withLock { states in
                switch part {
                case .whole(let run): states.append(run)
                case .launch(let cells, let pair):
                    guard var run = states.last else { return }
                    for cell in cells { run.cells[cell.id] = cell }
                    if let pair { run.pairs[pair.id] = pair }
                    states.append(run)
                }
            }
        }
    }

    private func plan(_ fixture: HarnessFixture) throws -> Plan {
        var plan = try fixture.plan(
            ["fp32": "classes 4", "a": "classes 4", "b": "classes 4"], gates: [HarnessFixture.latencyGate])
        plan.measurement = plan.measurement.looking(at: [2, 4, 6])
        plan.cellsAlone = [0, 1, 2]
        return plan
    }

    /// Pair 0 is decided at 4 launches, cells alone at 2, pair 1 never.
    @Sendable private static func answer(_ question: InterimLook) -> InterimLook.Decision {
        guard let pair = question.pair else { return .decided }
        return pair.id == 0 && pair.launchesMeasured >= 4 ? .decided : .undecided(moreLaunches: nil)
    }

    /// Of one cell: its launches by pair, in the order of their numbers.
    private func numbers(_ cell: CellRecord) -> [Int?: [Int]] {
        Dictionary(grouping: cell.launches, by: \.pair).mapValues { $0.map(\.index) }
    }

    @Test("Whatever was kept last, every launch counts once, looks are those of one run, and answers stay")
    func everyMoment() throws {
        let fixture = try HarnessFixture()
        let plan = try plan(fixture)
        let keeper = Keeper()
        let whole = try fixture.measure(plan, ask: Self.answer, keep: keeper.keep)
        let snapshots = keeper.snapshots
        #expect(snapshots.count > 16)
        for (position, former) in snapshots.enumerated() {
            let asked = Mutex<[[Int]]>([])
            let run = try fixture.measure(
                plan,
                ask: { question in
                    let launches = question.run.cells[question.cell].launches
                    asked.withLock {
                        $0.append([question.pair?.id ?? -1, launches.count { $0.pair == question.pair?.id }])
                    }
                    return Self.answer(question)
                }, continuing: former)
            #expect(run.status == .complete, "after part \(position)")
            #expect(run.pairs.map(\.launchesMeasured) == whole.pairs.map(\.launchesMeasured))
            #expect(run.pairs.map(\.ending) == whole.pairs.map(\.ending))
            for (cell, (kept, uninterrupted)) in zip(run.cells, zip(former.cells, whole.cells)) {
                #expect(numbers(cell) == numbers(uninterrupted), "\(cell.name) after part \(position)")
                #expect(Array(cell.launches.prefix(kept.launches.count)) == kept.launches)
                #expect(cell.accuracy?.predictions == uninterrupted.accuracy?.predictions)
                if let accuracy = kept.accuracy { #expect(cell.accuracy == accuracy) }
                #expect(cell.secondsSpent >= kept.secondsSpent)
                let starts = cell.launches.flatMap(\.blocks).map(\.startNanoseconds)
                #expect(starts == starts.sorted(), "the run's clock goes on")
            }
            #expect(asked.withLock { $0 }.allSatisfy { [2, 4, 6].contains($0[1]) }, "only planned looks")
        }
    }

    @Test("The time of comparisons and pauses is restored from the record")
    func restoredTime() throws {
        let fixture = try HarnessFixture()
        let plan = try plan(fixture)
        let run = try fixture.measure(plan, ask: Self.answer)
        let comparisons = LatencyComparison.all(of: plan)
        let states = comparisons.map { ComparisonState($0, continuing: run.cells, run.pairs) }
        #expect(states.map(\.launches) == [4, 6, 2, 2, 2])
        #expect(states.prefix(2).map(\.seconds) == run.pairs.map(\.secondsSpent))
        let evaluated = run.cells.reduce(0) { $0 + ($1.accuracy?.seconds ?? 0) }
        let spent = run.cells.reduce(0) { $0 + $1.secondsSpent }
        #expect(abs(states.reduce(0) { $0 + $1.seconds } - (spent - evaluated)) < 1e-6)
        #expect(comparisons.map { ComparisonState.hasEnded($0, run.pairs) } == [true, true, false, false, false])
    }

    @Test("A failed cell is not tried again, one that was only stopped is")
    func failures() throws {
        let fixture = try HarnessFixture()
        let plan = try plan(fixture)
        let keeper = Keeper()
        _ = try fixture.measure(plan, ask: Self.answer, keep: keeper.keep)
        var former = try #require(keeper.snapshots.first { $0.cells.allSatisfy { $0.accuracy != nil } })
        former.cells[1].failure = CellFailure(kind: .crash, phase: "load", message: "it died")
        former.cells[2].failure = CellFailure(kind: .interrupted, phase: "measure", message: "stopped")
        let run = try fixture.measure(plan, ask: Self.answer, continuing: former)
        #expect(run.cells.map { $0.failure?.kind } == [nil, .crash, nil])
        #expect(run.cells[1].launches.isEmpty)
        #expect(run.pairs.map(\.launchesMeasured) == [0, 6])
    }

    @Test("What belongs to another model is not resumed")
    func otherCells() throws {
        let fixture = try HarnessFixture()
        let plan = try plan(fixture)
        var former = try fixture.measure(plan, ask: Self.answer)
        former.cells[1].modelFile.digest = "another"
        let run = try fixture.measure(plan, ask: Self.answer, continuing: former)
        #expect(run.warnings.contains { $0.contains("of other cells") })
        #expect(run.cells.map { $0.launches.count } == former.cells.map { $0.launches.count })
        #expect(zip(run.cells, former.cells).allSatisfy { $0.launches != $1.launches })
    }

    @Test("A cell goes on only on the machine that measured it")
    func otherDevice() throws {
        let fixture = try HarnessFixture()
        let plan = try plan(fixture)
        let keeper = Keeper()
        _ = try fixture.measure(plan, ask: Self.answer, keep: keeper.keep)
        var former = try #require(keeper.snapshots.first { run in run.cells.allSatisfy { !$0.launches.isEmpty } })
        former.cells[0].device = "a board"
        let run = try fixture.measure(plan, ask: Self.answer, continuing: former)
        #expect(run.cells[0].failure?.message.contains("the one before ran on a board") == true)
    }

    @Test("Time that is over before the golden sets leaves every cell not measured, and the run incomplete")
    func noTime() throws {
        let fixture = try HarnessFixture()
        let run = try fixture.measure(try plan(fixture), ask: Self.answer, time: RunDeadline(totalSeconds: 1e-9))
        #expect(run.status == .incomplete)
        #expect(run.cells.allSatisfy { $0.failure == .timeIsOver && $0.launches.isEmpty })
    }

    @Test("The time of the process before counts")
    func formerTime() {
        let time = RunDeadline(totalSeconds: 1000, formerSeconds: 899.9)
        #expect(time.spentSeconds >= 899.9)
        #expect(time.measuringSecondsLeft <= 0.1 + 1e-9)
        #expect(time.profilingSecondsLeft > 40)
        #expect(RunDeadline(formerSeconds: 1e6).measuringSecondsLeft == .infinity)
    }
}
