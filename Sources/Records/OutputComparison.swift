/// How a cell's outputs differ from another's, tensor by tensor and sample by sample: what explains a failed agreement.
public struct OutputComparison: Sendable, Codable, Equatable {
    /// Every output of the other, in the order of names.
    public var tensors: [TensorComparison]
    /// The samples on which one output, the golden set's own where it is kept whole, differs most; the worst first.
    public var worstSamples: [SampleComparison]

    public init(tensors: [TensorComparison] = [], worstSamples: [SampleComparison] = []) {
        self.tensors = tensors
        self.worstSamples = worstSamples
    }

    /// The output with the least signal to noise; one whose elements have no counterpart counts as worse than any.
    public var worstTensor: TensorComparison? {
        tensors.filter { $0.samples > 0 }.min { ($0.fidelity?.sqnr ?? -.infinity) < ($1.fidelity?.sqnr ?? -.infinity) }
    }
}

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
    /// What explains the difference, if the two outputs prove it; nil if nothing does, or the difference is small.
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

/// What two recordings of an output prove about why they differ. `sqnr` is what is left, in dB, once that is undone.
public enum TensorExplanation: Sendable, Codable, Equatable {
    /// The cell has no such output.
    case missing
    /// NaN or infinity in so many samples.
    case notFinite(samples: Int)
    /// Another number of elements, or axes of other sizes; the cell's shape.
    case otherShape(shape: [Int])
    /// Nothing but zeros.
    case zeros
    /// The same tensor for every sample.
    case constant
    /// `factor` times the other's, plus `offset`.
    case linear(factor: Double, offset: Double, sqnr: Double)
    /// The other's is a softmax of the cell's, over the last axis; or the reverse.
    case withoutSoftmax(sqnr: Double)
    case withSoftmax(sqnr: Double)
    /// The same with the logistic function.
    case withoutSigmoid(sqnr: Double)
    case withSigmoid(sqnr: Double)
    /// The cell's axes brought into this order, as by numpy.transpose, make the other's.
    case axes(order: [Int], sqnr: Double)
    /// The other's entry of the last axis at each position of the cell's.
    case lastAxis(order: [Int], sqnr: Double)
}

/// One golden sample on which a cell differs from another.
public struct SampleComparison: Sendable, Codable, Equatable {
    /// Position in the golden set.
    public var sample: Int
    /// The output that was compared.
    public var output: String
    /// Of this sample alone, in dB.
    public var sqnr: Double
    public var maximumAbsoluteError: Double
    public var prediction: SamplePrediction
    /// The other's.
    public var otherPrediction: SamplePrediction

    public init(
        sample: Int, output: String, sqnr: Double, maximumAbsoluteError: Double, prediction: SamplePrediction,
        otherPrediction: SamplePrediction
    ) {
        self.sample = sample
        self.output = output
        self.sqnr = sqnr
        self.maximumAbsoluteError = maximumAbsoluteError
        self.prediction = prediction
        self.otherPrediction = otherPrediction
    }

    /// The last two as records of every version have them.
    private enum CodingKeys: String, CodingKey {
        case sample, output, sqnr, maximumAbsoluteError
        case prediction = "answer"
        case otherPrediction = "otherAnswer"
    }
}

/// A cell's prediction for a sample, where its task has one.
public struct SamplePrediction: Sendable, Codable, Equatable {
    /// A class or a text.
    public var text: String?
    /// As the model gave it: a probability, a logit, or the number itself.
    public var score: Double?

    public init(text: String? = nil, score: Double? = nil) {
        self.text = text
        self.score = score
    }
}
