import Gating
import Records
import Suites
import TestSupport
import Testing

@Suite(.hangLimit) struct PlacementTests {
    private func scene(_ operators: [OperatorRecord]) -> Scene {
        var scene = Scene(effects: [0, 0])
        scene.run.cells[1].operators = operators
        return scene
    }

    private func node(
        _ name: String, _ type: String, _ microseconds: Double, in provider: String? = nil
    ) -> OperatorRecord {
        OperatorRecord(
            name: name, type: type, provider: provider ?? "CUDAExecutionProvider", isFallback: provider != nil,
            meanNanoseconds: microseconds * 1e3)
    }

    private let cpu = "CPUExecutionProvider"

    @Test("an operator that leaves the accelerated path fails the gate, which names it with its share of the time")
    func fails() {
        let verdict = scene([
            node("c", "Conv", 88), node("k", "TopK", 4, in: cpu), node("g1", "Gather", 5, in: cpu),
            node("g2", "Gather", 3, in: cpu),
        ]).verdict(.fallbackOperators, .maximum(0), against: .nothing)
        #expect(verdict.state == .failed)
        #expect(
            verdict.headline
                == "int8 leaves the accelerated path: fallback operators 3, allowed 0: "
                + "Gather x2 and TopK ran in CPUExecutionProvider, 12 % of the inference")
        #expect(
            verdict.details == [
                "3 of 4 operators, 12 % of the profiled time",
                "Gather in CPUExecutionProvider: 2 operators, 8.00 \u{B5}s a profiled inference: g1, g2",
                "TopK in CPUExecutionProvider: 1 operator, 4.00 \u{B5}s a profiled inference: k",
            ])
        #expect(verdict.evidence?.candidateValue == 3 && verdict.evidence?.limit == 0)
    }

    @Test("as many as are allowed pass, and are named all the same")
    func allowed() {
        let verdict = scene([node("c", "Conv", 99.9), node("k", "TopK", 0.1, in: cpu)])
            .verdict(.fallbackOperators, .maximum(1), against: .nothing)
        #expect(verdict.state == .passed)
        #expect(
            verdict.headline == "passes: fallback operators 1, allowed 1: TopK ran in CPUExecutionProvider, below 1 % "
                + "of the inference")
    }

    @Test("none pass")
    func none() {
        let verdict = scene([node("c", "Conv", 9)]).verdict(.fallbackOperators, .maximum(0), against: .nothing)
        #expect(verdict.state == .passed && verdict.headline == "passes: fallback operators 0, allowed 0")
        #expect(verdict.details == ["every operator of the profile (1) ran on the accelerated path"])
    }

    @Test("a cell without a profile, or of a runtime that does not tell, is an error and no pass")
    func unknown() {
        let without = scene([]).verdict(.fallbackOperators, .maximum(0), against: .nothing)
        #expect(without.state == .error && without.headline.contains("has no operator profile"))
        var silent = node("c", "Conv", 9)
        silent.isFallback = nil
        let verdict = scene([silent]).verdict(.fallbackOperators, .maximum(0), against: .nothing)
        #expect(verdict.state == .error && verdict.headline.contains("does not tell where"))
    }

    @Test("device memory is exact, and an error where the runtime does not report it")
    func deviceMemory() {
        var scene = scene([])
        #expect(scene.verdict(.deviceMemory, .maximum(1e9), against: .nothing).state == .error)
        scene.run.cells[1].launches[0].deviceMemoryBytes = 2_000_000
        #expect(scene.verdict(.deviceMemory, .maximum(2e6), against: .nothing).state == .passed)
        let verdict = scene.verdict(.deviceMemory, .maximum(1e6), against: .nothing)
        #expect(verdict.state == .failed && verdict.headline.contains("needs too much device memory"))
    }
}
