import Gating
import Records
import TestSupport
import Testing

@Suite("pawl gate stops where nothing is left to decide", .needsRuntime, .hangLimit)
struct SequentialRunTests {
    private static let planned = "{ launches: 32, block_time: 1 ms, warm_up_cap: 20 ms }"

    let workspace: Workspace

    init() throws { workspace = try Workspace() }

    @Test("A pair that differs by far less than its margin ends at the first look, also when the files are identical")
    func firstLook() throws {
        // Ten thousandfold is a margin that no disturbance of the machine reaches.
        let suite = try workspace.writeSuite(
            ["base": .rightClassifier, "same": .rightClassifier],
            gates: ["{ metric: latency_p50, against: reference, max_ratio: 10000 }"], measurement: Self.planned)
        let outcome = workspace.pawl("gate", suite)
        #expect(outcome.code == 0, "\(outcome.diagnostic)")
        let run = try #require(try workspace.latestRun())
        let pair = try #require(run.pairs.first)
        #expect(pair.looks == [8, 12, 16, 24, 32])
        #expect(pair.ending == .decided)
        // What other programs disturb, such as the tests beside this one, leaves a launch to a later look.
        let isCalm = RunLoad(run).disturbedLaunches == 0
        #expect(isCalm ? pair.launchesMeasured == 8 : pair.looks.contains(pair.launchesMeasured))
        let verdict = try #require(run.verdicts.first)
        #expect(verdict.state == .passed)
        #expect(verdict.details.first == "identical files (A/A): any difference is noise")
        #expect(run.cells[0].launches.allSatisfy { $0.conditions != nil })
    }

    @Test("A budget that ends before the first look leaves the gate undecided, with code 3 and the time it needs")
    func tinyBudget() throws {
        let suite = try workspace.writeSuite(
            ["base": .rightClassifier, "same": .rightClassifier],
            gates: ["{ metric: latency_p50, against: reference, max_increase: 3% }"], measurement: Self.planned)
        // More than eight launches have blocks for, and less than eight starts of two processes take.
        let outcome = workspace.pawl("gate", suite, "--budget", "160 ms")
        #expect(outcome.code == 3, "\(outcome.diagnostic)")
        let run = try #require(try workspace.latestRun())
        #expect(run.status == .complete)
        #expect(run.pairs.map(\.ending) == [.budget])
        let verdict = try #require(run.verdicts.first)
        #expect(verdict.state == .inconclusive)
        #expect(verdict.headline.contains("the time allowed had room for 1 launch, the first look needs 8"))
        let words = "measuring ended after 1 launch: the next look, at 8, would have taken about"
        #expect(run.warnings.contains { $0.contains(words) })
        #expect(verdict.headline.contains("7 more launches ("))
        #expect(workspace.pawl("gate", suite, "--budget", "160 ms", "--on-inconclusive", "skip").code == 0)
    }

    @Test("A budget that not even the blocks of the first look fit into is refused before anything is measured")
    func impossibleBudget() throws {
        let suite = try workspace.writeSuite(
            ["base": .rightClassifier, "same": .rightClassifier],
            gates: ["{ metric: latency_p50, against: reference, max_increase: 3% }"], measurement: Self.planned)
        let outcome = workspace.pawl("gate", suite, "--budget", "1 ms")
        #expect(outcome.code == 3)
        #expect(
            outcome.diagnostic.contains(
                "a budget of 1 ms decides nothing: this suite needs at least about 0.14 s (1 pair x 8 launches)"))
        #expect(try workspace.latestRun() == nil)
    }

    @Test("A budget without a unit, or of none, is a mistake", arguments: ["5", "5 apples", "0s", "-1 s", "soon"])
    func senselessBudgets(text: String) throws {
        let suite = try workspace.writeSuite(["base": .rightClassifier])
        let outcome = workspace.pawl("gate", suite, "--budget", text)
        #expect(outcome.code == 2)
        #expect(outcome.diagnostic.contains("--budget"))
        #expect(try workspace.latestRun() == nil)
    }
}
