/// One output of a cell against the same of another.
public struct TensorComparison: Sendable, Codable, Equatable {
    /// As the golden set or the reference names it.
    public var output: String
    /// Of the other's tensor, for the first sample compared.
    public var shape: [Int]
    /// How many samples were compared.
    public var samples: Int
    /// Nil where elements have no counterpart, or are not finite.
    public var fidelity: Fidelity?
    /// What explains the difference, as far as the two outputs prove it; nil where nothing does, or the difference is small.
    public var explanation: TensorExplanation?

    public struct Fidelity: Sendable, Codable, Equatable {
        /// Signal to noise in dB, pooled over the samples compared.
        public var sqnr: Double
        /// Mean over these samples.
        public var cosineSimilarity: Double
        public var maximumAbsoluteError: Double

        public init(sqnr: Double, cosineSimilarity: Double, maximumAbsoluteError: Double) {
            self.sqnr = sqnr
            self.cosineSimilarity = cosineSimilarity
            self.maximumAbsoluteError = maximumAbsoluteError
        }
    }

    public init(
        output: String, shape: [Int], samples: Int, fidelity: Fidelity? = nil, explanation: TensorExplanation? = nil
    ) {
        self.output = output
        self.shape = shape
        self.samples = samples
        self.fidelity = fidelity
        self.explanation = explanation
    }
}
