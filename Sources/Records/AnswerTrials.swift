/// Other ways to read a cell's answers, or the labels: what a metric would be, were a golden set described otherwise.
public struct AnswerTrials: Sendable, Codable, Equatable {
    public var metric: Metric
    /// Of the answers as the golden set says that they are read.
    public var value: Double
    /// What answers come to that have nothing to do with the samples: of a segmentation, the most frequent class everywhere; nil where
    /// it does not depend on the golden set.
    public var guess: Double?
    /// Every one that was tried.
    public var outcomes: [Outcome]

    public struct Outcome: Sendable, Codable, Equatable {
        public var reading: AnswerReading
        /// The metric, read so.
        public var value: Double

        public init(reading: AnswerReading, value: Double) {
            self.reading = reading
            self.value = value
        }
    }

    public init(metric: Metric, value: Double, guess: Double? = nil, outcomes: [Outcome] = []) {
        self.metric = metric
        self.value = value
        self.guess = guess
        self.outcomes = outcomes
    }
}

/// How answers or labels may be meant.
public enum AnswerReading: Sendable, Codable, Hashable {
    /// The four numbers of a detector's box, as `golden.yaml` names the order.
    case boxFormat(String)
    /// Coordinates of one side reach at most about 1, those of the other count pixels. Its value is that of the boxes as they are: the
    /// sizes of the images are not known.
    case boxUnits(largestAnswered: Double, largestLabelled: Double)
    /// The index of CTC's blank.
    case blank(Int)
    /// This much is added to each label of a mask, the last class followed by the first.
    case labelsShifted(Int)
    /// Rows and columns of the masks are swapped.
    case masksTransposed
}
