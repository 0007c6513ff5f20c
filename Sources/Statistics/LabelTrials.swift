/// Simple mistakes in labels, tried on predictions that were given: which of them would make the predictions right.
public enum LabelTrials {
    public enum Change: Sendable, Equatable {
        /// This much is added to every label; what leaves the classes is wrong.
        case offset(Int)
        /// The last class stands for the first.
        case reversed
        /// The class that each label stands for.
        case permuted([Int])
    }

    public struct Finding: Sendable, Equatable {
        public var change: Change
        /// Correct predictions after the change, of samples that did not choose it.
        public var right: Proportion
    }

    /// A change is claimed when it makes at least this much of the way from what is right without it, and from guessing, to perfect.
    public static let claimedShare = 0.25

    /// The share of correct predictions from which on a change is claimed.
    public static func claimed(guess: Double, plain: Double) -> Double {
        let from = max(guess, plain)
        return from + claimedShare * (1 - from)
    }

    /// Offsets by one either way, the reverse order, and any other one-to-one order.
    public static let count = 4

    /// The change that explains the predictions best; nil where none does.
    ///
    /// An order of the classes is chosen on every other sample of each label and counted on the rest, then the other way round, so
    /// that no sample helps to choose what it is counted for. A change is claimed when the share of correct predictions, at its lower
    /// bound (one-sided at `ChanceTest.accusation` over `trials`), makes a quarter of the way from what it is without the change,
    /// and from guessing, to perfect.
    ///
    /// - Parameter trials: how many changes of any kind are tried on these samples, for the bound's error.
    public static func explanation(
        labels: [Int32], predictions: [Int32], classCount: Int, trials: Int = count
    ) -> Finding? {
        guard let all = ConfusionCounts(labels: labels, predictions: predictions, classCount: classCount),
            all.presentLabels > 1
        else { return nil }
        let guess = Double(all.mostFrequentLabel.count) / Double(all.total)
        let plain = Double(all.right) / Double(all.total)
        let needed = claimed(guess: guess, plain: plain)
        var findings: [Finding] = []
        func consider(_ change: Change, _ right: Int, of total: Int) {
            guard let right = Proportion(successes: right, trials: total),
                right.lowerBound(alpha: ChanceTest.accusationAlpha / Double(max(trials, 1))) >= needed
            else { return }
            findings.append(Finding(change: change, right: right))
        }
        let last = classCount - 1
        // Of two classes the reverse says both.
        if classCount > 2 {
            for offset in [1, -1] { consider(.offset(offset), all.right { $0 + offset }, of: all.total) }
        }
        consider(.reversed, all.right { last - $0 }, of: all.total)
        // The simplest that explains is told: an order of all classes explains whatever one of these does.
        if let simple = findings.max(by: { $0.right.share < $1.right.share }) { return simple }
        guard classCount > 2, let folds = folds(labels, predictions, classCount) else { return nil }
        let right =
            folds.1.right(relabelled: ClassAssignment.best(folds.0))
            + folds.0.right(
                relabelled: ClassAssignment.best(folds.1))
        consider(.permuted(ClassAssignment.best(all)), right, of: all.total)
        return findings.first
    }

    /// Every other sample of each label.
    private static func folds(
        _ labels: [Int32], _ predictions: [Int32], _ classCount: Int
    ) -> (ConfusionCounts, ConfusionCounts)? {
        var seen = [Int](repeating: 0, count: classCount)
        let isFirst = labels.map { label in
            seen[Int(label)] += 1
            return seen[Int(label)].isMultiple(of: 2)
        }
        guard
            let one = ConfusionCounts(
                labels: labels, predictions: predictions, classCount: classCount, where: { isFirst[$0] }),
            let other = ConfusionCounts(
                labels: labels, predictions: predictions, classCount: classCount, where: { !isFirst[$0] })
        else { return nil }
        return (one, other)
    }
}

extension ConfusionCounts {
    fileprivate func right(relabelled order: [Int]) -> Int { right { order[$0] } }
}
