/// All that a golden set is made of.
public struct GoldenSetRecipe: Sendable {
    /// Descriptions for people; `notStated` where the author gave none.
    public struct Texts: Sendable {
        public static let notStated = "not stated"

        public var id: String
        public var version: String
        public var title: String
        public var source = notStated
        public var licence = notStated
        public var labelled = notStated
        public var limits = notStated

        public init(id: String, version: String, title: String) {
            self.id = id
            self.version = version
            self.title = title
        }
    }

    public var texts: Texts
    public var task: CreatedTask
    public var samplesFolder: String
    public var labels: LabelSource
    /// A file with a class a line, in the order of the model's scores; nil to take the labels' own.
    public var classesFile: String?
    /// A file with a symbol a line, for sequences.
    public var alphabetFile: String?
    /// In the order in which the model names them; not empty.
    public var inputs: [InputPlan]
    public var output: OutputDescription
    /// Of regression.
    public var unit: String?
    /// Of segmentation: pixels with this label are not judged.
    public var ignoredLabel: Int?
    /// Of embeddings: a table of pairs and their similarities.
    public var pairsFile: String?
    /// Recurrent inputs, and the output whose value each takes from the sample before.
    public var state: [String: String] = [:]
    public var sequences: SequenceSource?
    /// Samples that are judged as one; nil where each is judged alone.
    public var groups: GroupSource?
    /// A table of what is known of each sample beside its label; nil for none.
    public var columnsFile: String?
    /// The outputs whose tensors are compared with the reference's; none for the one that is judged.
    public var fidelityOutputs: [String] = []
    /// Whether NaN stands for a missing value, as some models of tables read it.
    public var allowsNaN = false

    public init(
        texts: Texts, task: CreatedTask, samplesFolder: String, labels: LabelSource, inputs: [InputPlan],
        output: OutputDescription
    ) {
        self.texts = texts
        self.task = task
        self.samplesFolder = samplesFolder
        self.labels = labels
        self.inputs = inputs
        self.output = output
    }
}

/// Tasks that a golden set can be made for from arrays and what labels them.
public enum CreatedTask: String, CaseIterable, Sendable {
    case classification, binary, sequence, embedding, regression, detection, segmentation, anomaly, fidelity

    /// Whether the samples must have labels; embeddings may, fidelity has none.
    public var needsLabels: Bool { self != .fidelity && self != .embedding }

    /// Whether outputs may be averaged over groups of samples.
    public var takesGroups: Bool { GoldenTask.Kind(rawValue: rawValue)?.takesGroups ?? false }
}

/// Where the ground truth of each sample is written.
public enum LabelSource: Sendable, Equatable {
    /// A table `file,label`, or `file,number,number,...` for regression.
    case table(path: String)
    /// The name of the folder that the sample lies in.
    case folderName
    /// The file's name before the first separator.
    case fileName(separator: String)
    /// A JSON file of the COCO data set's format, for detection.
    case annotations(path: String)
    /// A folder of `.npy` masks, named like the samples, for segmentation.
    case masks(folder: String)
    /// There is none.
    case none
}

/// How the model outputs that are judged are to be read.
public struct OutputDescription: Sendable, Equatable {
    public enum Scores: String, CaseIterable, Sendable {
        case probabilities, logits
        /// The class itself, in a text or a whole number.
        case labels
        case value
        /// As `value`, but higher is normal.
        case normality
        case reconstructionError = "reconstruction_error"
    }

    public enum Decoding: String, CaseIterable, Sendable {
        case ctc, indices
    }

    /// The symbol of a sequence that stands for nothing.
    public enum Blank: Sendable, Equatable {
        case index(Int)
        /// Of the alphabet.
        case last

        /// Its index in an alphabet of so many symbols.
        func index(symbols: Int) -> Int {
            switch self {
            case .index(let index): index
            case .last: symbols - 1
            }
        }
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
    /// Of classification (probabilities, logits or labels), binary (the first two) and anomaly (the last three).
    public var scores: Scores?
    /// Of sequences.
    public var decoding: Decoding
    /// Of sequences.
    public var blank = Blank.index(0)
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
