/// One golden sample on which a cell differs from another.
public struct SampleComparison: Sendable, Codable, Equatable {
    /// Position in the golden set.
    public var sample: Int
    /// The output that was compared.
    public var output: String
    /// Of this sample alone, in dB.
    public var sqnr: Double
    public var maximumAbsoluteError: Double
    public var answer: SamplePrediction
    /// The other's.
    public var otherAnswer: SamplePrediction

    public init(
        sample: Int, output: String, sqnr: Double, maximumAbsoluteError: Double, answer: SamplePrediction,
        otherAnswer: SamplePrediction
    ) {
        self.sample = sample
        self.output = output
        self.sqnr = sqnr
        self.maximumAbsoluteError = maximumAbsoluteError
        self.answer = answer
        self.otherAnswer = otherAnswer
    }
}

/// What a cell said of a sample, as far as its task has such a thing.
public struct SamplePrediction: Sendable, Codable, Equatable {
    /// A class or a text.
    public var text: String?
    /// Of the answer, as the model gave it: a probability, a logit, or the number itself.
    public var score: Double?

    public init(text: String? = nil, score: Double? = nil) {
        self.text = text
        self.score = score
    }
}
