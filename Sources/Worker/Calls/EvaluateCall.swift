/// Runs samples `first ..< first + count` and writes their scores, Float32 row by row, to a file.
public struct EvaluateCall: WorkerCall {
    public static let name = "evaluate"
    public var first: Int
    public var count: Int
    public var outputName: String
    public var scoresPath: String

    public init(first: Int, count: Int, outputName: String, scoresPath: String) {
        self.first = first
        self.count = count
        self.outputName = outputName
        self.scoresPath = scoresPath
    }

    public struct Reply: Codable, Sendable {
        public var rows: Int
        /// Scores per sample.
        public var columns: Int
        public var nanoseconds: UInt64
    }
}
