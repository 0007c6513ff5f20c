import Records

/// Which kinds of operator the candidate spends more time in than the baseline, from the profiles of both.
public struct OperatorChange: Sendable, Equatable {
    public struct Growth: Sendable, Equatable {
        /// Such as `ConvInteger`.
        public var type: String
        /// Per inference, over all nodes of the type.
        public var candidateNanoseconds: Double
        /// 0 when the baseline has no such operator.
        public var baselineNanoseconds: Double
        /// Of the candidate's profiled inference, 0 to 1.
        public var share: Double
    }

    /// Types that take longer than before, the largest growth first.
    public let grown: [Growth]
    /// The type that lost most time, which is often what the grown ones replaced; nil when none did.
    public let mostShrunk: (type: String, baselineNanoseconds: Double)?

    /// Nil when either cell was not profiled.
    public init?(baseline: CellRecord, candidate: CellRecord) {
        let before = Self.nanosecondsByType(baseline)
        let after = Self.nanosecondsByType(candidate)
        let total = after.values.reduce(0, +)
        guard !before.isEmpty, total > 0 else { return nil }
        grown = after.filter { $0.value > before[$0.key] ?? 0 }
            .map {
                Growth(
                    type: $0.key, candidateNanoseconds: $0.value, baselineNanoseconds: before[$0.key] ?? 0,
                    share: $0.value / total)
            }
            // Names break ties, so that the order never depends on hashing.
            .sorted {
                let (one, other) = (
                    $0.candidateNanoseconds - $0.baselineNanoseconds, $1.candidateNanoseconds - $1.baselineNanoseconds
                )
                return one != other ? one > other : $0.type < $1.type
            }
        mostShrunk = before.filter { $0.value > after[$0.key] ?? 0 }
            .map { (type: $0.key, baselineNanoseconds: $0.value, loss: $0.value - (after[$0.key] ?? 0)) }
            .max { $0.loss != $1.loss ? $0.loss < $1.loss : $0.type > $1.type }
            .map { ($0.type, $0.baselineNanoseconds) }
    }

    public static func == (one: OperatorChange, other: OperatorChange) -> Bool {
        one.grown == other.grown && one.mostShrunk?.type == other.mostShrunk?.type
            && one.mostShrunk?.baselineNanoseconds == other.mostShrunk?.baselineNanoseconds
    }

    private static func nanosecondsByType(_ cell: CellRecord) -> [String: Double] {
        cell.operators.reduce(into: [:]) { times, node in
            if node.meanNanoseconds.isFinite { times[node.type, default: 0] += node.meanNanoseconds }
        }
    }
}
