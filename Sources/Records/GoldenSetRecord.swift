/// The golden set that a cell was evaluated on, kept so that a run can be judged again from the database alone.
public struct GoldenSetRecord: Sendable, Codable, Equatable {
    public var id: String
    public var version: String
    /// SHA-256 of the manifest, which holds the digest of every data file.
    public var digest: String
    public var task: String
    /// Of samples, or of groups of samples where those are judged as one: all that is counted is counted in them.
    public var sampleNames: [String]
    /// Class index per sample; empty for tasks without classes of samples.
    public var labels: [Int32]
    /// Empty for tasks without classes.
    public var classNames: [String]
    /// The right text per sample; empty for tasks without texts.
    public var texts: [String]
    /// Which sequence each sample belongs to, from 0, never falling; empty when samples stand alone.
    public var sequences: [Int32]
    /// How many samples the groups have together whose outputs are averaged; nil where every sample is judged alone.
    public var groupedSamples: Int?
    /// What else is known of each that is judged; nil where nothing is, and in records of versions that did not keep it.
    public var columns: [SampleColumn]?

    public init(
        id: String, version: String, digest: String, task: String, sampleNames: [String], labels: [Int32] = [],
        classNames: [String] = [], texts: [String] = [], sequences: [Int32] = [], groupedSamples: Int? = nil,
        columns: [SampleColumn]? = nil
    ) {
        self.id = id
        self.version = version
        self.digest = digest
        self.task = task
        self.sampleNames = sampleNames
        self.labels = labels
        self.classNames = classNames
        self.texts = texts
        self.sequences = sequences
        self.groupedSamples = groupedSamples
        self.columns = columns
    }
}
