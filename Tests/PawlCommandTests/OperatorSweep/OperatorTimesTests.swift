import Foundation
import Records
import RuntimeProbes
import Statistics
import Suites
import TestSupport
import Testing

@testable import PawlCommand

/// Operators on versions that are imagined.
@Suite("Times of operators on two versions", .hangLimit)
struct OperatorTimesTests {
    private static let names = ["conv-integer", "gemm", "lstm", "qlinear-matmul", "top-k"]
    private let models = OperatorModel.all { name, _ in Self.names.contains(name) }
    private let suite: OperatorSuite
    private let machine = SimulatedVersions()

    init() throws { suite = try OperatorSuite(models) }

    private func plan() throws -> Plan {
        func version(_ version: String) -> LocatedRuntime {
            LocatedRuntime(name: "onnxruntime", version: version, libraryPath: "", libraryDigest: "none")
        }
        return try suite.plan(version("1"), version("2"))
    }

    private func times(_ plan: Plan, of models: [OperatorModel], step: Double = 0.05) throws -> OperatorTimes {
        try OperatorTimes(plan, of: models, policy: .init(smallestChange: step)) { plan, phase, ask in
            machine.measure(plan, phase, ask)
        }
    }

    @Test("Every operator is a pair of its own, on both versions")
    func pairs() throws {
        let plan = try plan()
        #expect(plan.pairs.count == 5 && plan.cells.count == 10 && plan.warnings.isEmpty)
        #expect(plan.cells.map(\.id) == Array(0..<10))
        for (pair, model) in zip(plan.pairs, models) {
            let cells = [plan.cells[pair.baselineCell], plan.cells[pair.candidateCell]]
            #expect(cells.map(\.model) == [model.name, model.name])
            #expect(cells.map(\.runtime.version) == ["1", "2"])
        }
    }

    @Test("A planted change of one operator is found, and none elsewhere")
    func planted() throws {
        machine.levelsByModel = ["lstm 2": log(1.07e9), "gemm 2": log(0.9e9)]
        let times = try times(plan(), of: models)
        #expect(times.changes.map(\.name).sorted() == ["gemm", "lstm"] && times.isWhole)
        #expect(times.ranked.prefix(2).map(\.name) == ["lstm", "gemm"], "what is slower stands first")
        let slower = try #require(times.ranked.first)
        #expect(abs(try #require(slower.change) - 0.07) < 0.01 && (slower.low ?? 0) > 0)
        #expect(abs(try #require(slower.second) / 1.07e9 - 1) < 0.01)
        // What is the same is let go early.
        let same = times.rows.filter { $0.decision == .unchanged }
        #expect(same.count == 3 && same.allSatisfy { $0.launches <= 12 })
    }

    @Test("A version that fails leaves its operator without a time, and the others with theirs")
    func failing() throws {
        machine.failingModels = ["top-k 1"]
        let times = try times(plan(), of: models)
        let row = try #require(times.rows.first { $0.name == "top-k" })
        #expect(row.firstFailure != nil && row.secondFailure == nil && row.isOneSided && row.change == nil)
        #expect(times.rows.filter { $0.decision == .unchanged }.count == 4 && times.isWhole)
    }

    @Test("Time that is over, and an interruption, leave operators undecided")
    func budget() throws {
        machine.levelsByModel = ["lstm 2": log(1.2e9)]
        machine.looksUntilBudget = 3
        let over = try times(plan(), of: models)
        #expect(over.ending == .budget && over.undecided.map(\.name) == ["lstm"] && !over.isWhole)
        machine.looksUntilBudget = .max
        machine.looksUntilInterruption = 3
        #expect(try times(plan(), of: models).ending == .interrupted)
    }

    @Test("A noisy operator among quiet ones is not let go by their spread")
    func noisy() throws {
        let plan = try plan()
        machine.levelsByModel = ["lstm 2": log(1.05e9)]
        machine.deviations = ["lstm": 0.04]
        machine.deviation = 0.002
        machine.keepsPlans = false
        let sweeps = 40
        var missed = 0
        for _ in 0..<sweeps {
            let row = try times(plan, of: models).rows.first { $0.name == "lstm" }
            if row?.decision == .unchanged { missed += 1 }
        }
        // P(4 or more of 40) is 0.8 % where P(one) is 2 %.
        #expect(missed < 4, "\(missed) of \(sweeps)")
    }

    @Test("Over all operators together hardly one sweep in a hundred sees what is not there")
    func falseAlarms() throws {
        var plan = try plan()
        let own = (cells: plan.cells, pairs: plan.pairs)
        plan.cells = []
        plan.pairs = []
        for copy in 0..<5 {
            for var cell in own.cells {
                cell.id += copy * own.cells.count
                plan.cells.append(cell)
            }
            for var pair in own.pairs {
                pair.id += copy * own.pairs.count
                pair.baselineCell += copy * own.cells.count
                pair.candidateCell += copy * own.cells.count
                plan.pairs.append(pair)
            }
        }
        let many = (0..<5).flatMap { _ in models }
        // Noisy enough that the launches of each go on to late looks, where the error probability is spent.
        machine.deviation = 0.05
        machine.keepsPlans = false
        let sweeps = 30
        var alarms = 0
        for _ in 0..<sweeps where try !times(plan, of: many, step: 0.02).changes.isEmpty { alarms += 1 }
        // P(3 or more of 30) is 0.3 % where P(one) is 1 %.
        #expect(alarms < 3, "\(alarms) of \(sweeps)")
    }
}
