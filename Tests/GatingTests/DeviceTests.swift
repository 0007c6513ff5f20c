import Gating
import Records
import Suites
import TestSupport
import Testing

@Suite("Cells of two machines", .hangLimit) struct DeviceTests {
    private func scene() -> Scene {
        var scene = Scene(effects: Scene.effects(mean: 0, spread: 0.002))
        scene.run.cells[1].device = "board: aarch64"
        return scene
    }

    @Test(
        "Times and memory are not compared, and the words name both machines",
        arguments: [
            (Metric.latencyP50, Gate.Limit.maximumIncrease(0.03)), (.loadTime, .maximumIncrease(0.5)),
            (.peakMemory, .maximumIncrease(0.1)),
        ])
    func notCompared(metric: Metric, limit: Gate.Limit) {
        let verdict = scene().verdict(metric, limit)
        #expect(verdict.state == .error)
        #expect(
            verdict.headline.hasPrefix("no value: it was measured on board: aarch64, the reference on h:"),
            "\(verdict.headline)")
        #expect(verdict.details.contains { $0.hasPrefix("hint: ") })
    }

    @Test("What does not depend on the machine is")
    func compared() {
        #expect(scene().verdict(.modelSize, .maximumRatio(0.5)).state == .passed)
        #expect(scene().verdict(.accuracy, .maximumDrop(0.05)).state == .passed)
    }

    @Test("Two cells of one other machine are compared as ever")
    func oneDevice() {
        var scene = scene()
        scene.run.cells[0].device = "board: aarch64"
        #expect(scene.verdict(.latencyP50, .maximumIncrease(0.03)).state == .passed)
    }

    @Test("No launch is spent on a comparison between machines")
    func stops() {
        let run = scene().run
        let gates = [Scene.gate(.latencyP50, .maximumIncrease(0.0001))]
        var same = run
        same.cells[1].device = nil
        #expect(StoppingRule(gates: gates).decision(run, pair: run.pairs[0]) == .decided)
        #expect(StoppingRule(gates: gates).decision(same, pair: same.pairs[0]) != .decided)
    }
}
