/// How often each class was predicted for each label: the confusion matrix, kept sparse.
public struct ConfusionCounts: Sendable, Equatable {
    public struct Pair: Sendable, Hashable {
        public var label: Int
        public var prediction: Int

        public init(label: Int, prediction: Int) {
            self.label = label
            self.prediction = prediction
        }
    }

    public let classCount: Int
    /// Pairs that occur.
    public private(set) var counts: [Pair: Int] = [:]
    /// Samples of each label.
    public private(set) var labels: [Int]
    /// Samples of each prediction.
    public private(set) var predictions: [Int]
    /// Samples.
    public private(set) var total = 0
    /// Samples whose prediction is the label.
    public private(set) var right = 0

    /// Counts the samples that `isCounted` takes in.
    ///
    /// - Returns: nil for different numbers of labels and predictions, and for a class outside 0 ..< classCount.
    public init?(labels: [Int32], predictions: [Int32], classCount: Int, where isCounted: (Int) -> Bool = { _ in true })
    {
        guard labels.count == predictions.count, classCount > 0 else { return nil }
        self.classCount = classCount
        self.labels = [Int](repeating: 0, count: classCount)
        self.predictions = self.labels
        for (sample, pair) in zip(labels, predictions).enumerated() where isCounted(sample) {
            let (label, prediction) = (Int(pair.0), Int(pair.1))
            guard (0..<classCount).contains(label), (0..<classCount).contains(prediction) else { return nil }
            counts[Pair(label: label, prediction: prediction), default: 0] += 1
            self.labels[label] += 1
            self.predictions[prediction] += 1
            total += 1
            if label == prediction { right += 1 }
        }
    }

    public subscript(label: Int, prediction: Int) -> Int { counts[Pair(label: label, prediction: prediction)] ?? 0 }

    /// Classes that are the label of some sample.
    public var presentLabels: Int { labels.count { $0 > 0 } }

    /// Samples of the most frequent label, and that label; the lowest of equally frequent ones.
    public var mostFrequentLabel: (label: Int, count: Int) { Self.highest(labels) }

    /// The same of the predictions.
    public var mostFrequentPrediction: (prediction: Int, count: Int) {
        let found = Self.highest(predictions)
        return (found.label, found.count)
    }

    /// How many predictions are the label once each label is replaced.
    ///
    /// - Parameter class: the class that a label stands for; nil where it stands for none.
    public func right(relabelled class: (Int) -> Int?) -> Int {
        counts.reduce(0) { $0 + (`class`($1.key.label) == $1.key.prediction ? $1.value : 0) }
    }

    /// Wrong predictions, the most frequent pair first.
    public var confusions: [(pair: Pair, count: Int)] {
        counts.filter { $0.key.label != $0.key.prediction }.map { ($0.key, $0.value) }
            .sorted { (-$0.1, $0.0.label, $0.0.prediction) < (-$1.1, $1.0.label, $1.0.prediction) }
    }

    private static func highest(_ counts: [Int]) -> (label: Int, count: Int) {
        var best = 0
        for index in counts.indices where counts[index] > counts[best] { best = index }
        return (best, counts[best])
    }
}
