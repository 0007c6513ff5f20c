import Foundation
import GoldenSets
import InferenceCore
import Records
import TestSupport
import Testing

/// Every task from its manifest to its metrics, on answers small enough to check by hand.
@Suite(.hangLimit) struct TaskEvaluationTests {
    private func integers(_ values: [Int32], _ shape: [Int]? = nil) -> Data {
        NumpyFile.data(of: values, shape: shape ?? [values.count], type: "<i4")
    }

    private func floats(_ values: [Float], _ shape: [Int]? = nil) -> Data {
        NumpyFile.data(of: values, shape: shape ?? [values.count], type: "<f4")
    }

    /// A set of four samples with another task; nil takes a line of the classification out.
    private func set(
        _ task: String, _ files: [String: Data], _ lines: [String: String?]
    ) throws -> (set: GoldenSet, keeping: SmallGoldenSet) {
        var small = try SmallGoldenSet()
        for (name, data) in files { small[name] = data }
        small.lines = ["task": "task: \(task)"]
        for (key, line) in lines {
            // A file is named by itself; its entry needs the digest.
            let name = line.flatMap { files[$0] == nil ? nil : $0 }
            small.lines[key] = .some(name.map { "\(key): \(small.file($0))" } ?? line.map { "\(key): \($0)" })
        }
        return (try small.open(), small)
    }

    private func table(_ rows: [[Float]], shape: [Int]? = nil) -> OutputTable {
        OutputTable(rows: rows.map { (shape: shape ?? [1, $0.count], values: $0) })
    }

    private func expectNear(_ value: Double?, _ expected: Double, _ comment: Comment? = nil) throws {
        #expect((try #require(value, comment) - expected).magnitude < 1e-9, comment)
    }

    @Test("Binary: one score of the positive class, or two, or logits", arguments: ["one", "two", "logits"])
    func binary(form: String) throws {
        let (set, keeping) = try set(
            "binary", ["l.npy": integers([0, 0, 1, 1]), "c.txt": Data("no\nyes\n".utf8)],
            [
                "labels": "l.npy", "classes": "c.txt",
                "output": "{ name: y, scores: \(form == "logits" ? "logits" : "probabilities") }",
            ])
        defer { withExtendedLifetime(keeping) {} }
        // The third is ranked between the two negatives.
        let scores: [Float] = [0.2, 0.6, 0.4, 0.9]
        let rows: [[Float]] = scores.map { p in
            switch form {
            case "one": [p]
            case "two": [1 - p, p]
            default: [log(p / (1 - p))]
            }
        }
        let evaluation = try TaskEvaluation.evaluate(outputs: ["y": table(rows)], on: set)
        #expect(evaluation.predictions == [0, 1, 0, 1])
        try expectNear(evaluation.metrics[.accuracy], 0.5)
        try expectNear(evaluation.metrics[.areaUnderCurve], 0.75)
        #expect(Set(evaluation.metrics.keys) == Set(set.manifest.ownMetrics))
        #expect(evaluation.unitValues[.areaUnderCurve]?.count == 4)
        #expect(throws: GoldenSetError.self) {
            try TaskEvaluation.evaluate(outputs: ["y": table(Array(repeating: [1, 2, 3], count: 4))], on: set)
        }
        if form == "one" {
            #expect(throws: GoldenSetError.notProbabilities(sample: "b.txt", score: 1.5)) {
                try TaskEvaluation.evaluate(outputs: ["y": table([[0], [1.5], [0], [0]])], on: set)
            }
        }
    }

    @Test("Sequence: CTC steps become text; what was read is kept") func sequence() throws {
        let (set, keeping) = try set(
            "sequence", ["l.txt": Data("ab\na b\n\nbb\n".utf8), "a.txt": Data("-\na\nb\n \n".utf8)],
            [
                "labels": "l.txt", "alphabet": "a.txt", "classes": nil, "ignore_spaces": "true",
                "output": "{ name: y, decoding: ctc }",
            ])
        defer { withExtendedLifetime(keeping) {} }
        #expect(set.manifest.outputs == [RequestedOutput(name: "y", reduction: .indexOfHighestInLastAxis)])
        let outputs = [
            "y": OutputTable(rows: [
                (shape: [1, 4], values: [1, 1, 0, 2]), (shape: [1, 2], values: [1, 2]), (shape: [1, 1], values: [0]),
                (shape: [1, 2], values: [2, 2]),
            ])
        ]
        let evaluation = try TaskEvaluation.evaluate(outputs: outputs, on: set)
        #expect(evaluation.texts == ["ab", "ab", "", "b"])
        try expectNear(evaluation.metrics[.exactMatch], 0.75)
        // One of six characters that are no spaces, and of four words two: "a b" is read as one.
        try expectNear(evaluation.metrics[.characterErrorRate], 1.0 / 6)
        try expectNear(evaluation.metrics[.wordErrorRate], 3.0 / 4)
        #expect(throws: GoldenSetError.self) {
            try TaskEvaluation.evaluate(outputs: ["y": table([[9], [0], [0], [0]])], on: set)
        }
        let same = try TaskComparison.compare(
            candidate: EvaluatedSet(outputs: outputs, evaluation: evaluation),
            reference: EvaluatedSet(outputs: outputs, evaluation: evaluation), on: set)
        let equal = TaskComparison.ofEqualOutputs(on: set)
        #expect(same.metrics == equal.metrics && same.unitValues == equal.unitValues)
    }

    @Test("Embedding: neighbours of the same group, and pairs in the right order") func embedding() throws {
        let (set, keeping) = try set(
            "embedding",
            [
                "g.npy": integers([0, 0, 1, 1]), "p.npy": integers([0, 1, 0, 2, 2, 3], [3, 2]),
                "s.npy": floats([0.9, 0.1, 0.5]),
            ],
            [
                "labels": "g.npy", "classes": nil, "pairs": "p.npy", "similarities": "s.npy", "top_k": "1",
                "output": "{ name: y }",
            ])
        defer { withExtendedLifetime(keeping) {} }
        let outputs = ["y": table([[1, 0], [1, 0.1], [0, 1], [0.6, 0.8]])]
        let evaluation = try TaskEvaluation.evaluate(outputs: outputs, on: set)
        // Cosines of the pairs are 0.995, 0 and 0.8: the same order as the similarities.
        try expectNear(evaluation.metrics[.spearman], 1)
        try expectNear(evaluation.metrics[.recallAtK], 1)
        let turned = ["y": table([[0, 1], [1, 0.1], [0, 1], [0.6, 0.8]])]
        let comparison = try TaskComparison.compare(
            candidate: EvaluatedSet(outputs: turned, evaluation: evaluation),
            reference: EvaluatedSet(outputs: outputs, evaluation: evaluation), on: set)
        try expectNear(comparison.metrics[.cosineSimilarity], 0.75)
        try expectNear(comparison.metrics[.maximumAbsoluteError], 1)
        #expect(Set(comparison.metrics.keys) == Set(set.manifest.comparisonMetrics))
    }

    @Test("Regression: errors in the labels' unit") func regression() throws {
        let (set, keeping) = try set(
            "regression", ["l.npy": floats([1, 2, 3, 4])],
            ["labels": "l.npy", "classes": nil, "unit": "°C", "output": "{ name: y }"])
        defer { withExtendedLifetime(keeping) {} }
        let evaluation = try TaskEvaluation.evaluate(outputs: ["y": table([[1], [2], [3], [6]])], on: set)
        try expectNear(evaluation.metrics[.meanAbsoluteError], 0.5)
        try expectNear(evaluation.metrics[.rootMeanSquareError], 1)
        try expectNear(evaluation.metrics[.determination], 0.2)
        #expect(throws: GoldenSetError.nonFiniteScores(count: 1, total: 4, firstSamples: ["c.txt"])) {
            try TaskEvaluation.evaluate(outputs: ["y": table([[1], [2], [.nan], [6]])], on: set)
        }
        #expect(throws: GoldenSetError.self) {
            try TaskEvaluation.evaluate(outputs: ["y": table([[1, 1], [2, 2], [3, 3], [6, 6]])], on: set)
        }
    }

    @Test("Detection: boxes in three notations find the same objects", arguments: ["xywh", "xyxy", "yxyx"])
    func detection(format: String) throws {
        let (set, keeping) = try set(
            "detection",
            [
                "b.npy": floats([0, 0, 10, 10, 5, 5, 20, 10], [2, 4]), "bc.npy": integers([0, 1]),
                "bs.npy": integers([0, 2]),
            ],
            [
                "labels": nil, "boxes": "b.npy", "box_format": "xywh", "box_classes": "bc.npy",
                "box_samples": "bs.npy",
                "output": "{ boxes: b, scores: s, labels: l, count: n, format: \(format) }",
            ])
        defer { withExtendedLifetime(keeping) {} }
        func box(_ x: Float, _ y: Float, _ width: Float, _ height: Float) -> [Float] {
            switch format {
            case "xywh": [x, y, width, height]
            case "xyxy": [x, y, x + width, y + height]
            default: [y, x, y + height, x + width]
            }
        }
        // The second box of each sample lies beyond the count.
        let nothing = box(0, 0, 1, 1)
        let boxes = [box(0, 0, 10, 10) + nothing, nothing + nothing, box(5, 5, 20, 10) + nothing, nothing + nothing]
        let outputs = [
            "b": table(boxes, shape: [1, 2, 4]), "s": table(Array(repeating: [0.9, 0.8], count: 4)),
            "l": table([[0, 0], [0, 0], [1, 0], [0, 0]]), "n": table([[1], [0], [1], [0]]),
        ]
        let evaluation = try TaskEvaluation.evaluate(outputs: outputs, on: set)
        try expectNear(evaluation.metrics[.meanAveragePrecision], 1)
        try expectNear(evaluation.metrics[.meanAveragePrecision50], 1)
        var unknown = outputs
        unknown["l"] = table([[7, 0], [0, 0], [1, 0], [0, 0]])
        #expect(throws: GoldenSetError.self) { try TaskEvaluation.evaluate(outputs: unknown, on: set) }
    }

    @Test("Segmentation: ignored pixels count nowhere") func segmentation() throws {
        let (set, keeping) = try set(
            "segmentation",
            ["m.npy": integers([0, 1, 0, 1, 0, 1, 0, 9], [4, 1, 2]), "c.txt": Data("ground\nsky\n".utf8)],
            [
                "labels": nil, "masks": "m.npy", "classes": "c.txt", "ignore": "9",
                "output": "{ name: y, layout: channels_first }",
            ])
        defer { withExtendedLifetime(keeping) {} }
        #expect(set.manifest.outputs[0].reduction == .indexOfHighestInSecondAxis)
        let evaluation = try TaskEvaluation.evaluate(
            outputs: ["y": table([[0, 1], [0, 1], [1, 1], [0, 0]], shape: [1, 1, 2])], on: set)
        try expectNear(evaluation.metrics[.pixelAccuracy], 6.0 / 7)
        // Ground: 3 right of 4 + 3 - 3; sky: 3 of 3 + 4 - 3.
        try expectNear(evaluation.metrics[.meanIntersectionOverUnion], 0.75)
    }

    @Test("Anomaly: a score, or how badly an input is made again", arguments: [true, false])
    func anomaly(reconstructs: Bool) throws {
        let output = reconstructs ? "{ name: y, score: reconstruction_error, of: x }" : "{ name: y, score: value }"
        let (set, keeping) = try set(
            "anomaly", ["l.npy": integers([0, 0, 1, 1])],
            ["labels": "l.npy", "classes": nil, "max_fpr": "0.5", "output": output])
        defer { withExtendedLifetime(keeping) {} }
        let errors: [Float] = [0.1, 0.3, 0.2, 0.4]
        let rows =
            reconstructs
            ? errors.enumerated().map { index, error in
                SmallGoldenSet.inputValues[index * 2..<index * 2 + 2].map { $0 + error }
            } : errors.map { [$0] }
        let evaluation = try TaskEvaluation.evaluate(outputs: ["y": table(rows)], on: set)
        try expectNear(evaluation.metrics[.areaUnderCurve], 0.75)
        #expect(Set(evaluation.metrics.keys) == [.areaUnderCurve, .partialAreaUnderCurve, .averagePrecision])
    }

    @Test("Fidelity: nothing is right or wrong, and everything is compared with the reference") func fidelity() throws {
        let (set, keeping) = try set(
            "fidelity", [:], ["labels": nil, "classes": nil, "output": "{ name: y }"])
        defer { withExtendedLifetime(keeping) {} }
        let outputs = ["y": table([[3, 4], [0, 1], [1, 0], [1, 1]])]
        let evaluation = try TaskEvaluation.evaluate(outputs: outputs, on: set)
        #expect(evaluation.metrics.isEmpty && evaluation.predictions.isEmpty)
        let noisy = ["y": table([[3, 4.1], [0, 1], [1, 0], [1, 1]])]
        let comparison = try TaskComparison.compare(
            candidate: EvaluatedSet(outputs: noisy, evaluation: evaluation),
            reference: EvaluatedSet(outputs: outputs, evaluation: evaluation), on: set)
        // Signal 25 + 1 + 1 + 2, noise 0.01.
        let noise = Double(Float(4.1) - 4)
        try expectNear(comparison.metrics[.signalToNoise], 10 * log10(29 / (noise * noise)))
        let short = try TaskComparison.compare(
            candidate: EvaluatedSet(outputs: ["y": table([[1], [1], [1], [1]])], evaluation: evaluation),
            reference: EvaluatedSet(outputs: outputs, evaluation: evaluation), on: set)
        #expect(short.metrics.isEmpty)
        #expect(short.outputs?.tensors.map(\.fidelity) == [nil])
    }

    @Test("Classification over sequences: intervals are taken over them") func clustered() throws {
        let (set, keeping) = try set(
            "classification", ["q.npy": integers([3, 3, 8, 8])],
            ["sequences": "q.npy", "output": "{ name: y, scores: probabilities }"])
        defer { withExtendedLifetime(keeping) {} }
        #expect(set.sequences == [0, 0, 1, 1])
        #expect(set.unitCount == 2)
        #expect((0..<4).map(set.feed.beginsSequence) == [true, false, true, false])
        let evaluation = try TaskEvaluation.evaluate(
            outputs: ["y": table([[1, 0, 0], [1, 0, 0], [0, 0, 1], [1, 0, 0]])], on: set)
        #expect(evaluation.metrics[.accuracy] == 0.75)
        // Labels are cat, dog, fox, cat: the first sequence has one of two, the second both.
        #expect(evaluation.unitValues[.accuracy] == [0.5, 1])
    }

    @Test("Keys that belong to another task are refused where they stand") func foreignKeys() throws {
        var small = try SmallGoldenSet()
        small.lines = [
            "task": "task: regression", "labels": "labels: \(small.file("x.npy"))", "output": "output: { name: y }",
        ]
        #expect(try small.findings() == ["14 golden.unknown-key"])
        small.lines["classes"] = .some(nil)
        #expect(try small.findings() == [])
    }

    @Test("Sequences that fall, state without sequences, and inputs that are state too are findings")
    func sequenceFindings() throws {
        var small = try SmallGoldenSet()
        small["q.npy"] = integers([0, 1, 0, 1])
        small.lines = ["sequences": "sequences: \(small.file("q.npy"))"]
        #expect(try small.findings() == ["16 golden.sequences"])
        small.lines = ["state": "state: { h: hn }"]
        #expect(try small.findings() == ["16 golden.no-sequences"])
        small["q.npy"] = integers([0, 0, 1, 1])
        small.lines = ["sequences": "sequences: \(small.file("q.npy"))", "state": "state: { x: hn }"]
        #expect(try small.findings() == ["17 golden.state-input"])
    }

    @Test("Detection: boxes in another order, or of other units, are told with what they come to")
    func boxTrials() throws {
        let (set, keeping) = try set(
            "detection",
            [
                "b.npy": floats([0, 0, 10, 10, 5, 5, 20, 10], [2, 4]), "bc.npy": integers([0, 1]),
                "bs.npy": integers([0, 2]),
            ],
            [
                "labels": nil, "boxes": "b.npy", "box_format": "xywh", "box_classes": "bc.npy",
                "box_samples": "bs.npy", "output": "{ boxes: b, scores: s, labels: l, count: n, format: xyxy }",
            ])
        defer { withExtendedLifetime(keeping) {} }
        func trials(_ first: [Float], _ second: [Float]) throws -> ReadingTrials? {
            let nothing: [Float] = [0, 0, 1, 1]
            return try TaskEvaluation.evaluate(
                outputs: [
                    "b": table([first, nothing, second, nothing], shape: [1, 1, 4]),
                    "s": table(Array(repeating: [0.9], count: 4)), "l": table([[0], [0], [1], [0]]),
                    "n": table([[1], [0], [1], [0]]),
                ], on: set
            ).trials
        }
        // Width and height where corners are wanted: the first box is the same, the second covers 75 of 200.
        let turned = try #require(try trials([0, 0, 10, 10], [5, 5, 20, 10]))
        #expect(turned.metric == .meanAveragePrecision50)
        try expectNear(turned.value, 0.5)
        #expect(turned.telling == 2)
        #expect(
            turned.outcomes.map(\.reading) == ["xywh", "yxyx", "cxcywh"].map { .boxFormat($0) } + [
                .labelsShifted(1), .labelsShifted(-1),
            ])
        try expectNear(turned.outcomes[0].value, 1)
        try expectNear(turned.outcomes[1].value, 0.5)
        try expectNear(turned.outcomes[2].value, 0)
        try expectNear(turned.outcomes[3].value, 0)

        let relative = try #require(try trials([0, 0, 0.5, 0.5], [0.25, 0.25, 0.75, 0.5]))
        #expect(relative.outcomes.last?.reading == .boxUnits(largestPredicted: 0.75, largestLabelled: 25))
        // Right boxes need no explanation.
        #expect(try trials([0, 0, 10, 10], [5, 5, 25, 15])?.outcomes == [])
    }

    @Test("Segmentation: the most frequent class everywhere, shifted labels and turned masks") func maskTrials() throws
    {
        let (set, keeping) = try set(
            "segmentation",
            [
                "m.npy": integers([0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1], [4, 2, 2]),
                "c.txt": Data("a\nb\n".utf8),
            ],
            ["labels": nil, "masks": "m.npy", "classes": "c.txt", "output": "{ name: y, layout: indices }"])
        defer { withExtendedLifetime(keeping) {} }
        func trials(_ answer: [Float]) throws -> ReadingTrials {
            let outputs = ["y": table(Array(repeating: answer, count: 4), shape: [1, 2, 2])]
            return try #require(try TaskEvaluation.evaluate(outputs: outputs, on: set).trials)
        }
        // Half of the pixels in one of two classes.
        let turned = try trials([0, 0, 1, 1])
        try expectNear(turned.guess, 0.25)
        // Half and half: a quarter of the pixels by accident, of three quarters.
        try expectNear(turned.dealt, 1.0 / 3)
        #expect(turned.telling == 4)
        try expectNear(turned.value, 1.0 / 3)
        #expect(turned.outcomes.map(\.reading) == [.labelsShifted(1), .masksTransposed])
        try expectNear(turned.outcomes[0].value, 1.0 / 3)
        try expectNear(turned.outcomes[1].value, 1)
        let shifted = try trials([1, 0, 1, 0])
        try expectNear(shifted.value, 0)
        try expectNear(shifted.outcomes[0].value, 1)
        #expect(try trials([0, 1, 0, 1]).outcomes.isEmpty)
    }

    @Test("Sequence: the last symbol for nothing is tried") func blankTrials() throws {
        let (set, keeping) = try set(
            "sequence", ["l.txt": Data("ab\nba\nab\nbb\n".utf8), "a.txt": Data("a\nb\n-\n".utf8)],
            ["labels": "l.txt", "alphabet": "a.txt", "classes": nil, "output": "{ name: y, decoding: ctc }"])
        defer { withExtendedLifetime(keeping) {} }
        let outputs = ["y": table([[0, 2, 1], [1, 2, 0], [0, 1, 2], [1, 2, 1]])]
        let trials = try #require(try TaskEvaluation.evaluate(outputs: outputs, on: set).trials)
        try expectNear(trials.value, 5.0 / 8)
        #expect(trials.outcomes == [.init(reading: .blank(2), value: 0)])
        #expect(trials.telling == 4)
    }

    @Test("Sequence: empty texts tell nothing, texts of one symbol do") func shortTexts() throws {
        let (set, keeping) = try set(
            "sequence", ["l.txt": Data("a\n\n\nb\n".utf8), "a.txt": Data("-\na\nb\n".utf8)],
            ["labels": "l.txt", "alphabet": "a.txt", "classes": nil, "output": "{ name: y, decoding: ctc }"])
        defer { withExtendedLifetime(keeping) {} }
        let outputs = ["y": table([[1], [0], [0], [2]])]
        let evaluation = try TaskEvaluation.evaluate(outputs: outputs, on: set)
        try expectNear(evaluation.metrics[.characterErrorRate], 0)
        #expect(evaluation.trials == ReadingTrials(metric: .characterErrorRate, value: 0, telling: 2))
    }

    @Test("Regression: constant and nearly constant labels, several outputs, and labels in another unit")
    func numberTrials() throws {
        func trials(_ labels: [Float], columns: Int = 1, _ rows: [[Float]]) throws -> ReadingTrials? {
            let (set, keeping) = try set(
                "regression", ["l.npy": floats(labels, columns == 1 ? nil : [4, columns])],
                ["labels": "l.npy", "classes": nil, "output": "{ name: y }"])
            defer { withExtendedLifetime(keeping) {} }
            return try TaskEvaluation.evaluate(outputs: ["y": table(rows)], on: set).trials
        }
        #expect(try trials([3, 3, 3, 3], [[1], [2], [3], [4]]) == nil)
        let narrow = try #require(try trials([20, 20.01, 20.02, 20.01], [[20.1], [20], [19.9], [20.1]]))
        #expect(narrow.best == nil && narrow.telling == 0)

        // The second output is 20 with a little noise: its R² is far below 0, and so is the mean of both.
        let mixed = try #require(
            try trials(
                [0, 20, 1, 20.01, 2, 20.02, 3, 20.01], columns: 2, [[0, 20.1], [1, 20], [2, 19.9], [3, 20.1]]))
        #expect(mixed.value < -10)
        try expectNear(mixed.best?.value, 1)
        #expect(mixed.best?.outputs == 1 && mixed.telling == 3)
        #expect(mixed.outcomes.isEmpty)

        // Of degrees Celsius, those of Fahrenheit.
        let unit = try #require(try trials([32, 50, 68, 86], [[0], [10], [20], [30]]))
        #expect(unit.outcomes.count == 1)
        guard case .line(let scale, let offset) = try #require(unit.outcomes.first).reading else {
            Issue.record("\(unit.outcomes)")
            return
        }
        try expectNear(scale, 1.8)
        try expectNear(offset, 32)
        try expectNear(unit.outcomes.first?.value, 1)
        // One label differs from all others: only it can tell.
        #expect(try trials([0, 0, 0, 5], [[0], [0], [0], [0.1]])?.telling == 1)
    }
}
