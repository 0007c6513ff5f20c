/// How the model outputs that are judged are to be read.
public struct OutputDescription: Sendable, Equatable {
    public enum Scores: String, CaseIterable, Sendable {
        case probabilities, logits
        /// The class itself, in a text or a whole number.
        case labels
        case value
        case reconstructionError = "reconstruction_error"
    }

    public enum Decoding: String, CaseIterable, Sendable {
        case ctc, indices
    }

    /// The outputs of a detector.
    public struct Detection: Sendable, Equatable {
        /// What a detector's coordinates count in.
        public enum Units: Sendable, Equatable {
            /// Pixels of the image that was annotated.
            case image
            /// Pixels of the model's input, to which the whole image was scaled.
            case input(width: Int, height: Int)
            /// From 0 to 1, over the whole image.
            case relative
        }

        public var boxes: String
        public var scores: String
        public var labels: String
        /// How many of the boxes count; nil when all do.
        public var count: String?
        public var format: GoldenTask.Detection.BoxFormat
        public var units: Units

        public init(
            boxes: String, scores: String, labels: String, count: String?, format: GoldenTask.Detection.BoxFormat,
            units: Units
        ) {
            self.boxes = boxes
            self.scores = scores
            self.labels = labels
            self.count = count
            self.format = format
            self.units = units
        }
    }

    /// Of a detector, that of its boxes.
    public var name: String
    /// Of classification (probabilities, logits or labels), binary (the first two) and anomaly (the last two).
    public var scores: Scores?
    /// Of sequences.
    public var decoding: Decoding
    /// How many classes the model scores, where it says.
    public var classCount: Int?
    /// Of detection.
    public var detection: Detection?
    /// Of segmentation.
    public var layout: GoldenTask.Segmentation.Layout?
    /// Height and width of a segmentation, where the model fixes them.
    public var maskSize: [Int]?

    public init(name: String, scores: Scores? = nil, decoding: Decoding = .ctc, classCount: Int? = nil) {
        self.name = name
        self.scores = scores
        self.decoding = decoding
        self.classCount = classCount
    }
}
