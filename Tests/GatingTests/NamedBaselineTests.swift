import Foundation
import Records
import Suites
import TestSupport
import Testing

@testable import Gating

@Suite("Gates against a named baseline", .hangLimit)
struct NamedBaselineTests {
    private func named(_ fallbacks: [NamedBaselineRecord.Fallback]) -> NamedBaselineRecord {
        NamedBaselineRecord(
            name: "main", version: 3, run: "3f2a1b0c-0000", promotedBy: "ann", promotedOn: "h",
            promotedAt: Date(timeIntervalSince1970: 0), fallbacks: fallbacks)
    }

    private func fallback(_ variant: String, problem: String? = nil) -> NamedBaselineRecord.Fallback {
        NamedBaselineRecord.Fallback(
            model: "magika", variant: variant, reason: "its file is gone", recordProblem: problem)
    }

    @Test("only the variants that fell back are compared by the record, and say why")
    func marked() {
        var scene = Scene.stored(change: -0.02)
        scene.run.namedBaseline = named([fallback("int8")])
        var verdict = scene.verdict(.latencyP50, .maximumIncrease(0.03), against: .baseline)
        #expect(verdict.state == .passed)
        #expect(verdict.headline.hasSuffix("(stored baseline: drift not cancelled)"))
        #expect(verdict.details[1] == "baseline main@3 was not measured again: its file is gone")

        // Another variant's fallback says nothing about this one: it is judged by its pair, or has no value.
        scene.run.namedBaseline = named([fallback("fp16")])
        verdict = scene.verdict(.latencyP50, .maximumIncrease(0.03), against: .baseline)
        #expect(verdict.state != .passed)
        #expect(!verdict.headline.contains("drift not cancelled"))
    }

    @Test("a variant that can be had in neither way never passes, and says both reasons")
    func neither() {
        var scene = Scene.stored(change: -0.02)
        scene.run.cells.removeLast()
        scene.run.storedBaseline = nil
        scene.run.namedBaseline = named([fallback("int8", problem: "it ran elsewhere")])
        var verdict = scene.verdict(.latencyP50, .maximumIncrease(0.03), against: .baseline)
        #expect(verdict.state == .error)
        #expect(
            verdict.headline
                == "no value: magika/int8 of baseline main@3 can neither be measured again nor compared by its record")
        #expect(verdict.details == ["not measured again: its file is gone", "its record: it ran elsewhere"])
        scene.run.namedBaseline = named([])
        verdict = scene.verdict(.latencyP50, .maximumIncrease(0.03), against: .baseline)
        #expect(verdict.headline == "no value: baseline main@3 has no magika/int8")
    }
}
