import Foundation
import Records
import Reports
import Statistics
import Suites
import TestSupport
import Testing

@testable import PawlCommand

/// The sweep over versions that are imagined: what is compared with what, and what becomes of versions that fail.
@Suite("Sweeps over versions", .hangLimit)
struct VersionSweepTests {
    let fixture: CalibrationFixture
    let plan: Plan
    let machine = SimulatedVersions()

    init() throws {
        fixture = try CalibrationFixture(looks: [8, 12, 16])
        plan = try Planner { name, version in
            LocatedRuntime(name: name, version: version, libraryPath: "", libraryDigest: "none")
        }.plan(running: fixture.suite(["a": ""]))
    }

    private func sweep(
        _ labels: [String], metric: Metric = .latencyP50, budgetSeconds: Double? = nil,
        missing: [String: CellFailure] = [:]
    ) throws -> VersionSweepResult {
        var plan = plan
        plan.measurement.budgetSeconds = budgetSeconds
        let versions = labels.map { label -> VersionSweep.Version in
            if let failure = missing[label] { return .init(label: label, failure: failure) }
            var cell = plan.cells[0]
            cell.runtime.version = label
            return .init(label: label, cell: cell)
        }
        return try VersionSweep(plan, versions: versions, metric: metric) { plan, phase, ask in
            machine.measure(plan, phase, ask)
        }.run()
    }

    private func changes(_ result: VersionSweepResult) -> [String] {
        result.changes.map { result.levels[$0.between.latter].label }
    }

    @Test("Many small steps in one direction are no step, and warned of")
    func creeping() throws {
        let labels = ["1", "2", "3", "4", "5", "6", "7", "8"]
        for (index, label) in labels.enumerated() { machine.levels[label] = log(1e9) + 0.006 * Double(index) }
        func words(_ result: VersionSweepResult) -> String {
            let report = BisectionReport(
                result, cell: "m/a", suite: "s", runtime: "r", metric: .latencyP50,
                policy: .init(smallestChange: 0.03), seed: 1)
            return MarkdownPrinter.print(report.document())
        }
        let crept = try sweep(labels)
        #expect(crept.changes.isEmpty)
        #expect(words(crept).contains("with no step of 3 % between: small ones may add up"), "\(words(crept))")
        machine.levels = [:]
        #expect(!words(try sweep(labels)).contains("small ones may add up"))
    }

    @Test("Every version is measured beside the next, and each step is found at its place")
    func steps() throws {
        let labels = ["1", "2", "3", "4", "5", "6"]
        machine.levels = ["3": log(1.05e9), "4": log(1.05e9)]
        let result = try sweep(labels)
        // Up and down again: between the ends nothing happened.
        #expect(changes(result) == ["3", "5"])
        #expect(result.plateaus == [[0, 1], [2, 3], [4, 5]])
        #expect(result.comparisons.allSatisfy { $0.decision != .undecided } && result.ending == .complete)
        #expect(abs(try #require(result.changes[0].change) - 0.05) < 0.01)
        #expect(abs(try #require(result.value(of: [2, 3])) / 1.05e9 - 1) < 0.01)
        #expect(machine.plans.count == 1 && machine.plans[0].pairs.count == 5)
        #expect(machine.plans[0].measurement.looks == [2, 3, 4, 6, 8, 12, 16])
        #expect(machine.plans[0].cells.map(\.name) == labels.map { "m/a \($0)" })
        #expect(result.launches == Int(result.seconds) && result.launches < 5 * 8)
    }

    @Test("A version that fails is shown, and its neighbours are compared over the gap")
    func failures() throws {
        machine.levels = ["4": log(1.1e9), "5": log(1.1e9)]
        machine.failing = ["3"]
        let gone = CellFailure(kind: .error, phase: "install", message: "gone")
        let result = try sweep(["1", "2", "3", "3.5", "4", "5"], missing: ["3.5": gone])
        #expect(result.levels.map { $0.failure?.phase } == [nil, nil, "load", "install", nil, nil])
        #expect(changes(result) == ["4"])
        #expect(result.changes[0].between == .init(former: 1, latter: 4))
        // The second round measures what the first could not.
        #expect(machine.plans.map(\.pairs.count) == [4, 1])
        #expect(machine.plans[1].cells.map(\.runtime.version) == ["2", "4"])
        #expect(result.plateaus == [[0, 1], [4, 5]])
    }

    @Test("Where fewer than two work there is nothing to compare") func nothingWorks() throws {
        machine.failing = ["1", "2"]
        let result = try sweep(["1", "2", "3"])
        #expect(result.comparisons.isEmpty && result.levels[2].failure == nil)
        #expect(machine.plans.count == 1)
    }

    @Test("What was decided before an interruption stays") func interruption() throws {
        machine.levels = ["3": log(1.2e9)]
        machine.looksUntilInterruption = 3
        let result = try sweep(["1", "2", "3"])
        #expect(result.ending == .interrupted)
        #expect(result.comparisons.map(\.decision) == [.unchanged, .undecided])
    }

    @Test("Time that is over leaves the open ones undecided, with an interval") func budget() throws {
        machine.levels = ["3": log(1.2e9)]
        machine.looksUntilBudget = 3
        let result = try sweep(["1", "2", "3"], budgetSeconds: 60)
        #expect(result.ending == .budget && result.comparisons.last?.decision == .undecided)
        #expect(abs(try #require(result.comparisons.last?.change) - 0.2) < 0.02)
        #expect(machine.plans[0].measurement.budgetSeconds == 60)
    }

    @Test("A round over a gap has the time that is left") func budgetOfRounds() throws {
        machine.failing = ["2"]
        _ = try sweep(["1", "2", "3", "4", "5"], budgetSeconds: 60)
        let spent = 60 - (machine.plans[1].measurement.budgetSeconds ?? 0)
        #expect(machine.plans.count == 2 && spent >= 4 && spent < 60)
    }

    @Test("Memory is compared like times") func memory() throws {
        machine.deviation = 0
        machine.levels = ["2": log(1.04e9)]
        #expect(try changes(sweep(["1", "2", "3"], metric: .peakMemory)) == ["2", "3"])
    }

    @Test("Outputs are evaluated once, and compared exactly") func outputs() throws {
        machine.outputs = ["1": (0.9, "x"), "2": (0.9, "y"), "3": (0.899, "z"), "4": (0.899, "z")]
        let result = try sweep(["1", "2", "3", "4"], metric: .accuracy)
        #expect(changes(result) == ["3"] && machine.plans.count == 1 && machine.plans[0].pairs.isEmpty)
        #expect(result.levels.map(\.outputsAsBefore) == [nil, false, false, true])
        #expect(abs(try #require(result.changes[0].change) + 0.001) < 1e-12)
        #expect(result.value(of: [2, 3]) == 0.899)
    }

    @Test("Agreement is with the first version that outputs") func agreement() throws {
        machine.outputs = ["1": (1, "x"), "2": (1, "x"), "3": (1, "y"), "4": (0.97, "z")]
        machine.failing = ["1"]
        let result = try sweep(["1", "2", "3", "4"], metric: .agreement)
        #expect(machine.plans.map { $0.cells.first { $0.isReference }?.runtime.version } == ["1", "2"])
        #expect(result.levels.map(\.value) == [nil, 1, 1, 0.97])
        #expect(changes(result) == ["4"])
    }
}
