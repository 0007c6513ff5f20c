import InferenceCore
import Records

/// What a model is asked about each sample, and the ground-truth files.
public enum GoldenTask: Sendable, Equatable {
    public typealias DataFile = GoldenSetManifest.DataFile

    /// What a golden set's manifest calls the task.
    public enum Kind: String, CaseIterable, Sendable, Codable {
        case classification, binary, sequence, embedding, regression, detection, segmentation, anomaly, fidelity

        /// Whether predictions for several samples have an average that can be judged as one.
        public var takesGroups: Bool {
            switch self {
            case .classification, .binary, .regression, .anomaly: true
            case .sequence, .embedding, .detection, .segmentation, .fidelity: false
            }
        }
    }

    public struct Classification: Sendable, Equatable {
        public var labels: DataFile
        /// How the numbers in that file become classes; nil where they are.
        public var remapped: LabelMapping?
        public var classes: DataFile
        public var output: String
        /// What its scores are; nil where it holds the class itself, in a text or a whole number.
        public var scores: ScoreKind?
        /// The `k` of top-k accuracy.
        public var topK: Int
    }

    public struct Binary: Sendable, Equatable {
        public var labels: DataFile
        /// How the numbers in that file become 0 and 1; nil where they are.
        public var remapped: LabelMapping?
        /// Two names, that of the negative class first.
        public var classes: DataFile
        public var output: String
        public var scores: ScoreKind
        /// A probability of at least this much is a positive prediction.
        public var threshold: Double
    }

    public struct Sequence: Sendable, Equatable {
        public enum Decoding: String, CaseIterable, Sendable, Codable { case ctc, indices }

        public var labels: DataFile
        public var alphabet: DataFile
        public var output: String
        public var decoding: Decoding
        /// Index of the symbol that stands for nothing.
        public var blank: Int
        public var ignoresSpaces: Bool
    }

    public struct Embedding: Sendable, Equatable {
        public struct Pairs: Sendable, Equatable {
            public var pairs: DataFile
            public var similarities: DataFile
        }

        public var output: String
        /// The group of each sample.
        public var labels: DataFile?
        public var pairs: Pairs?
        /// The `k` of recall at k.
        public var topK: Int
    }

    public struct Regression: Sendable, Equatable {
        public var labels: DataFile
        public var output: String
        /// What the labels count in; nil when the manifest does not say.
        public var unit: String?
    }

    public struct Detection: Sendable, Equatable {
        /// x, y, width, height; or the corners x1, y1, x2, y2; or y1, x1, y2, x2; or the centre's x and y, width, height.
        public enum BoxFormat: String, CaseIterable, Sendable, Codable { case xywh, xyxy, yxyx, cxcywh }

        public var boxes: DataFile
        public var boxFormat: BoxFormat
        public var boxClasses: DataFile
        public var boxSamples: DataFile
        public var crowd: DataFile?
        public var classes: DataFile
        public var boxesOutput: String
        public var scoresOutput: String
        public var labelsOutput: String
        /// How many of the boxes count; nil when all do.
        public var countOutput: String?
        public var outputFormat: BoxFormat
    }

    public struct Segmentation: Sendable, Equatable {
        public enum Layout: String, CaseIterable, Sendable, Codable {
            case channelsFirst = "channels_first"
            case channelsLast = "channels_last"
            case indices
        }

        public var masks: DataFile
        /// Pixels with this label are not judged.
        public var ignore: Int?
        public var classes: DataFile
        public var output: String
        public var layout: Layout
    }

    public struct Anomaly: Sendable, Equatable {
        public var labels: DataFile
        /// How the numbers in that file become 0 and 1; nil where they are.
        public var remapped: LabelMapping?
        public var output: String
        /// The input that the output reconstructs; nil when the output is the score itself.
        public var reconstructs: String?
        /// Whether the output is higher the more normal a sample is, so that its negative is the score.
        public var isNormality: Bool
        /// Partial AUC ends at this false positive rate.
        public var maximumFalsePositiveRate: Double
    }

    case classification(Classification)
    case binary(Binary)
    case sequence(Sequence)
    case embedding(Embedding)
    case regression(Regression)
    case detection(Detection)
    case segmentation(Segmentation)
    case anomaly(Anomaly)
    /// No labels: the tensors of one output are compared with the reference's.
    case fidelity(output: String)

    public var kind: Kind {
        switch self {
        case .classification: .classification
        case .binary: .binary
        case .sequence: .sequence
        case .embedding: .embedding
        case .regression: .regression
        case .detection: .detection
        case .segmentation: .segmentation
        case .anomaly: .anomaly
        case .fidelity: .fidelity
        }
    }

    /// Whether its output holds logits, among which minus infinity rules a class out.
    var hasLogits: Bool {
        switch self {
        case .classification(let task): task.scores == .logits
        case .binary(let task): task.scores == .logits
        default: false
        }
    }

    /// Of the ground truth of a sample; nil for tasks that have none, or have it elsewhere.
    var labelsFile: DataFile? {
        switch self {
        case .classification(let task): task.labels
        case .binary(let task): task.labels
        case .anomaly(let task): task.labels
        case .regression(let task): task.labels
        default: nil
        }
    }

    /// How the numbers in the file of labels become classes; nil where they are.
    public var remapped: LabelMapping? {
        switch self {
        case .classification(let task): task.remapped
        case .binary(let task): task.remapped
        case .anomaly(let task): task.remapped
        default: nil
        }
    }

    /// The `k` of top-k accuracy or recall at k; nil for tasks that have none.
    public var topK: Int? {
        switch self {
        case .classification(let task): task.topK
        case .embedding(let task): task.topK
        default: nil
        }
    }
}
