/// How the model output that is judged is to be read.
public struct OutputDescription: Sendable, Equatable {
    public enum Scores: String, CaseIterable, Sendable {
        case probabilities, logits
        case value
        case reconstructionError = "reconstruction_error"
    }

    public enum Decoding: String, CaseIterable, Sendable {
        case ctc, indices
    }

    public var name: String
    /// Of classification, binary (probabilities or logits) and anomaly (the other two).
    public var scores: Scores?
    /// Of sequences.
    public var decoding: Decoding
    /// How many classes the model scores, where it says.
    public var classCount: Int?

    public init(name: String, scores: Scores? = nil, decoding: Decoding = .ctc, classCount: Int? = nil) {
        self.name = name
        self.scores = scores
        self.decoding = decoding
        self.classCount = classCount
    }
}
