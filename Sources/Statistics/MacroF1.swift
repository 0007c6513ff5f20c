/// The mean over classes of F1 = 2 TP / (2 TP + FP + FN), from counts per class.
///
/// The classes are those that occur among the labels or the predictions; a class without a true positive has F1 = 0.
/// That is scikit-learn's `f1_score(average="macro", zero_division=0)`.
public struct MacroF1: Sendable, Equatable {
    /// TP of each class.
    private var right: [Int]
    /// 2 TP + FP + FN of each class: how often it occurs among labels and predictions together.
    private var mentions: [Int]

    /// - Parameter classCount: classes are 0 ..< classCount.
    public init(classCount: Int) {
        right = [Int](repeating: 0, count: classCount)
        mentions = right
    }

    /// Counts samples.
    ///
    /// - Precondition: both classes are below `classCount`.
    public mutating func add(label: Int, prediction: Int, times: Int = 1) {
        mentions[label] += times
        mentions[prediction] += times
        if label == prediction { right[label] += times }
    }

    public mutating func removeAll() {
        for index in right.indices {
            right[index] = 0
            mentions[index] = 0
        }
    }

    /// Classes that occur.
    public var presentClasses: Int { mentions.count { $0 > 0 } }

    /// A share of 1; NaN when nothing was counted.
    public var value: Double {
        var sum = 0.0
        var present = 0
        for index in right.indices where mentions[index] > 0 {
            sum += f1(index)
            present += 1
        }
        return sum / Double(present)
    }

    /// How fast the value moves when samples like this one become more frequent, times the number of classes that occur and
    /// over the number of samples: [2 (l = p) / m_l] - F1_l / m_l - F1_p / m_p, m the mentions of a class.
    ///
    /// These are the terms of the first-order (influence function) variance. Their sum over all counted samples is 0.
    func influence(label: Int, prediction: Int) -> Double {
        let ofLabel = 1 / Double(mentions[label])
        let ofPrediction = 1 / Double(mentions[prediction])
        return (label == prediction ? 2 * ofLabel : 0) - f1(label) * ofLabel - f1(prediction) * ofPrediction
    }

    private func f1(_ index: Int) -> Double { 2 * Double(right[index]) / Double(mentions[index]) }
}
