import Gating
import Records
import Suites
import TestSupport
import Testing

@Suite(.hangLimit) struct MemoryAndSizeTests {
    /// int8's peaks above the floor, in bytes; the reference stays at 100 MB in every launch.
    private func scene(_ peaks: [UInt64]) -> Scene {
        var scene = Scene(effects: [Double](repeating: 0, count: peaks.count))
        for (launch, peak) in peaks.enumerated() {
            scene.run.cells[1].launches[launch].peakMemoryBytes = 10_000_000 + peak
        }
        return scene
    }

    @Test(
        "a memory budget passes when every launch keeps it and fails when the median does not",
        arguments: [
            ([90, 91, 92, 93, 94] as [UInt64], Verdict.State.passed), ([90, 91, 92, 93, 101], .inconclusive),
            ([90, 91, 101, 102, 103], .failed), ([1, 1, 1, 1], .inconclusive), ([], .inconclusive),
        ])
    func budget(megabytes: [UInt64], state: Verdict.State) {
        let verdict = scene(megabytes.map { $0 * 1_000_000 }).verdict(.peakMemory, .maximum(100e6), against: .nothing)
        #expect(verdict.state == state)
    }

    @Test(
        "memory against the reference has three states",
        arguments: [
            ([104, 104, 104, 104, 104, 104] as [UInt64], Verdict.State.passed),
            ([112, 112, 113, 112, 112, 113], .failed),
            ([104, 112, 104, 112, 104, 112], .inconclusive), ([1, 1, 1, 1], .inconclusive),
        ])
    func relative(megabytes: [UInt64], state: Verdict.State) {
        let verdict = scene(megabytes.map { $0 * 1_000_000 }).verdict(.peakMemory, .maximumIncrease(0.05))
        #expect(verdict.state == state)
    }

    @Test("differences below the grain of pages do not fail, and the verdict names the floor")
    func floor() {
        let verdict = scene([UInt64](repeating: 100_200_000, count: 8)).verdict(.peakMemory, .maximumIncrease(0.001))
        #expect(verdict.state == .passed)
        #expect(verdict.details.contains { $0.hasPrefix("the allowance is the floor of 262 kB") })
    }

    @Test("the floor does not excuse a gate that asks for less memory")
    func floorDoesNotExcuse() {
        let verdict = scene([UInt64](repeating: 100_000_000, count: 8)).verdict(.peakMemory, .maximumRatio(0.999))
        #expect(verdict.state == .failed)
    }

    @Test(
        "model size is exact",
        arguments: [
            (Gate.Limit.maximumRatio(0.5), Verdict.State.passed, "passes: model size 0.40x, allowed 0.5x"),
            (.maximumRatio(0.4), .passed, "passes: model size 0.40x, allowed 0.4x"),
            (.maximumRatio(0.39), .failed, "int8 is too large: model size 0.40x, allowed 0.39x"),
            (.maximumIncrease(-0.7), .failed, "int8 is too large: model size -60.0 %, allowed -70 %"),
        ])
    func modelSize(limit: Gate.Limit, state: Verdict.State, headline: String) {
        let verdict = scene([1]).verdict(.modelSize, limit)
        #expect(verdict.state == state)
        #expect(verdict.headline == headline)
        #expect(verdict.evidence?.confidence == 1)
    }

    @Test("a size exactly at a decimal limit keeps it, whatever binary fractions make of it")
    func exactlyAtTheLimit() {
        var scene = scene([1])
        scene.run.cells[1].modelFile.bytes = 1_030_000
        #expect(scene.verdict(.modelSize, .maximumIncrease(0.03)).state == .passed)
        scene.run.cells[1].modelFile.bytes = 1_030_001
        #expect(scene.verdict(.modelSize, .maximumIncrease(0.03)).state == .failed)
    }

    @Test("a planned arena that the runtime does not report is an error")
    func plannedArena() {
        var scene = scene([1, 1])
        #expect(scene.verdict(.plannedArena, .maximum(1e9), against: .nothing).headline.contains("does not report it"))
        #expect(scene.verdict(.plannedArena, .maximum(1e9), against: .nothing).state == .error)
        scene.run.cells[1].launches[0].plannedArenaBytes = 5000
        #expect(scene.verdict(.plannedArena, .maximum(5000), against: .nothing).state == .passed)
        #expect(scene.verdict(.plannedArena, .maximumIncrease(0)).state == .error)
        scene.run.cells[0].launches[0].plannedArenaBytes = 4999
        #expect(scene.verdict(.plannedArena, .maximumIncrease(0)).state == .failed)
    }
}
