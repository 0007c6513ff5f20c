import Records

/// What rules of advice look at: one variant as it was profiled.
public struct AdviceSubject: Sendable {
    /// As the runtime's profiler names them.
    public var operators: [OperatorRecord]
    public var runtime: RuntimeRecord
    /// Of single inferences; nil where they were not timed one by one.
    public var medianNanoseconds: Double?
    public var tailNanoseconds: Double?
    /// That the process may use; nil where it is not known.
    public var cores: Int?

    public init(
        operators: [OperatorRecord], runtime: RuntimeRecord, medianNanoseconds: Double? = nil,
        tailNanoseconds: Double? = nil, cores: Int? = nil
    ) {
        self.operators = operators
        self.runtime = runtime
        self.medianNanoseconds = medianNanoseconds
        self.tailNanoseconds = tailNanoseconds
        self.cores = cores
    }

    var profiledNanoseconds: Double { operators.reduce(0) { $0 + Self.time($1) } }

    /// Of the runtime's own threads; 1 where it does not say.
    var threads: Int { runtime.options["threads"].flatMap { Int($0) } ?? 1 }

    static func time(_ node: OperatorRecord) -> Double {
        node.meanNanoseconds.isFinite ? max(node.meanNanoseconds, 0) : 0
    }

    /// - Returns: nil where none is of that kind.
    func group(_ isOfIt: (OperatorRecord) -> Bool) -> Group? {
        let members = operators.filter(isOfIt)
        let total = profiledNanoseconds
        guard !members.isEmpty, total > 0 else { return nil }
        let time = members.reduce(0) { $0 + Self.time($1) }
        var types: [String] = []
        for member in members where !types.contains(member.type) { types.append(member.type) }
        return Group(types: types, count: members.count, nanoseconds: time, share: time / total)
    }

    /// Operators of one kind.
    struct Group {
        /// In the order of the profile: slowest first.
        var types: [String]
        var count: Int
        /// An inference.
        var nanoseconds: Double
        /// Of the profiled time, 0 to 1.
        var share: Double
    }
}
