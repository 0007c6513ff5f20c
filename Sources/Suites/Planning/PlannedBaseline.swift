/// The part of a baseline that planning depends on.
public struct PlannedBaseline: Sendable {
    /// For messages: a suite's file, `run 3f2a` or `baseline main@3`.
    public var name: String
    /// `model/variant` of everything in it.
    public var variants: Set<String>
    /// Measured beside the candidate; nil when nothing of it can be.
    public var suite: Suite?
    /// `model/variant` of what the record of an earlier run stands in for. Candidates that are compared with it are measured
    /// alone: there is nothing to interleave.
    public var recorded: Set<String>

    public init(name: String, variants: Set<String>, suite: Suite? = nil, recorded: Set<String> = []) {
        self.name = name
        self.variants = variants
        self.suite = suite
        self.recorded = recorded
    }

    /// Another checkout's suite, whose variants of the same names are the baselines.
    public init(_ suite: Suite) {
        self.init(name: suite.file, variants: Set(suite.variantNames), suite: suite)
    }
}

extension Suite {
    /// `model/variant` of all its variants.
    var variantNames: [String] {
        models.flatMap { model in model.variants.map { "\(model.name)/\($0.name)" } }
    }
}
