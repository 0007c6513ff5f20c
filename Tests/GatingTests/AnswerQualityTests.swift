import Gating
import Records
import Suites
import TestSupport
import Testing

/// Answers that are numbers, boxes, masks, texts or vectors and have nothing to do with the samples.
@Suite(.hangLimit) struct AnswerQualityTests {
    /// Two cells with the same value of a metric in every unit but for a little noise.
    private func scene(
        _ task: String, _ metric: Metric, _ value: Double, units: Int = 100, others: [Metric: Double] = [:],
        trials: AnswerTrials? = nil
    ) -> Scene {
        var scene = Scene(effects: [0, 0])
        scene.run.goldenSets[0].task = task
        scene.run.goldenSets[0].sampleNames = (0..<units).map { "s\($0)" }
        scene.run.goldenSets[0].labels = task == "embedding" ? (0..<units).map { Int32($0 % 10) } : []
        scene.run.goldenSets[0].classNames = []
        for cell in 0...1 {
            scene.run.cells[cell].accuracy?.predictions = []
            scene.run.cells[cell].accuracy?.labelRanks = []
            scene.run.cells[cell].accuracy?.metrics = others.merging([metric: value]) { $1 }
            let unitValues = (0..<units).map { value + ($0 % 2 == 0 ? 0.05 : -0.05) }
            scene.run.cells[cell].accuracy?.unitValues = Dictionary(
                uniqueKeysWithValues: ([metric] + others.keys).map { ($0, unitValues) })
            scene.run.cells[cell].accuracy?.answerTrials = trials
        }
        return scene
    }

    @Test(
        "at chance a gate is an error that says what guessing comes to",
        arguments: [
            ("regression", .determination, -0.25, "has an R² of -0.2500, no better than the mean of the labels"),
            ("detection", .meanAveragePrecision50, 0.005, "has an mAP at IoU 0.5 of 0.50 %, no better than boxes"),
            ("sequence", .characterErrorRate, 1.5, "of 150.00 %, no better than an empty answer (100.00 %)"),
            // Of 99 others 9 are of the group; none of 5 is: 90 · 89 · 88 · 87 · 86 / (99 · 98 · 97 · 96 · 95) = 0.6145.
            ("embedding", .recallAtK, 0.2, "of 20.00 %, no better than neighbours at random (38.55 %)"),
            ("embedding", .spearman, -0.3, "has a Spearman correlation of -0.3000, no better than chance (0)"),
        ] as [(String, Metric, Double, String)])
    func atChance(task: String, metric: Metric, value: Double, words: String) {
        let scene = scene(task, metric, value)
        let limit: Gate.Limit = metric == .characterErrorRate ? .maximum(9) : .minimum(-9)
        for verdict in [
            scene.verdict(metric, limit, against: .nothing),
            scene.verdict(metric, metric == .characterErrorRate ? .maximumRise(1) : .maximumDrop(1)),
        ] {
            #expect(verdict.state == .error)
            #expect(verdict.headline.contains(words), "\(verdict.headline)")
        }
    }

    @Test(
        "answers that are better than a guess are judged",
        arguments: [
            ("regression", .determination, 0.3), ("detection", .meanAveragePrecision50, 0.05),
            ("sequence", .characterErrorRate, 0.7), ("embedding", .recallAtK, 0.6), ("embedding", .spearman, 0.5),
        ] as [(String, Metric, Double)])
    func above(task: String, metric: Metric, value: Double) {
        let limit: Gate.Limit = metric == .characterErrorRate ? .maximum(9) : .minimum(-9)
        #expect(scene(task, metric, value).verdict(metric, limit, against: .nothing).state == .passed)
    }

    @Test("errors in the labels' unit are judged by R²; few samples are a warning")
    func otherMetrics() {
        let bad = scene("regression", .determination, -0.25, others: [.meanAbsoluteError: 3])
        #expect(bad.verdict(.meanAbsoluteError, .maximum(100), against: .nothing).state == .error)
        let few = scene("regression", .determination, -0.25, units: 10, others: [.meanAbsoluteError: 3])
        #expect(few.verdict(.meanAbsoluteError, .maximum(100), against: .nothing).state == .passed)
        #expect(GroundTruthText.warnings(in: few.run).contains { $0.contains("which so few samples do not tell") })
        #expect(GroundTruthText.refusal(in: few.run) == nil)
        #expect(GroundTruthText.refusal(in: bad.run) != nil)
    }

    @Test("a mask's guess depends on the golden set, and a reading that is twice as good is told")
    func readings() {
        let trials = AnswerTrials(
            metric: .meanIntersectionOverUnion, value: 0.4, guess: 0.2,
            outcomes: [.init(reading: .labelsShifted(1), value: 0.1), .init(reading: .masksTransposed, value: 0.95)])
        let scene = scene("segmentation", .meanIntersectionOverUnion, 0.4, trials: trials)
        let verdict = scene.verdict(.meanIntersectionOverUnion, .minimum(0.1), against: .nothing)
        #expect(verdict.state == .error)
        #expect(verdict.details.first == "with rows and columns of the masks swapped it is 95.00 %")
        var plain = trials
        plain.outcomes = []
        let low = self.scene("segmentation", .meanIntersectionOverUnion, 0.2, trials: plain)
        #expect(low.verdict(.meanIntersectionOverUnion, .minimum(0.1), against: .nothing).state == .error)
        let sound = self.scene("segmentation", .meanIntersectionOverUnion, 0.4, trials: plain)
        #expect(sound.verdict(.meanIntersectionOverUnion, .minimum(0.1), against: .nothing).state == .passed)
    }

    @Test("boxes of other units, and another order of their numbers")
    func boxes() {
        let trials = AnswerTrials(
            metric: .meanAveragePrecision50, value: 0,
            outcomes: [
                .init(reading: .boxFormat("xywh"), value: 0.4968),
                .init(reading: .boxUnits(largestAnswered: 0.98, largestLabelled: 640), value: 0),
            ])
        let verdict = scene("detection", .meanAveragePrecision50, 0, trials: trials)
            .verdict(.meanAveragePrecision50, .maximumDrop(0.01))
        #expect(verdict.state == .error)
        #expect(verdict.details[0].hasPrefix("with boxes read as xywh"))
        #expect(verdict.details[0].hasSuffix("it is 49.68 %"))
        #expect(verdict.details[1].contains("--box-units relative"))
    }

    @Test("where no agreement is known, nothing is said of how many others could differ")
    func equalValues() {
        let verdict = scene("regression", .determination, 0.5).verdict(.determination, .maximumDrop(0.01))
        #expect(verdict.state == .passed)
        #expect(!verdict.details.contains { $0.contains("could differ") }, "\(verdict.details)")
    }
}
