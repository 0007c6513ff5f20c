/// What tells a cell's predictions from guessing, and other ways to read them or the labels: what a metric would be, were a golden set
/// described otherwise.
public struct ReadingTrials: Sendable, Codable, Equatable {
    public var metric: Metric
    /// Of the predictions as the golden set says that they are read.
    public var value: Double
    /// What predictions come to that have nothing to do with the samples: of a segmentation, the most frequent class everywhere; nil where
    /// it does not depend on the golden set.
    public var guess: Double?
    /// What the same predictions would come to, were they dealt out at random: of a segmentation, the classes among the pixels.
    public var dealt: Double?
    /// How many samples have something to be right about that a guess is not right about anyway: images with objects or of more than one
    /// class, texts that are not empty, labels that are not the most frequent one; nil for all.
    public var telling: Int?
    /// Of a regression, the output that is predicted best of those whose labels vary; nil where none does.
    public var best: BestOutput?
    /// Every one that was tried.
    public var outcomes: [Outcome]

    public struct BestOutput: Sendable, Codable, Equatable {
        /// Its metric, and the jackknife's standard error of that.
        public var value: Double
        public var standardError: Double
        /// How many outputs it is the best of.
        public var outputs: Int

        public init(value: Double, standardError: Double, outputs: Int) {
            self.value = value
            self.standardError = standardError
            self.outputs = outputs
        }
    }

    public struct Outcome: Sendable, Codable, Equatable {
        public var reading: OutputReading
        /// The metric, read so.
        public var value: Double

        public init(reading: OutputReading, value: Double) {
            self.reading = reading
            self.value = value
        }
    }

    public init(
        metric: Metric, value: Double, guess: Double? = nil, dealt: Double? = nil, telling: Int? = nil,
        best: BestOutput? = nil, outcomes: [Outcome] = []
    ) {
        self.metric = metric
        self.value = value
        self.guess = guess
        self.dealt = dealt
        self.telling = telling
        self.best = best
        self.outcomes = outcomes
    }
}

/// How predictions or labels may be meant.
public enum OutputReading: Sendable, Codable, Hashable {
    /// The four numbers of a detector's box, as `golden.yaml` names the order.
    case boxFormat(String)
    /// Coordinates of one side reach at most about 1, those of the other count pixels. Its value is that of the boxes as they are: the
    /// sizes of the images are not known.
    case boxUnits(largestPredicted: Double, largestLabelled: Double)
    /// The index of CTC's blank.
    case blank(Int)
    /// This much is added to each label of a mask or box; in masks the last class is followed by the first.
    case labelsShifted(Int)
    /// Rows and columns of the masks are swapped.
    case masksTransposed
    /// Each number is multiplied and then added to: the least squares line of the labels on the predictions. Its value is the
    /// coefficient of determination of that line.
    case line(scale: Double, offset: Double)
}
