import Gating
import Records
import Suites
import TestSupport
import Testing

/// A reference that is no better than guessing, and a candidate that falls to chance.
@Suite(.hangLimit) struct GroundTruthTests {
    /// - Parameter answer: of cell 0 (the reference) and cell 1, for a sample and its label.
    private func scene(
        classes: Int, samples: Int = 300, task: String = "classification",
        answer: (_ cell: Int, _ sample: Int, _ label: Int32) -> Int32
    ) -> Scene {
        var scene = Scene(effects: [0, 0])
        let labels = (0..<samples).map { Int32($0 % classes) }
        scene.run.goldenSets[0].task = task
        scene.run.goldenSets[0].labels = labels
        scene.run.goldenSets[0].sampleNames = labels.indices.map { "s\($0)" }
        scene.run.goldenSets[0].classNames = (0..<classes).map { "c\($0)" }
        for cell in 0...1 {
            let answers = labels.enumerated().map { answer(cell, $0, $1) }
            let right = Double(zip(answers, labels).count { $0 == $1 }) / Double(samples)
            scene.run.cells[cell].accuracy?.predictions = answers
            scene.run.cells[cell].accuracy?.labelRanks = zip(answers, labels).map { $0 == $1 ? 0 : Int32(classes - 1) }
            scene.run.cells[cell].accuracy?.metrics = [
                .accuracy: right, .macroF1: right, .topKAccuracy: right, .calibrationError: 0.1,
            ]
            scene.run.cells[cell].accuracy?.unitValues[.calibrationError] = answers.map { _ in 0.1 }
        }
        return scene
    }

    @Test(
        "two classes in the wrong order: every gate on predictions is an error, agreement is judged",
        arguments: [
            (Metric.accuracy, Gate.Limit.maximumDrop(0.01), Gate.Counterpart.reference),
            (.accuracy, .minimum(0.5), .nothing), (.macroF1, .maximumDrop(0.1), .reference),
            (.calibrationError, .maximum(0.5), .nothing),
        ])
    func classesInTheWrongOrder(metric: Metric, limit: Gate.Limit, against: Gate.Counterpart) {
        // Of 200 samples 2 are right, as in the case: 1.00 %.
        let scene = scene(classes: 2, samples: 200) { _, sample, label in sample < 2 ? label : 1 - label }
        let verdict = scene.verdict(metric, limit, against: against)
        #expect(verdict.state == .error)
        #expect(
            verdict.headline
                == "no verdict: the reference magika/fp32 is right on 1.00 % of 200 samples, no more than naming the most "
                + "frequent class every time (50.00 %): its labels or its inputs are wrong")
        #expect(verdict.details.first == "with the two classes swapped it is 99.00 %")
        #expect(scene.verdict(.agreement, .minimum(0.99)).state == .passed)
    }

    @Test(
        "a background class, an offset, an order: named with their share, which is 100 %",
        arguments: [
            ([1, 2, 3, 4, 5, 6, 7, 8, 9, 0], "with labels plus 1 it is 90.00 %"),
            ([9, 8, 7, 6, 5, 4, 3, 2, 1, 0], "with the classes in reverse order it is 100.00 %"),
            (
                [2, 5, 8, 1, 4, 7, 0, 3, 6, 9],
                "with the classes in another order it is 100.00 %, counted on samples that did not"
            ),
        ] as [([Int32], String)])
    func changes(order: [Int32], words: String) {
        let verdict = scene(classes: 10) { _, _, label in order[Int(label)] }.verdict(.accuracy, .maximumDrop(0.01))
        #expect(verdict.state == .error)
        #expect(verdict.details.first?.hasPrefix(words) == true, "\(verdict.details)")
    }

    @Test("a candidate that falls to chance fails, and the same trials explain it")
    func candidate() {
        let scene = scene(classes: 10) { cell, _, label in cell == 0 ? label : 9 - label }
        for verdict in [
            scene.verdict(.accuracy, .maximumDrop(0.01)), scene.verdict(.agreement, .minimum(0.9)),
            scene.verdict(.accuracy, .minimum(0.5), against: .nothing),
        ] {
            #expect(verdict.state == .failed)
            #expect(verdict.details.contains("with the classes in reverse order it is 100.00 %"))
        }
        // A floor below chance is none.
        let floor = scene.verdict(.accuracy, .minimum(0), against: .nothing)
        #expect(floor.state == .error)
        #expect(floor.headline.hasSuffix("and the limit lets that pass"))
    }

    @Test("a candidate that broke fails against a sound baseline, though it is the model's reference")
    func brokenReference() {
        var scene = scene(classes: 10) { cell, _, label in cell == 0 ? label : 9 - label }
        scene.addBaseline(effects: [0, 0])
        // Cell 1 becomes the reference of its side, 2 what it was before; another model answers nothing.
        scene.run.cells[0].model = "other"
        for id in [1, 2] { scene.run.cells[id].isReference = true }
        for (metric, limit, against) in [
            (Metric.accuracy, Gate.Limit.maximumDrop(0.01), Gate.Counterpart.baseline),
            (.macroF1, .maximumDrop(0.01), .baseline), (.accuracy, .minimum(0.5), .nothing),
        ] {
            let verdict = scene.verdict(metric, limit, against: against)
            #expect(verdict.state == .failed, "\(verdict.headline)")
            #expect(verdict.details.contains("with the classes in reverse order it is 100.00 %"))
        }
        // Answers to other labels vouch for nothing.
        scene.run.cells[2].goldenSetDigest = "another"
        #expect(scene.verdict(.accuracy, .minimum(0.5), against: .nothing).state == .error)
    }

    @Test("a baseline at chance is an error; where another variant's answers go with the labels, they are not blamed")
    func brokenBaseline() {
        var scene = scene(classes: 10) { cell, _, label in cell == 0 ? label : 9 - label }
        scene.addBaseline(effects: [0, 0])
        scene.run.cells[2].accuracy = scene.run.cells[1].accuracy
        let verdict = scene.verdict(.accuracy, .maximumDrop(0.01), against: .baseline)
        #expect(verdict.state == .error)
        #expect(
            verdict.headline.hasSuffix(
                "the labels go with other predictions, so its inputs are wrong or it does not work"),
            "\(verdict.headline)")
        scene.run.cells[0].accuracy = scene.run.cells[1].accuracy
        let doubted = scene.verdict(.accuracy, .maximumDrop(0.01), against: .baseline)
        #expect(doubted.state == .error && doubted.headline.hasSuffix("its labels or its inputs are wrong"))
    }

    @Test("predictions that collapse onto one class are said so")
    func collapse() {
        let scene = scene(classes: 10) { cell, _, label in cell == 0 ? label : 3 }
        let verdict = scene.verdict(.accuracy, .maximumDrop(0.01))
        #expect(verdict.state == .failed)
        #expect(verdict.details.contains("100.00 % of the predictions are one class, 3 ('c3')"))
    }

    @Test("eight samples by guessing are not accused")
    func fewSamples() {
        let scene = scene(classes: 2, samples: 8) { _, sample, label in sample < 4 ? label : 1 - label }
        #expect(scene.verdict(.accuracy, .maximumDrop(0.01)).state == .inconclusive)
    }

    @Test("a hard set is judged as ever: 3 % of a hundred classes")
    func hard() {
        // Three times as good as a guess on 1000 samples.
        let scene = scene(classes: 100, samples: 1000) { _, sample, label in
            sample % 34 == 0 ? label : (label + 1 + Int32(sample % 90)) % 100
        }
        #expect(scene.verdict(.accuracy, .maximumDrop(0.01)).state == .passed)
    }

    @Test("one class only: the AUC's error says which")
    func oneClass() {
        var scene = scene(classes: 2, task: "binary") { _, _, _ in 0 }
        scene.run.goldenSets[0].labels = scene.run.goldenSets[0].labels.map { _ in 0 }
        scene.run.goldenSets[0].classNames = ["no", "yes"]
        let verdict = scene.verdict(.areaUnderCurve, .minimum(0.9), against: .nothing)
        #expect(verdict.state == .error)
        #expect(verdict.headline == "no value: all labels are 0 ('no'): AUC wants samples of both classes")
    }

    @Test("an AUC of 2 % of the reference is an error, and says what it is with the classes swapped")
    func invertedAnomalyScores() {
        var scene = scene(classes: 2, task: "anomaly") { _, _, _ in 0 }
        scene.run.goldenSets[0].classNames = []
        for cell in 0...1 {
            scene.run.cells[cell].accuracy?.predictions = []
            scene.run.cells[cell].accuracy?.labelRanks = []
            scene.run.cells[cell].accuracy?.metrics = [.areaUnderCurve: 0.02]
            scene.run.cells[cell].accuracy?.unitValues = [.areaUnderCurve: (0..<300).map { $0 % 2 == 0 ? 0 : 0.04 }]
        }
        let verdict = scene.verdict(.areaUnderCurve, .maximumDrop(0.01))
        #expect(verdict.state == .error)
        #expect(
            verdict.headline.contains("the reference magika/fp32 has an AUC of 2.00 %, no more than guessing (50 %)"))
        #expect(verdict.details.first?.contains("the AUC is 98.00 %") == true)
    }
}
