import Records

/// Which operators of a cell left the accelerated path, and what share of the inference they take.
public struct OperatorPlacement: Sendable, Equatable {
    /// Operators of one type that ran in one place.
    public struct Group: Sendable, Equatable {
        /// Such as `Gather`.
        public var type: String
        /// Who ran them, such as `CPUExecutionProvider`.
        public var provider: String
        /// Their nodes, slowest first; a node without a name is empty.
        public var nodes: [String]
        /// Per inference, over all of them.
        public var nanoseconds: Double
    }

    /// Nodes that ran.
    public let operatorCount: Int
    /// Those that left the accelerated path, slowest first.
    public let fallbacks: [OperatorRecord]
    /// The same by type and place, slowest first.
    public let groups: [Group]
    /// Of the profiled inference's time, 0 to 1; nil when the profile measured no time at all.
    public let share: Double?

    /// - Returns: nil when the cell was not profiled, or the runtime does not tell of every operator where it belongs.
    public init?(_ cell: CellRecord) {
        guard !cell.operators.isEmpty, cell.operators.allSatisfy({ $0.isFallback != nil }) else { return nil }
        operatorCount = cell.operators.count
        let fallbacks = cell.operators.filter { $0.isFallback == true }
        self.fallbacks = fallbacks
        groups = Self.grouped(fallbacks)
        let total = cell.operators.reduce(0) { $0 + Self.time($1) }
        share = total > 0 ? fallbacks.reduce(0) { $0 + Self.time($1) } / total : nil
    }

    private static func grouped(_ operators: [OperatorRecord]) -> [Group] {
        var groups: [Group] = []
        for node in operators {
            if let index = groups.firstIndex(where: { $0.type == node.type && $0.provider == node.provider }) {
                groups[index].nodes.append(node.name)
                groups[index].nanoseconds += time(node)
            } else {
                groups.append(
                    Group(type: node.type, provider: node.provider, nodes: [node.name], nanoseconds: time(node)))
            }
        }
        // Names break ties, so that the order is always the same.
        return groups.sorted {
            ($1.nanoseconds, $0.type, $0.provider) < ($0.nanoseconds, $1.type, $1.provider)
        }
    }

    private static func time(_ node: OperatorRecord) -> Double {
        node.meanNanoseconds.isFinite ? max(0, node.meanNanoseconds) : 0
    }
}
