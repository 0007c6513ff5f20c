import Statistics

/// A classifier's predictions for a golden set, and its accuracy.
public struct ClassificationEvaluation: Sendable, Equatable {
    /// The class of the highest score per sample; ties go to the lowest class index.
    public let predictions: [Int32]
    /// How many classes rank before the label, per sample: 0 is a correct prediction. Of equal scores the lower class index ranks
    /// first.
    public let labelRanks: [Int32]
    /// Share of samples whose prediction is the label.
    public let accuracy: Double
    /// Share of samples whose label is among the `topK` highest scores, by `labelRanks`.
    public let topKAccuracy: Double
    /// See `MacroF1`.
    public let macroF1: Double
    public let topK: Int

    /// Judges scores by the labels.
    ///
    /// - Parameters:
    ///   - scores: one row per sample, in the order of the labels.
    ///   - kind: what the scores are.
    ///   - labels: class indices.
    ///   - topK: at least 1; from the number of classes on, top-k accuracy is 1.
    ///   - sampleNames: for errors.
    /// - Throws: `GoldenSetError.nonFiniteScores`, `.notProbabilities`; `.unusableScores` when counts do not fit.
    /// - Complexity: O(samples * classes).
    public static func evaluate(
        scores: ScoreMatrix, kind: ScoreKind, labels: [Int32], topK: Int, sampleNames: [String]
    ) throws(GoldenSetError) -> ClassificationEvaluation {
        precondition(topK >= 1, "top-k accuracy begins at 1")
        try scores.check(kind: kind, sampleNames: sampleNames)
        guard labels.count == scores.rows else {
            throw .unusableScores(reason: "there are \(labels.count) labels for \(scores.rows) samples", hint: nil)
        }
        let classes = scores.columns
        if let label = labels.first(where: { $0 < 0 || $0 >= classes }) {
            throw .unusableScores(
                reason: "the model scores \(classes) classes, and the golden set has a label \(label)",
                hint: "the model and the golden set must have the same classes in the same order")
        }
        var predictions: [Int32] = []
        var labelRanks: [Int32] = []
        predictions.reserveCapacity(scores.rows)
        labelRanks.reserveCapacity(scores.rows)
        var right = 0, rightInTopK = 0
        var macroF1 = MacroF1(classCount: classes)
        for (row, label) in labels.enumerated() {
            let label = Int(label)
            let (prediction, labelRank) = scores.withRow(row) { (ScoreMatrix.argmax($0), rank(of: label, in: $0)) }
            predictions.append(Int32(prediction))
            labelRanks.append(Int32(labelRank))
            if labelRank < topK { rightInTopK += 1 }
            if prediction == label { right += 1 }
            macroF1.add(label: label, prediction: prediction)
        }
        let total = Double(labels.count)
        return ClassificationEvaluation(
            predictions: predictions, labelRanks: labelRanks, accuracy: Double(right) / total,
            topKAccuracy: Double(rightInTopK) / total, macroF1: macroF1.value, topK: topK)
    }

    /// How many classes rank before one: a higher score, or an equal one and a lower index.
    private static func rank(of label: Int, in scores: UnsafeBufferPointer<Float>) -> Int {
        let score = scores[label]
        var rank = 0
        for index in 0..<scores.count where scores[index] > score || (scores[index] == score && index < label) {
            rank += 1
        }
        return rank
    }
}
