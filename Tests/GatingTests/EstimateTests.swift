import Gating
import Records
import Statistics
import Suites
import TestSupport
import Testing

/// Gates on metrics that rest on unit values: ranking, errors, similarities, and anything over sequences.
@Suite(.hangLimit) struct EstimateTests {
    /// 200 samples that stand alone; the unit values of a metric of both cells.
    private func scene(
        _ metric: Metric, _ reference: [Double], _ candidate: [Double], sequences: [Int32] = []
    ) -> Scene {
        var scene = Scene(effects: [0, 0])
        let count = sequences.isEmpty ? reference.count : sequences.count
        scene.run.goldenSets[0].sampleNames = (0..<count).map { "sample-\($0)" }
        scene.run.goldenSets[0].labels = []
        scene.run.goldenSets[0].sequences = sequences
        for (cell, values) in [reference, candidate].enumerated() {
            let mean = values.reduce(0, +) / Double(values.count)
            scene.run.cells[cell].accuracy = AccuracyRecord(
                metrics: [metric: mean], unitValues: [metric: values], seconds: 1)
        }
        return scene
    }

    /// Values that scatter around a mean, the same ones for the same seed.
    private func scattered(_ mean: Double, _ spread: Double, count: Int = 200, seed: UInt64 = 1) -> [Double] {
        var generator = SeededGenerator(seed: seed)
        return (0..<count).map { _ in mean + spread * StandardNormal.draw(using: &generator) }
    }

    @Test(
        "a drop of AUC is judged by the interval of the differences, not by the scatter of each side",
        arguments: [(0.0, Verdict.State.passed), (0.01, .inconclusive), (0.03, .failed)])
    func drop(lost: Double, state: Verdict.State) throws {
        let reference = scattered(0.9, 0.5)
        let candidate = zip(reference, scattered(-lost, 0.02, seed: 2)).map(+)
        let verdict = scene(.areaUnderCurve, reference, candidate).verdict(.areaUnderCurve, .maximumDrop(0.01))
        #expect(verdict.state == state)
        let evidence = try #require(verdict.evidence)
        #expect((evidence.effect - lost).magnitude < 0.005)
        #expect(evidence.limit == 0.01)
        #expect(evidence.low < evidence.effect && evidence.effect < evidence.high)
        if state == .failed {
            #expect(verdict.headline.contains(/int8 is less accurate: AUC -[23]\.\d\d points \(interval -/))
            #expect(verdict.headline.hasSuffix("allowed -1 point"))
        }
    }

    @Test("an error rate that rises fails, and its words count upwards") func rise() {
        let reference = scattered(0.1, 0.05)
        let candidate = zip(reference, scattered(0.05, 0.02, seed: 2)).map(+)
        let verdict = scene(.characterErrorRate, reference, candidate)
            .verdict(.characterErrorRate, .maximumRise(0.01))
        #expect(verdict.state == .failed)
        #expect(verdict.headline.contains(/character error rate \+5\.\d\d points \(interval \+4/))
        #expect(verdict.headline.hasSuffix("allowed +1 point"))
        let better = scene(.characterErrorRate, candidate, reference).verdict(.characterErrorRate, .maximumRise(0.01))
        #expect(better.state == .passed)
    }

    @Test(
        "a relative limit on an error is held against so many times the baseline",
        arguments: [(1.0, Verdict.State.passed), (1.1, .failed)])
    func increase(factor: Double, state: Verdict.State) {
        let reference = scattered(2, 0.3)
        let candidate = zip(reference, scattered(0, 0.05, seed: 2)).map { $0 * factor + $1 }
        let scene = scene(.meanAbsoluteError, reference, candidate)
        let increase = scene.verdict(.meanAbsoluteError, .maximumIncrease(0.05))
        #expect(increase.state == state)
        if state == .failed { #expect(increase.headline.contains(/mean absolute error \+(9|10)\.\d %? ?/)) }
        #expect(scene.verdict(.meanAbsoluteError, .maximumRatio(1.05)).state == state)
    }

    @Test(
        "a level that is reached passes, one missed by luck is undecided, one missed by more fails",
        arguments: [(0.9, Verdict.State.passed), (0.985, .inconclusive), (0.999, .failed)])
    func level(limit: Double, state: Verdict.State) {
        let scene = scene(.spearman, scattered(0.98, 0.1), scattered(0.98, 0.1, seed: 3))
        #expect(scene.verdict(.spearman, .minimum(limit), against: .nothing).state == state)
        #expect(
            self.scene(.meanAbsoluteError, [1], scattered(1 - limit, 0.001))
                .verdict(.meanAbsoluteError, .maximum(1 - limit + 0.01), against: .nothing).state == .error)
    }

    @Test("likeness to the reference is judged like any level") func likeness() {
        let scene = scene(.cosineSimilarity, scattered(1, 0), scattered(0.95, 0.01))
        #expect(scene.verdict(.cosineSimilarity, .minimum(0.9)).state == .passed)
        let far = scene.verdict(.cosineSimilarity, .minimum(0.99))
        #expect(far.state == .failed)
        #expect(far.headline.hasPrefix("int8 differs from the reference: cosine similarity 0.9"))
        var largest = scene
        largest.run.cells[1].accuracy?.metrics[.maximumAbsoluteError] = 0.25
        #expect(largest.verdict(.maximumAbsoluteError, .maximum(0.25)).state == .passed)
        #expect(largest.verdict(.maximumAbsoluteError, .maximum(0.24)).state == .failed)
        #expect(scene.verdict(.maximumAbsoluteError, .maximum(1)).state == .error)
    }

    @Test("frames of few sequences decide less than as many samples that stand alone") func clusters() throws {
        let sequences = (0..<1500).map { Int32($0 / 100) }
        // Fifteen sequences, each of which loses 0 to 2 points.
        let lost = (0..<15).map { Double($0 % 3) / 100 }
        let reference = [Double](repeating: 0.95, count: 15)
        let scene = scene(.accuracy, reference, zip(reference, lost).map(-), sequences: sequences)
        let verdict = scene.verdict(.accuracy, .maximumDrop(0.01))
        #expect(verdict.state == .inconclusive)
        #expect(verdict.details.contains { $0.hasPrefix("interval by bootstrap-t, 15 sequences") })
        #expect(scene.verdict(.accuracy, .maximumDrop(0.03)).state == .passed)
    }

    @Test("wrong numbers of unit values, and none, are errors") func refusals() {
        var scene = scene(.areaUnderCurve, scattered(0.9, 0.1), scattered(0.9, 0.1))
        scene.run.cells[1].accuracy?.unitValues[.areaUnderCurve]?.removeLast()
        #expect(scene.verdict(.areaUnderCurve, .maximumDrop(0.01)).state == .error)
        scene.run.cells[1].accuracy?.unitValues = [:]
        #expect(scene.verdict(.areaUnderCurve, .maximumDrop(0.01)).state == .error)
        #expect(scene.verdict(.areaUnderCurve, .minimum(0.5), against: .nothing).state == .error)
        scene.run.cells[1].accuracy = nil
        #expect(scene.verdict(.areaUnderCurve, .maximumDrop(0.01)).state == .error)
    }

    @Test("over 15 sequences on the margin, a pass is as rare as it promises") func coverage() {
        let sequences = (0..<150).map { Int32($0 / 10) }
        var passes = 0
        let trials = 300
        for trial in 0..<trials {
            let reference = scattered(0.9, 0.05, count: 15, seed: UInt64(trial))
            let lost = scattered(0.02, 0.02, count: 15, seed: UInt64(trial) + 10_000)
            let verdict = scene(.areaUnderCurve, reference, zip(reference, lost).map(-), sequences: sequences)
                .verdict(.areaUnderCurve, .maximumDrop(0.02))
            if verdict.state == .passed { passes += 1 }
        }
        // 5 % are promised; 27 of 300 would be met with probability 0.002.
        #expect(passes < 27)
    }
}
