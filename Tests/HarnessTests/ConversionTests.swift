import Diagnostics
import Foundation
import Gating
import Records
import Suites
import TestSupport
import Testing

@testable import Harness

/// Models as converters make them, sound and broken on purpose.
@Suite("The same model in another format", .hangLimit)
struct ConversionTests {
    private static let place = Diagnostics.SourceLocation(file: "suite.yaml", line: 1, column: 1)
    let fixture: HarnessFixture

    init() throws { fixture = try HarnessFixture(samples: 80, label: { $0 % 4 }) }

    private func comparison(_ run: RunRecord, _ variant: String) throws -> OutputComparison {
        let cell = try #require(run.cells.first { $0.variant == variant })
        #expect(cell.failure == nil)
        return try #require(cell.accuracy?.comparison)
    }

    @Test("Tensors of other names are found, recorded, and every output is compared") func soundConversion() throws {
        let plan = try fixture.plan(
            ["fp32": "hidden 1", "lite": "input serving_default_x:0\noutput Identity\nhidden 1"], launches: 1,
            files: ["lite": "lite.tflite"])
        let run = try fixture.measure(plan)
        #expect(
            run.cells[1].runtime.options["input.x"] == "serving_default_x:0 (by its name)"
                && run.cells[1].runtime.options["output.scores"] == "Identity (the only one left)")
        #expect(run.cells[0].runtime.options["input.x"] == nil)
        #expect(run.cells[1].launches.count == 1)
        let comparison = try comparison(run, "lite")
        #expect(comparison.tensors.map(\.output) == ["hidden", "scores"])
        #expect(comparison.tensors.allSatisfy { $0.samples == 80 && $0.fidelity?.sqnr == 200 && $0.explanation == nil })
        #expect(comparison.worstSamples.isEmpty)
    }

    @Test("A tensor that could not be told is a failure of the cell, with its candidates")
    func unmatched() throws {
        let plan = try fixture.plan(
            ["fp32": "classes 4", "lite": "output Identity\nhidden 1"], launches: 1, files: ["lite": "lite.tflite"])
        let run = try fixture.measure(plan)
        let failure = try #require(run.cells[1].failure)
        #expect(failure.phase == "match tensors")
        #expect(failure.message.contains("several that could be output 'scores'"))
        #expect(failure.message.contains("Identity: float32[batch, 4]; hidden: float32[batch, 4]"))
        #expect(run.cells[0].failure == nil && run.cells[0].accuracy != nil)
        let told = try fixture.plan(
            ["fp32": "classes 4", "lite": "output Identity\nhidden 1"], launches: 1, files: ["lite": "lite.tflite"]
        ) { variant in
            if variant.name == "lite" {
                variant.outputs = ["scores": TensorDeclaration(name: "Identity", location: Self.place)]
            }
        }
        #expect(try fixture.measure(told).cells[1].failure == nil)
    }

    @Test("Wrong conversions are told by what they did to the outputs") func wrongConversions() throws {
        let plan = try fixture.plan(
            [
                "fp32": "hidden 1", "scaled": "scale 0.5\nhidden 1", "turned": "reverse 1\nhidden 1",
                "deaf": "flat 1\nhidden 1", "poor": "output scores",
            ], launches: 1)
        let run = try fixture.measure(plan)
        func explanation(_ variant: String, _ output: String = "scores") throws -> TensorExplanation? {
            try comparison(run, variant).tensors.first { $0.output == output }?.explanation
        }
        guard case .linear(let factor, let offset, let left) = try explanation("scaled") else {
            Issue.record("a scale was not found")
            return
        }
        #expect(abs(factor - 0.5) < 1e-6 && offset == 0 && left > 100)
        #expect(try explanation("turned") == .lastAxis(order: [3, 2, 1, 0], sqnr: 200))
        #expect(try explanation("turned", "hidden") == nil)
        #expect(try explanation("deaf") == .constant)
        #expect(try explanation("poor", "hidden") == .missing)

        let gate = Gate(
            index: 0, metric: .agreement, against: .reference, limit: .minimum(0.99), location: Self.place)
        let verdict = try #require(
            Judge.judge(run: run, gates: [gate]).first { $0.cell.map { run.cells[$0].variant } == "turned" })
        #expect(verdict.state == .failed)
        #expect(
            verdict.details.contains {
                $0.hasPrefix("with the last axis of 'scores' in another order the two agree to 200.0 dB: entry 0 ('")
            })
        let worst = verdict.details.filter { $0.hasPrefix("among the worst: ") }
        #expect(worst.count == 5 && worst.allSatisfy { $0.contains("; predicted '") && $0.contains("the reference '") })
    }

    @Test("What is known of a comparison is kept with answers that are reused") func reuse() throws {
        let plan = try fixture.plan(["fp32": "classes 4", "turned": "reverse 1"], launches: 1)
        let first = try fixture.measure(plan, id: "first")
        let second = try fixture.measure(
            plan, id: "second",
            lookUp: { key in
                let accuracy = first.cells.compactMap(\.accuracy).first { $0.origin?.key == key }
                return CachedEvaluations(
                    latest: accuracy.flatMap { accuracy in
                        accuracy.origin.map {
                            CachedEvaluations.Evaluation(run: "first", accuracy: accuracy, origin: $0)
                        }
                    })
            })
        #expect(try comparison(second, "turned") == comparison(first, "turned"))
    }

    @Test("Only some samples of other outputs are kept, evenly over the golden set") func excerpt() throws {
        let fixture = try HarnessFixture(samples: 600, label: { $0 % 4 })
        let plan = try fixture.plan(["fp32": "hidden 1", "other": "reverse 1\nhidden 1"], launches: 1)
        let run = try fixture.measure(plan)
        let tensors = try comparison(run, "other").tensors
        #expect(tensors.map(\.samples) == [200, 600])
    }
}
