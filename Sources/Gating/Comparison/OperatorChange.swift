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
