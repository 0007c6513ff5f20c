/// All that a golden set is made of.
public struct GoldenSetRecipe: Sendable {
    /// What people are told of the set; `notStated` where its maker said nothing.
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
    /// The outputs whose tensors are held against the reference's; none for the one that is judged.
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
