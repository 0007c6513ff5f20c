import Foundation
import GoldenSets
import InferenceCore

/// Runs samples `first ..< first + count`, or fewer where their outputs would not fit a reply, and replies with what the model
/// said.
public struct EvaluateCall: WorkerCall {
    public static let name = "evaluate"
    public var first: Int
    public var count: Int
    /// Names.
    public var outputs: [String]
    /// A reply holds no more data than this, but at least one sample.
    public var byteLimit: Int
    /// Of outputs that hold texts, what those may be: the names of the golden set's classes. Only for workers with the capability
    /// `texts`.
    public var texts: [String: [String]]?

    /// Base64 takes a third more, so a reply stays well below the limit of a frame.
    public static let defaultByteLimit = 16 << 20

    public init(
        first: Int, count: Int, outputs: [String], byteLimit: Int = defaultByteLimit, texts: [String: [String]]? = nil
    ) {
        self.first = first
        self.count = count
        self.outputs = outputs
        self.byteLimit = byteLimit
        self.texts = texts
    }

    public struct Reply: Codable, Sendable {
        /// Samples that were run, from `first` on.
        public var rows: Int
        public var nanoseconds: UInt64
        /// By name.
        public var outputs: [String: Rows]
    }

    /// One output of some samples.
    public struct Rows: Codable, Sendable {
        public var elementType: ElementType
        /// Of each sample.
        public var shapes: [[Int]]
        /// All values, one sample after another, row-major and little-endian; base64 in JSON.
        public var data: Data

        public init(elementType: ElementType, shapes: [[Int]], data: Data) {
            self.elementType = elementType
            self.shapes = shapes
            self.data = data
        }
    }
}

/// Runs samples `first ..< first + count` and writes what the model returns on some outputs, each to files of its own
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

/// Which tensors an evaluation keeps beside those that the golden set reads, so that they can be compared with another model's.
public struct KeptTensors: Codable, Sendable {
    /// Begins the paths of the files.
    public var pathPrefix: String
    /// Every so many samples, counted from the first of the golden set.
    public var stride: Int
    /// Of one output: no more samples are kept behind the one that reaches it.
    public var byteLimit: Int
    /// Outputs that are kept whole already.
    public var except: [String]

    public init(pathPrefix: String, stride: Int, byteLimit: Int, except: [String]) {
        self.pathPrefix = pathPrefix
        self.stride = stride
        self.byteLimit = byteLimit
        self.except = except
    }

    /// One output, as `OutputFileWriter` wrote it.
    public struct Output: Codable, Sendable {
        public var name: String
        public var path: String
        /// Which samples the rows are of.
        public var samples: [Int]
    }
}
