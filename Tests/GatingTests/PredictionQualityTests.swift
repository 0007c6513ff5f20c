import Gating
import Records
import Suites
import TestSupport
import Testing

/// Predictions that are numbers, boxes, masks, texts or vectors and have nothing to do with the samples.
@Suite(.hangLimit) struct PredictionQualityTests {
    /// Two cells with the same value of a metric in every unit but for a little noise.
    private func scene(
        _ task: String, _ metric: Metric, _ value: Double, units: Int = 100, spread: Double = 0.05,
        others: [Metric: Double] = [:], trials: ReadingTrials? = nil
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
            let unitValues = (0..<units).map { value + ($0 % 2 == 0 ? spread : -spread) }
            scene.run.cells[cell].accuracy?.unitValues = Dictionary(
                uniqueKeysWithValues: ([metric] + others.keys).map { ($0, unitValues) })
            scene.run.cells[cell].accuracy?.readingTrials = trials
        }
        return scene
    }

    @Test(
        "at chance a gate is an error that says what guessing comes to",
        arguments: [
            ("regression", .determination, -0.25, "has an R² of -0.2500, no better than the mean of the labels"),
            ("detection", .meanAveragePrecision50, 0.005, "has an mAP at IoU 0.5 of 0.50 %, no better than boxes"),
            ("sequence", .characterErrorRate, 1.5, "of 150.00 %, no better than an empty prediction (100.00 %)"),
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
        "predictions that are better than a guess are judged",
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
        #expect(
            GroundTruthText.warnings(in: few.run).contains {
                $0.contains("which so few samples of different labels do not tell")
            })
        #expect(GroundTruthText.refusal(in: few.run) == nil)
        #expect(GroundTruthText.refusal(in: bad.run) != nil)
    }

    @Test("a mask's guess depends on the golden set, and a reading that is twice as good is told")
    func readings() {
        let trials = ReadingTrials(
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
        let trials = ReadingTrials(
            metric: .meanAveragePrecision50, value: 0,
            outcomes: [
                .init(reading: .boxFormat("xywh"), value: 0.4968),
                .init(reading: .boxUnits(largestPredicted: 0.98, largestLabelled: 640), value: 0),
            ])
        let verdict = scene("detection", .meanAveragePrecision50, 0, trials: trials)
            .verdict(.meanAveragePrecision50, .maximumDrop(0.01))
        #expect(verdict.state == .error)
        #expect(verdict.details[0].hasPrefix("with boxes read as xywh"))
        #expect(verdict.details[0].hasSuffix("it is 49.68 %"))
        #expect(verdict.details[1].contains("--box-units relative"))
        let classes = scene(
            "detection", .meanAveragePrecision50, 0,
            trials: ReadingTrials(
                metric: .meanAveragePrecision50, value: 0, outcomes: [.init(reading: .labelsShifted(1), value: 0.5)]))
        #expect(
            classes.verdict(.meanAveragePrecision50, .maximumDrop(0.01)).details[0]
                .hasPrefix("with the boxes' labels plus 1 it is 50.00 %"))
    }

    private func limit(_ metric: Metric) -> Gate.Limit { metric == .characterErrorRate ? .maximum(9) : .minimum(-99) }

    /// Neither errors nor refuses, whatever the limit.
    private func expectSound(_ scene: Scene, _ metric: Metric, _ comment: Comment? = nil) {
        #expect(scene.verdict(metric, limit(metric), against: .nothing).state != .error, comment)
        #expect(GroundTruthText.refusal(in: scene.run) == nil, comment)
    }

    @Test(
        "few samples with something to be right about accuse nobody, however many there are: a warning says so",
        arguments: [
            ("regression", .determination, -0.01, "which so few samples of different labels do not tell"),
            ("detection", .meanAveragePrecision50, 0, "which so few samples with objects do not tell"),
            (
                "segmentation", .meanIntersectionOverUnion, 0.49,
                "which so few samples of more than one class do not tell"
            ),
            ("sequence", .characterErrorRate, 1, "which so few samples with a text do not tell"),
        ] as [(String, Metric, Double, String)])
    func fewTelling(task: String, metric: Metric, value: Double, words: String) {
        for telling in [5, 60] {
            let trials = ReadingTrials(
                metric: metric, value: value, guess: task == "segmentation" ? 0.49 : nil, telling: telling,
                best: task == "regression" ? .init(value: value, standardError: 0, outputs: 1) : nil,
                outcomes: task == "segmentation" ? [.init(reading: .masksTransposed, value: 0.99)] : [])
            let scene = scene(task, metric, value, spread: 0, trials: trials)
            if telling == 5 {
                expectSound(scene, metric, "\(task)")
                let warnings = GroundTruthText.warnings(in: scene.run)
                #expect(warnings.contains { $0.contains(words) }, "\(warnings)")
            } else {
                #expect(scene.verdict(metric, limit(metric), against: .nothing).state == .error, "\(task)")
            }
        }
    }

    @Test("a perfect reference has no spread, and needs none", arguments: [2, 3, 100])
    func perfect(units: Int) {
        for (task, metric, value) in [
            ("regression", .determination, 1), ("detection", .meanAveragePrecision50, 1),
            ("segmentation", .meanIntersectionOverUnion, 1), ("sequence", .characterErrorRate, 0),
            ("embedding", .spearman, 1),
        ] as [(String, Metric, Double)] {
            let trials = ReadingTrials(
                metric: metric, value: value, guess: 0.5, telling: units,
                best: task == "regression" ? .init(value: value, standardError: 0, outputs: 1) : nil)
            let scene = scene(task, metric, value, units: units, spread: 0, trials: trials)
            expectSound(scene, metric, "\(task)")
            #expect(GroundTruthText.warnings(in: scene.run) == [], "\(task)")
        }
    }

    @Test("a few numbers of a good model, and of a bad one, are refused nowhere", arguments: [2, 3, 5, 19])
    func tiny(units: Int) {
        for value in [0.95, 0.4, -0.5, -40] {
            expectSound(scene("regression", .determination, value, units: units, spread: 0.5), .determination)
        }
    }

    @Test("of several numbers one that is told from its mean is enough; labels that hardly vary accuse nobody")
    func numbers() {
        func scene(_ best: ReadingTrials.BestOutput?) -> Scene {
            self.scene(
                "regression", .determination, -33,
                trials: ReadingTrials(metric: .determination, value: -33, telling: 100, best: best))
        }
        expectSound(scene(.init(value: 0.9, standardError: 0.02, outputs: 2)), .determination)
        let bad = scene(.init(value: -0.2, standardError: 0.02, outputs: 2))
        #expect(bad.verdict(.determination, .minimum(-99), against: .nothing).state == .error)
        expectSound(scene(nil), .determination)
        let warnings = GroundTruthText.warnings(in: scene(nil).run)
        #expect(
            warnings.contains { $0.contains("which labels that hardly vary do not tell from the mean") }, "\(warnings)")
    }

    @Test("labels in another unit are told with the line between them") func line() {
        let trials = ReadingTrials(
            metric: .determination, value: -4, telling: 100, best: .init(value: -4, standardError: 0.1, outputs: 1),
            outcomes: [.init(reading: .line(scale: 1.8, offset: 32), value: 0.97)])
        let verdict = scene("regression", .determination, -4, trials: trials)
            .verdict(.determination, .minimum(-9), against: .nothing)
        #expect(verdict.state == .error)
        #expect(
            verdict.details.first
                == "the labels are about 1.8 * x + 32 of the model's x, with an R² of 0.9700: they count in another unit"
        )
        // A model that is better than that needs no explanation.
        var sound = trials
        sound.value = 0.5
        sound.best?.value = 0.5
        let better = scene("regression", .determination, 0.5, trials: sound)
        expectSound(better, .determination)
        #expect(GroundTruthText.warnings(in: better.run) == [])
    }

    @Test("what finds a rare class is worth something, though the most frequent one everywhere has a higher mean")
    func rareClass() {
        let trials = ReadingTrials(
            metric: .meanIntersectionOverUnion, value: 0.42, guess: 0.495, dealt: 0.36, telling: 100)
        expectSound(scene("segmentation", .meanIntersectionOverUnion, 0.42, trials: trials), .meanIntersectionOverUnion)
    }

    @Test("another reading of a few samples is told and accuses nobody") func fewReadings() {
        let trials = ReadingTrials(
            metric: .meanAveragePrecision50, value: 0.2, telling: 10,
            outcomes: [.init(reading: .boxFormat("yxyx"), value: 0.6)])
        let scene = scene("detection", .meanAveragePrecision50, 0.2, units: 10, trials: trials)
        expectSound(scene, .meanAveragePrecision50)
        #expect(GroundTruthText.warnings(in: scene.run).contains { $0.contains("with boxes read as yxyx") })
    }

    @Test("embeddings: groups of one are nobody's neighbours, distances are the opposite of similarities")
    func embeddings() {
        var alone = scene("embedding", .recallAtK, 0, spread: 0)
        for labels in [(0..<100).map { Int32($0) }, (0..<100).map { Int32(max($0, 3)) }] {
            alone.run.goldenSets[0].labels = labels
            expectSound(alone, .recallAtK)
        }
        let verdict = scene("embedding", .spearman, -0.9).verdict(.spearman, .minimum(-9), against: .nothing)
        #expect(verdict.state == .error)
        #expect(verdict.details.first?.hasPrefix("with the opposite sign of the similarities it is 0.9000") == true)
    }

    @Test("where no agreement is known, nothing is said of how many others could differ")
    func equalValues() {
        let verdict = scene("regression", .determination, 0.5).verdict(.determination, .maximumDrop(0.01))
        #expect(verdict.state == .passed)
        #expect(!verdict.details.contains { $0.contains("could differ") }, "\(verdict.details)")
    }
}
