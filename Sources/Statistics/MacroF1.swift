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

/// The drop of macro F1 between two sets of predictions for the same labelled samples, to be drawn again in pairs.
///
/// Each sample's influence on the drop is φ_i = n (influence on the baseline's macro F1 - influence on the candidate's),
/// and SE² = Σ φ_i² / (n (n - 1)). Samples of the same label and the same two predictions are one group, so that a draw
/// costs one addition.
///
/// - Source: the variance is the infinitesimal jackknife's; Efron, "The Jackknife, the Bootstrap and Other Resampling
///   Plans", SIAM 1982, chapter 6.
public struct MacroF1Drop: BootstrapStatistic, Sendable {
    private struct Group: Hashable {
        var label: Int
        var baseline: Int
        var candidate: Int
    }

    private let groups: [Group]
    private let groupOfSample: [UInt32]
    // Used again for every draw.
    private var draws: [Int]
    private var baseline: MacroF1
    private var candidate: MacroF1

    /// - Parameters: three class indices per sample; any numbers, equal ones are one class.
    /// - Returns: nil when the counts differ or there are no samples.
    /// - Complexity: O(n).
    public init?(labels: [Int32], baseline: [Int32], candidate: [Int32]) {
        guard !labels.isEmpty, baseline.count == labels.count, candidate.count == labels.count else { return nil }
        // Classes by order of appearance: a model of a million classes costs what the samples use of them.
        var classes: [Int32: Int] = [:]
        func rank(_ index: Int32) -> Int {
            if let known = classes[index] { return known }
            classes[index] = classes.count
            return classes.count - 1
        }
        var known: [Group: UInt32] = [:]
        var groups: [Group] = []
        groupOfSample = labels.indices.map { sample in
            let group = Group(
                label: rank(labels[sample]), baseline: rank(baseline[sample]), candidate: rank(candidate[sample]))
            if let index = known[group] { return index }
            known[group] = UInt32(groups.count)
            groups.append(group)
            return UInt32(groups.count - 1)
        }
        self.groups = groups
        draws = [Int](repeating: 0, count: groups.count)
        self.baseline = MacroF1(classCount: classes.count)
        self.candidate = self.baseline
    }

    public var count: Int { groupOfSample.count }

    public mutating func estimate(_ drawn: UnsafeBufferPointer<UInt32>) -> (value: Double, standardError: Double) {
        tally(drawn)
        let n = Double(drawn.count)
        var squares = 0.0
        forEachInfluence { influence, draws in squares += Double(draws) * influence * influence }
        // An influence is a difference of terms of the order of 1: less than this is their rounding.
        let variance = squares / n > 1e-20 ? squares / (n * (n - 1)) : 0
        return (baseline.value - candidate.value, variance.squareRoot())
    }

    /// Macro F1 of either side on the samples as they are.
    public mutating func values() -> (baseline: Double, candidate: Double) {
        let all = (0..<UInt32(count)).map { $0 }
        all.withUnsafeBufferPointer { tally($0) }
        return (baseline.value, candidate.value)
    }

    /// By how much each differently predicted sample moves the drop: what the drop would lose, were that one prediction the
    /// baseline's.
    public mutating func contributions() -> [Double] {
        let all = (0..<UInt32(count)).map { $0 }
        all.withUnsafeBufferPointer { tally($0) }
        let whole = candidate.value
        var contributions: [Double] = []
        for (index, group) in groups.enumerated() where group.baseline != group.candidate {
            candidate.add(label: group.label, prediction: group.candidate, times: -1)
            candidate.add(label: group.label, prediction: group.baseline)
            contributions += [Double](repeating: candidate.value - whole, count: draws[index])
            candidate.add(label: group.label, prediction: group.baseline, times: -1)
            candidate.add(label: group.label, prediction: group.candidate)
        }
        return contributions
    }

    private mutating func tally(_ drawn: UnsafeBufferPointer<UInt32>) {
        for index in draws.indices { draws[index] = 0 }
        for sample in drawn { draws[Int(groupOfSample[Int(sample)])] += 1 }
        baseline.removeAll()
        candidate.removeAll()
        for (index, group) in groups.enumerated() where draws[index] > 0 {
            baseline.add(label: group.label, prediction: group.baseline, times: draws[index])
            candidate.add(label: group.label, prediction: group.candidate, times: draws[index])
        }
    }

    private func forEachInfluence(_ body: (_ influence: Double, _ draws: Int) -> Void) {
        let n = Double(draws.reduce(0, +))
        let ofBaseline = n / Double(baseline.presentClasses)
        let ofCandidate = n / Double(candidate.presentClasses)
        for (index, group) in groups.enumerated() where draws[index] > 0 {
            let influence =
                ofBaseline * baseline.influence(label: group.label, prediction: group.baseline)
                - ofCandidate * candidate.influence(label: group.label, prediction: group.candidate)
            body(influence, draws[index])
        }
    }
}
