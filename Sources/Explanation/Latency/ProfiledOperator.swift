/// One operator of a graph, by what it is recognised elsewhere.
public struct ProfiledOperator: Sendable, Hashable {
    /// Of the node; empty where it has none.
    public var name: String
    /// Such as `Conv`.
    public var type: String
    /// Who ran it: an execution provider, a delegate, a kernel.
    public var provider: String
    /// Of its outputs, as the runtime writes it; nil where it does not tell.
    public var shape: String?

    public init(name: String, type: String, provider: String, shape: String? = nil) {
        self.name = name
        self.type = type
        self.provider = provider
        self.shape = shape
    }

    /// Whether the name says no more than the place: none, the type, or the type and a number behind a blank, as LiteRT and
    /// ExecuTorch have it. `Conv_7` is what a model's author or exporter called it.
    var isNamedByPlace: Bool {
        guard !name.isEmpty else { return true }
        guard name.hasPrefix(type) else { return false }
        return name.dropFirst(type.count).allSatisfy { $0.isNumber || $0 == " " || $0 == "#" }
    }
}

/// One launch of baseline and candidate: what their inferences take without a profiler and with it, and their operators.
public struct ProfiledLaunch: Sendable {
    public struct Side: Sendable {
        /// In the order in which they ran, with nanoseconds an inference.
        public var operators: [(node: ProfiledOperator, nanoseconds: Double)]
        /// Of an inference that nothing profiles: the median.
        public var inferenceNanoseconds: Double
        /// Of one that is profiled; nil where it was not timed.
        public var profiledNanoseconds: Double?

        public init(
            operators: [(node: ProfiledOperator, nanoseconds: Double)], inferenceNanoseconds: Double,
            profiledNanoseconds: Double? = nil
        ) {
            self.operators = operators
            self.inferenceNanoseconds = inferenceNanoseconds
            self.profiledNanoseconds = profiledNanoseconds
        }
    }

    public var baseline: Side
    public var candidate: Side

    public init(baseline: Side, candidate: Side) {
        self.baseline = baseline
        self.candidate = candidate
    }
}

/// The operators of one side over all launches, each in one place.
struct ProfiledGraph {
    /// In the order of the first launch; what only later ones had, behind them.
    private(set) var nodes: [ProfiledOperator] = []
    /// Nanoseconds an inference, by launch and node; 0 where a launch lacked the node.
    private(set) var times: [[Double]] = []

    init(_ launches: [ProfiledLaunch.Side]) {
        var places: [Key: Int] = [:]
        for launch in launches {
            var occurrences: [Key: Int] = [:]
            var row = [Double](repeating: 0, count: nodes.count)
            for (node, nanoseconds) in launch.operators {
                // A shape may be another sample's.
                var key = Key(name: node.name, type: node.type, provider: node.provider, occurrence: 0)
                let occurrence = occurrences[key, default: 0]
                occurrences[key] = occurrence + 1
                key.occurrence = occurrence
                let place = places[key] ?? nodes.count
                if place == nodes.count {
                    places[key] = place
                    nodes.append(node)
                    row.append(0)
                }
                row[place] += nanoseconds.isFinite ? max(nanoseconds, 0) : 0
            }
            times.append(row)
        }
        for index in times.indices {
            times[index] += [Double](repeating: 0, count: nodes.count - times[index].count)
        }
    }

    private struct Key: Hashable {
        var name: String
        var type: String
        var provider: String
        var occurrence: Int
    }
}
