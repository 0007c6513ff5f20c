import Foundation
import Records
import Suites
import TestSupport
import Testing

@testable import Harness

@Suite("Which machine each cell is measured on", .hangLimit) struct DeviceTests {
    private func measure(_ modes: [String?]) throws -> RunRecord {
        let fixture = try HarnessFixture()
        var plan = try fixture.plan(
            ["fp32": "classes 4", "int8": "classes 4", "int4": "classes 4"], gates: [HarnessFixture.latencyGate])
        for (index, mode) in modes.enumerated() {
            plan.cells[index].runtime.worker = mode.map {
                WorkerCommand(arguments: [Repository.product("scripted-worker"), $0])
            }
        }
        return try fixture.measure(plan)
    }

    @Test("A worker elsewhere is recorded in one line, one on this machine not at all")
    func recorded() throws {
        let run = try measure([nil, "elsewhere", "elsewhere"])
        #expect(run.cells.map(\.failure) == [nil, nil, nil])
        #expect(run.cells.map(\.device) == [nil, "board: aarch64, Example", "board: aarch64, Example"])
        #expect(run.cells[1].launches.allSatisfy { $0.pinnedCore == nil }, "cores are numbers of this machine")
    }

    @Test("Two machines that describe themselves alike stay two") func twins() throws {
        let run = try measure([nil, "elsewhere", "twin"])
        #expect(Set(run.cells.compactMap(\.device)) == ["board: aarch64, Example", "board: aarch64, Example (2)"])
    }

    @Test("A cell whose workers run on one machine after another has no values") func wandering() throws {
        let failure = try #require(try measure([nil, "wandering", nil]).cells[1].failure)
        #expect(failure.kind == .error)
        #expect(failure.message.contains("the one before ran on board"), "\(failure.message)")
    }
}
