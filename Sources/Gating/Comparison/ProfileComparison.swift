import Records

/// The operators of two cells side by side, by type: how many there are, what they take, and which came, went or were fused.
public struct ProfileComparison: Sendable, Equatable {
    public enum Fate: String, Sendable, CaseIterable {
        case kept, added, removed
        /// Added by a runtime that put several operators into one.
        case fused
        /// Removed, and had been one of several.
        case unfused = "no longer fused"
    }

    public struct Row: Sendable, Equatable {
        /// Such as `ConvInteger`.
        public var type: String
        public var fate: Fate
        public var baselineNodes: Int
        public var candidateNodes: Int
        /// Per inference, over all nodes of the type, scaled as in `OperatorChange`; 0 without nodes.
        public var baselineNanoseconds: Double
        public var candidateNanoseconds: Double
        /// Of the inference, 0 to 1.
        public var candidateShare: Double
    }

    /// What grew most first, what shrank most last.
    public let rows: [Row]
    /// What profiled times were multiplied by; 1 where they fit into the inference.
    public let baselineScale: Double
    public let candidateScale: Double

    /// - Parameter typicalNanoseconds: what an inference takes when nothing profiles it; without one the profile's sum stands in.
    /// - Returns: nil when either cell was not profiled.
    public init?(
        baseline: CellRecord, candidate: CellRecord, typicalNanoseconds: (baseline: Double?, candidate: Double?)
    ) {
        guard let before = ScaledProfile(baseline, typicalNanoseconds.baseline),
            let after = ScaledProfile(candidate, typicalNanoseconds.candidate)
        else { return nil }
        (baselineScale, candidateScale) = (before.scale, after.scale)
        let fused = (Self.fusedTypes(baseline), Self.fusedTypes(candidate))
        rows = Set(before.nodes.keys).union(after.nodes.keys).map { type in
            let counts = (before.nodes[type] ?? 0, after.nodes[type] ?? 0)
            let fate: Fate =
                counts.0 == 0
                ? fused.1.contains(type) ? .fused : .added
                : counts.1 == 0 ? fused.0.contains(type) ? .unfused : .removed : .kept
            let time = after.nanoseconds[type] ?? 0
            return Row(
                type: type, fate: fate, baselineNodes: counts.0, candidateNodes: counts.1,
                baselineNanoseconds: before.nanoseconds[type] ?? 0, candidateNanoseconds: time,
                candidateShare: time / after.inference)
        }.sorted { one, other in
            let growths = [one, other].map { $0.candidateNanoseconds - $0.baselineNanoseconds }
            // Names break ties, so that the order is always the same.
            return growths[0] != growths[1] ? growths[0] > growths[1] : one.type < other.type
        }
    }

    /// Types whose name, or the names of whose nodes, say that a runtime fused them: `FusedConv`, `fused Conv_12`,
    /// `MatMulAddFusion`, `LayerNormFusion/`.
    private static func fusedTypes(_ cell: CellRecord) -> Set<String> {
        Set(
            cell.operators.filter { node in
                [node.type, node.name].contains { text in
                    let lower = text.lowercased()
                    return lower.contains("fused") || lower.contains("fusion")
                }
            }.map(\.type))
    }
}
