/// Simple changes of one input, tried on some samples of a golden set: which of them would make a model's predictions right.
public struct InputTrials: Sendable, Codable, Equatable {
    /// The golden set's name of the input.
    public var input: String
    /// How many samples were run, evenly spread over the golden set.
    public var samples: Int
    /// Correct predictions on them as they are.
    public var right: Int
    /// Of the input's values in these samples.
    public var low: Double
    public var high: Double
    /// Every change that was tried.
    public var outcomes: [Outcome]

    public struct Outcome: Sendable, Codable, Equatable {
        public var change: InputChange
        /// Correct predictions after it.
        public var right: Int
        /// What makes the change in a suite, under the input of a variant: `scale: 0.00392156862745098`; nil where nothing there does.
        public var repair: String?

        public init(change: InputChange, right: Int, repair: String? = nil) {
            self.change = change
            self.right = right
            self.repair = repair
        }
    }

    public init(input: String, samples: Int, right: Int, low: Double, high: Double, outcomes: [Outcome]) {
        self.input = input
        self.samples = samples
        self.right = right
        self.low = low
        self.high = high
        self.outcomes = outcomes
    }
}

/// What is done to an input's values, x, of every sample.
public enum InputChange: Sendable, Codable, Hashable {
    /// x * scale + offset; of integers the nearest that the type holds.
    case affine(scale: Double, offset: Double)
    /// sum - x: dark for light.
    case inverted(sum: Double)
    case heightAndWidthSwapped
    /// Values lie channel by channel where the shape says that the channels come last.
    case channelsFirst
    /// Values lie pixel by pixel where the shape says that the channels come first.
    case channelsLast
    /// Blue, green, red for red, green, blue.
    case channelsReversed

    /// Whether values are multiplied.
    public var isScale: Bool { if case .affine(let scale, _) = self { scale != 1 } else { false } }
}
