import InferenceCore

/// Where the inputs of a golden set's samples lie: all that a worker gets of it.
public struct SampleFiles: Sendable, Hashable, Codable {
    /// One input of every sample, one sample after another, row-major and little-endian.
    public struct Input: Sendable, Hashable, Codable {
        public var path: String
        /// First byte of the first sample.
        public var offset: Int
        public var elementType: ElementType
        /// Of every sample, without a batch dimension; nil where they differ.
        public var shape: [Int]?
        /// Of each sample, where they differ.
        public var shapes: [[Int]]?

        public init(path: String, offset: Int, elementType: ElementType, shape: [Int]?, shapes: [[Int]]?) {
            self.path = path
            self.offset = offset
            self.elementType = elementType
            self.shape = shape
            self.shapes = shapes
        }
    }

    /// Samples.
    public var count: Int
    /// By the name of the model's input.
    public var inputs: [String: Input]
    /// The output of the sample before that a recurrent input takes over, by the input's name.
    public var state: [String: String]?
    /// The first sample of each sequence, ascending from 0; nil when every sample stands alone.
    public var sequenceStarts: [Int]?

    public init(count: Int, inputs: [String: Input], state: [String: String]? = nil, sequenceStarts: [Int]? = nil) {
        self.count = count
        self.inputs = inputs
        self.state = state
        self.sequenceStarts = sequenceStarts
    }
}
