import Diagnostics
import Records
import Suites
import Support
import TestSupport
import Testing

@testable import PawlCommand

@Suite("What is calibrated", .hangLimit)
struct CalibrationPlanTests {
    let fixture: CalibrationFixture

    init() throws { fixture = try CalibrationFixture() }

    @Test("each variant against a second copy of itself, alone, by one gate at the margin")
    func variants() throws {
        let plan = try fixture.plan(try fixture.suite(), margin: 0.02)
        #expect(plan.variants.map(\.name) == ["m/a", "m/b"])
        #expect(plan.gate.limit == .maximumIncrease(0.02) && plan.gate.metric == .latencyP50)
        #expect(plan.measurement.looks == [8, 12, 16])
        #expect(plan.measurement.budgetSeconds == nil, "a suite's budget is for all of its pairs together")
        for variant in plan.variants {
            let cells = variant.plan.cells
            #expect(cells.map(\.id) == [0, 1] && cells.map(\.side) == [.baseline, .candidate])
            #expect(cells[0].variant == cells[1].variant)
            #expect(cells[0].modelFile.digest == cells[1].modelFile.digest)
            #expect(variant.plan.pairs.map { [$0.id, $0.baselineCell, $0.candidateCell] } == [[0, 0, 1]])
            #expect(variant.plan.pairs[0].purpose == .baseline)
        }
    }

    @Test("a pattern limits the variants; the reference is not added for it")
    func only() throws {
        #expect(try fixture.plan(try fixture.suite(), only: "b").variants.map(\.name) == ["m/b"])
        #expect(throws: PlanError.self) { try fixture.plan(try fixture.suite(), only: "c") }
    }

    @Test("only references: other variants need not even be built")
    func references() throws {
        var suite = try fixture.suite()
        suite.models[0].variants[1].file.path = fixture.folder.file("missing.model")
        #expect(try fixture.plan(suite, onlyReferences: true).variants.map(\.name) == ["m/a"])
        #expect(throws: PlanError.self) { try fixture.plan(suite) }
        let none = try fixture.suite(reference: nil)
        let error = #expect(throws: CalibrationError.self) { try fixture.plan(none, onlyReferences: true) }
        #expect(error?.diagnostics.first?.hint?.contains("--suite") == true)
    }
}
