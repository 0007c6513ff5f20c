import Foundation
import InferenceCore

/// Runs samples `first ..< first + count`, or fewer where their answers would fill more than a reply, and answers what the model
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
