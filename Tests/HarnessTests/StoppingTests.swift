import Foundation
import Records
import Suites
import Support
import Synchronization
import TestSupport
import Testing

@testable import Harness

@Suite("Measuring ends where nothing is left to decide", .hangLimit)
struct StoppingTests {
    private func plan(
        _ fixture: HarnessFixture, looks: [Int] = [2, 4, 6], budgetSeconds: Double? = nil,
        candidates: KeyValuePairs<String, String> = ["fp32": "classes 4", "a": "classes 4", "b": "classes 4"]
    ) throws -> Plan {
        var plan = try fixture.plan(candidates, gates: [HarnessFixture.latencyGate])
        plan.measurement = plan.measurement.looking(at: looks)
        plan.measurement.budgetSeconds = budgetSeconds
        return plan
    }

    @Test("A decided pair leaves at its look, the others go on, and the steps add up")
    func decidedPairsLeave() throws {
        let fixture = try HarnessFixture()
        let steps = Mutex((started: 0, dropped: 0, finished: 0))
        let asked = Mutex<[[Int]]>([])
        let run = try fixture.measure(
            try plan(fixture),
            observe: { event in
                steps.withLock { steps in
                    switch event {
                    case .phase(_, let count): steps.started += count
                    case .stepsDropped(let count): steps.dropped += count
                    case .stepFinished: steps.finished += 1
                    default: break
                    }
                }
            },
            ask: { question in
                asked.withLock { $0.append([question.pair?.id ?? -1, question.pair?.launchesMeasured ?? -1]) }
                return question.pair?.id == 0 && question.pair?.launchesMeasured == 4
                    ? .decided : .undecided(moreLaunches: nil)
            })
        #expect(run.status == .complete)
        #expect(run.pairs.map(\.launchesMeasured) == [4, 6])
        #expect(run.pairs.map(\.ending) == [.decided, .complete])
        #expect(run.pairs.allSatisfy { $0.looks == [2, 4, 6] && $0.launchesPlanned == 6 })
        #expect(Set(asked.withLock { $0 }) == [[0, 2], [1, 2], [0, 4], [1, 4], [1, 6]])
        let counted = steps.withLock { $0 }
        #expect(counted.dropped == 2)
        #expect(counted.started - counted.dropped == counted.finished)
    }

    @Test("Every launch says what the machine did meanwhile")
    func conditionsAreRecorded() throws {
        let fixture = try HarnessFixture()
        let run = try fixture.measure(try plan(fixture, looks: [2]))
        for launch in run.cells.flatMap(\.launches) {
            let conditions = try #require(launch.conditions)
            #expect(try #require(conditions.probeNanoseconds) > 0)
            #expect(try #require(conditions.foreignCores) >= 0)
            #expect(conditions.pauseSeconds >= 0)
        }
    }

    @Test("A budget too small for the first look ends the run in good order")
    func tinyBudget() throws {
        let fixture = try HarnessFixture()
        let run = try fixture.measure(
            try plan(fixture, budgetSeconds: 1e-6), ask: { _ in .undecided(moreLaunches: nil) })
        #expect(run.status == .complete)
        #expect(run.pairs.map(\.launchesMeasured).sorted() == [0, 1])
        #expect(run.pairs.map(\.ending) == [.budget, .budget])
    }

    @Test("What needs no look gets the launches that it needs from time that reaches none")
    func launchesBetweenLooks() throws {
        let fixture = try HarnessFixture()
        // No machine makes a hundred million launches in an hour.
        let run = try fixture.measure(
            try plan(fixture, looks: [100_000_000], budgetSeconds: 3600),
            ask: { question in
                #expect(question.isBetweenLooks, "no look was reached")
                let missing = 4 - (question.pair?.launchesMeasured ?? 0)
                return missing > 0 ? .undecided(moreLaunches: missing) : .decided
            })
        #expect(run.pairs.map(\.launchesMeasured).sorted() == [4, 4])
        #expect(run.pairs.map(\.ending) == [.budget, .budget])
        #expect(run.warnings.count { $0.contains("measuring ended after 4 launches: the next look") } == 2)
    }

    @Test("A budget of a cell ends that cell")
    func tinyCellBudget() throws {
        let fixture = try HarnessFixture()
        var plan = try plan(fixture)
        plan.measurement.cellBudgetSeconds = 1e-6
        let run = try fixture.measure(plan)
        #expect(run.pairs.map(\.launchesMeasured) == [1, 1])
        #expect(run.pairs.map(\.ending) == [.budget, .budget])
    }

    @Test("A launch that fails in the middle costs its cell; the reference goes on alone", arguments: ["a", "fp32"])
    func failureInTheMiddle(failing: String) throws {
        let fixture = try HarnessFixture()
        let file = fixture.folder.file("\(failing).model")
        let launches = Atomic<Int>(0)
        let phase = Mutex<RunEvent.Phase?>(nil)
        let run = try fixture.measure(
            try plan(fixture, candidates: ["fp32": "classes 4", "a": "classes 4"])
        ) { event in
            if case .phase(let next, _) = event { phase.withLock { $0 = next } }
            guard case .stepFinished = event, phase.withLock({ $0 }) == .latency else { return }
            if launches.add(1, ordering: .relaxed).newValue == 3 {
                try? AtomicFile.write("crash load", to: file)
            }
        }
        #expect(run.status == .incomplete)
        let (failed, sound) = failing == "a" ? (run.cells[1], run.cells[0]) : (run.cells[0], run.cells[1])
        #expect(failed.failure?.kind == .crash)
        #expect(failed.failure?.phase == "load")
        #expect(failed.launches.count == 3)
        #expect(run.pairs[0].launchesMeasured == 3 && run.pairs[0].ending == nil)
        #expect(sound.failure == nil)
        #expect(sound.launches.map(\.index) == [0, 1, 2, 4, 5])
        #expect(sound.launches.suffix(2).allSatisfy { $0.pair == nil })
    }
}

@Suite("Sharing the time that is left", .hangLimit)
struct TimeBudgetTests {
    /// Four launches of a second each, so far.
    private func comparison(more: Int?, secondsPerLaunch: Double = 1) -> ComparisonState {
        var state = ComparisonState(LatencyComparison(pair: nil, cells: []))
        state.launches = 4
        state.seconds = 4 * secondsPerLaunch
        state.moreLaunches = more
        return state
    }

    private func kept(_ comparisons: [ComparisonState], _ budget: TimeBudget, spent: Double = 0) -> [Int?] {
        let result = budget.share(comparisons, upTo: 8, spent: spent)
        #expect(result.kept.count + result.dropped.count == comparisons.count)
        return result.kept.map(\.moreLaunches)
    }

    @Test("Without a budget everything goes on")
    func endless() {
        #expect(kept([comparison(more: 9), comparison(more: nil)], TimeBudget()) == [9, nil])
    }

    @Test("What is nearest to a decision goes on, what is on its margin comes last")
    func nearestFirst() {
        let comparisons = [comparison(more: nil), comparison(more: 20), comparison(more: 3)]
        let budget = TimeBudget(budgetSeconds: 20)
        #expect(kept(comparisons, budget) == [nil, 20, 3])
        #expect(kept(comparisons, budget, spent: 8.5) == [20, 3])
        #expect(kept(comparisons, budget, spent: 13) == [3])
        #expect(kept(comparisons, budget, spent: 17) == [])
        #expect(kept(comparisons, budget, spent: 20) == [])
    }

    @Test("A cheap comparison may still fit where a dear one does not")
    func cheapOnesFit() {
        let comparisons = [comparison(more: 1, secondsPerLaunch: 10), comparison(more: 40)]
        #expect(kept(comparisons, TimeBudget(budgetSeconds: 30)) == [40])
    }

    @Test("A comparison has a limit of its own")
    func ownLimit() {
        let comparisons = [comparison(more: 1, secondsPerLaunch: 10), comparison(more: 40)]
        #expect(kept(comparisons, TimeBudget(comparisonBudgetSeconds: 8)) == [40])
    }

    @Test("The first launch alone counts half: later ones find their files in memory")
    func firstLaunch() {
        var state = comparison(more: 3)
        state.launches = 1
        state.seconds = 2
        #expect(TimeBudget(budgetSeconds: 9).share([state], upTo: 8, spent: 2).kept.count == 1)
        state.launches = 2
        #expect(TimeBudget(budgetSeconds: 9).share([state], upTo: 8, spent: 4).dropped.count == 1)
        state.goal = 4
        #expect(TimeBudget(budgetSeconds: 9).share([state], upTo: 8, spent: 4).kept.count == 1)
    }

    @Test("What was to end before a look goes on to it where the time left reaches it after all")
    func resumed() {
        var first = comparison(more: 3), second = comparison(more: 5)
        (first.launches, first.seconds, first.goal) = (5, 5, 5)
        (second.launches, second.seconds, second.goal) = (4, 4, 4)
        // A second a launch: three of them to the look, and four.
        func goals(_ budget: Double) -> [Int?]? {
            TimeBudget(budgetSeconds: budget).resumed([first, second], upTo: 8, spent: 9)?.map(\.goal)
        }
        #expect(goals(11) == nil)
        #expect(goals(12) == [nil, 4])
        #expect(goals(15) == [nil, 4])
        #expect(goals(16) == [nil, nil])
        #expect(TimeBudget(comparisonBudgetSeconds: 7).resumed([first, second], upTo: 8, spent: 9) == nil)
        first.goal = nil
        first.launches = 8
        #expect(TimeBudget(budgetSeconds: 100).resumed([first], upTo: 8, spent: 9) == nil, "it is at the look")
    }

    @Test("The first launch needs no estimate, the next one does")
    func launches() {
        let budget = TimeBudget(budgetSeconds: 10)
        #expect(budget.allowsLaunch(of: ComparisonState(LatencyComparison(pair: nil, cells: [])), spent: 9.9))
        #expect(!budget.allowsLaunch(of: ComparisonState(LatencyComparison(pair: nil, cells: [])), spent: 10))
        #expect(!budget.allowsLaunch(of: comparison(more: 1), spent: 9.9))
    }
}

@Suite("Watching the machine", .hangLimit)
struct LoadMonitorTests {
    @Test("A pause is bounded: five seconds at once, a tenth of the time altogether")
    func pauses() {
        let cores = AllowedCores(count: 2)
        #expect(cores.isHeavy(1.1) && !cores.isHeavy(0.9))
        #expect(cores.isCalm(0.4) && !cores.isCalm(0.6))
        let rule = PauseRule(cores: cores, budgetSeconds: 100)
        #expect(rule.allowance(pausedSeconds: 0, measuredSeconds: 0) == 5)
        #expect(rule.allowance(pausedSeconds: 7, measuredSeconds: 0) == 3)
        #expect(rule.allowance(pausedSeconds: 10, measuredSeconds: 90) == 0)
        #expect(PauseRule(cores: cores).allowance(pausedSeconds: 0, measuredSeconds: 20) == 2)
        #expect(PauseRule(cores: cores).allowance(pausedSeconds: 3, measuredSeconds: 20) == 0)
    }

    @Test("A run that was told to wait waits so long in all, and leaves half of its budget to measure")
    func patience() {
        let rule = PauseRule(cores: AllowedCores(count: 2), patience: .upTo(seconds: 60))
        #expect(rule.allowance(pausedSeconds: 0, measuredSeconds: 0) == 60)
        #expect(rule.allowance(pausedSeconds: 50, measuredSeconds: 1e3) == 10)
        #expect(rule.allowance(pausedSeconds: 70, measuredSeconds: 1e3) == 0)
        let bounded = PauseRule(cores: AllowedCores(count: 2), budgetSeconds: 20, patience: .upTo(seconds: 60))
        #expect(bounded.allowance(pausedSeconds: 4, measuredSeconds: 0) == 6)
    }
}
