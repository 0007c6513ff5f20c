import GoldenSets

/// Runs samples `first ..< first + count` and writes what the model answers on some outputs, each to files of its own
/// (`OutputFileWriter`). Where samples carry state, `first` begins a sequence.
public struct EvaluateToFilesCall: WorkerCall {
    public static let name = "evaluate-to-files"
    public var first: Int
    public var count: Int
    public var outputs: [Output]
    /// Nil keeps nothing else.
    public var kept: KeptTensors?

    public struct Output: Codable, Sendable {
        public var name: String
        public var reduction: RequestedOutput.Reduction
        public var path: String
        /// What texts of the output may be, where it holds any: the names of the golden set's classes. Only for workers with the
        /// capability `texts`.
        public var texts: [String]?

        public init(_ wanted: RequestedOutput, path: String, texts: [String]? = nil) {
            self.texts = texts
            name = wanted.name
            reduction = wanted.reduction
            self.path = path
        }
    }

    public init(first: Int, count: Int, outputs: [Output], kept: KeptTensors? = nil) {
        self.first = first
        self.count = count
        self.outputs = outputs
        self.kept = kept
    }

    public struct Reply: Codable, Sendable {
        /// Samples.
        public var rows: Int
        public var nanoseconds: UInt64
        /// Nil from a worker that keeps nothing.
        public var kept: [KeptTensors.Output]?
    }
}
