import Records

/// Which kinds of operator the candidate spends more time in than the baseline, from the profiles of both.
///
/// A profile slows a fast model down, so that its operators may add up to a multiple of what an inference takes. Where they add up
/// to more than the latency p50, they are scaled to add up to it: a part is never more than the whole.
public struct OperatorChange: Sendable, Equatable {
    public struct Growth: Sendable, Equatable {
        /// Such as `ConvInteger`.
        public var type: String
        /// Per inference, over all nodes of the type, scaled.
        public var candidateNanoseconds: Double
        /// 0 when the baseline has no such operator.
        public var baselineNanoseconds: Double
        /// Of the candidate's latency p50, 0 to 1.
        public var share: Double
    }

    /// Types that take longer than before, the largest growth first.
    public let grown: [Growth]
    /// The type that lost most time, which is often what the grown ones replaced; nil when none did.
    public let mostShrunk: (type: String, baselineNanoseconds: Double)?
    /// What profiled times were multiplied by; 1 where they fit.
    public let candidateScale: Double
    public let baselineScale: Double

    /// - Parameter typicalNanoseconds: what an inference takes when nothing profiles it; without one the profile's sum stands in.
    /// - Returns: nil when either cell was not profiled.
    public init?(
        baseline: CellRecord, candidate: CellRecord, typicalNanoseconds: (baseline: Double?, candidate: Double?)
    ) {
        guard let before = ScaledProfile(baseline, typicalNanoseconds.baseline),
            let after = ScaledProfile(candidate, typicalNanoseconds.candidate)
        else { return nil }
        (baselineScale, candidateScale) = (before.scale, after.scale)
        grown = after.nanoseconds.filter { $0.value > before.nanoseconds[$0.key] ?? 0 }
            .map {
                Growth(
                    type: $0.key, candidateNanoseconds: $0.value, baselineNanoseconds: before.nanoseconds[$0.key] ?? 0,
                    share: $0.value / after.inference)
            }
            // Names break ties, so that the order never depends on hashing.
            .sorted {
                let (one, other) = (
                    $0.candidateNanoseconds - $0.baselineNanoseconds, $1.candidateNanoseconds - $1.baselineNanoseconds
                )
                return one != other ? one > other : $0.type < $1.type
            }
        mostShrunk = before.nanoseconds.filter { $0.value > after.nanoseconds[$0.key] ?? 0 }
            .map { (type: $0.key, baselineNanoseconds: $0.value, loss: $0.value - (after.nanoseconds[$0.key] ?? 0)) }
            .max { $0.loss != $1.loss ? $0.loss < $1.loss : $0.type > $1.type }
            .map { ($0.type, $0.baselineNanoseconds) }
    }

    public static func == (one: OperatorChange, other: OperatorChange) -> Bool {
        one.grown == other.grown && one.mostShrunk?.type == other.mostShrunk?.type
            && one.mostShrunk?.baselineNanoseconds == other.mostShrunk?.baselineNanoseconds
            && one.candidateScale == other.candidateScale && one.baselineScale == other.baselineScale
    }
}

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

    /// - Returns: nil when the cell was not profiled, or the runtime does not say of every operator where it ran.
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
