/// One operator's share of a profiled inference.
public struct OperatorTiming: Sendable, Hashable, Codable {
    /// The node's name in the graph.
    public var name: String
    public var type: String
    /// Who ran it, in the runtime's words: an execution provider, a delegate, or the kernel.
    public var provider: String
    /// Of its outputs, in the runtime's words, such as `float[1,64,56,56]`; nil when it does not tell.
    public var shape: String?
    /// Whether it left the accelerated path that was asked for; nil when the runtime does not tell.
    public var isFallback: Bool?
    /// Sum over all profiled inferences.
    public var nanoseconds: UInt64
    /// How often it ran.
    public var calls: Int
    /// What one call usually takes (`usual`); nil from a runtime that tells nothing but the sum.
    public var usualNanoseconds: Double?

    public init(
        name: String, type: String, provider: String, shape: String? = nil, isFallback: Bool? = nil,
        nanoseconds: UInt64, calls: Int, usualNanoseconds: Double? = nil
    ) {
        self.name = name
        self.type = type
        self.provider = provider
        self.shape = shape
        self.isFallback = isFallback
        self.nanoseconds = nanoseconds
        self.calls = calls
        self.usualNanoseconds = usualNanoseconds
    }

    /// The mean of the middle half: as deaf to a few calls that something interrupted as the median, and finer than the whole
    /// microseconds in which runtimes count, of which many operators take none or one.
    ///
    /// - Source: Tukey, "Exploratory Data Analysis" (1977): the midmean.
    /// - Returns: nil for no value.
    public static func usual(_ values: [UInt64]) -> Double? {
        guard !values.isEmpty else { return nil }
        let cut = values.count / 4
        let middle = values.sorted()[cut..<(values.count - cut)]
        return middle.reduce(0) { $0 + Double($1) } / Double(middle.count)
    }

    /// Nanoseconds an inference: what calls usually take, else their mean.
    ///
    /// - Parameter inferences: that the profile is of, more than 0.
    public func perInference(_ inferences: Int) -> Double {
        (usualNanoseconds.map { $0 * Double(calls) } ?? Double(nanoseconds)) / Double(max(inferences, 1))
    }
}

/// Who is to run one node of a model, as a runtime divided the graph when it opened it.
public struct NodePlacement: Sendable, Hashable, Codable {
    /// Of the node; empty when it has none.
    public var name: String
    /// Of the operator; empty for the format's own.
    public var domain: String
    public var type: String
    /// In the runtime's words.
    public var provider: String
    /// Whether that is not the provider that was asked for.
    public var isFallback: Bool

    public init(name: String, domain: String, type: String, provider: String, isFallback: Bool) {
        self.name = name
        self.domain = domain
        self.type = type
        self.provider = provider
        self.isFallback = isFallback
    }
}
