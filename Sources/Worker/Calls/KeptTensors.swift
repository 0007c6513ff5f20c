/// Which tensors an evaluation keeps beside those that the golden set reads, so that they can be held against another model's.
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
