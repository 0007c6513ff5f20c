import Records

/// A cell's profile by kind of operator, scaled so that its parts are never more than the inference.
struct ScaledProfile {
    /// Per inference, over all nodes of a type.
    var nanoseconds: [String: Double] = [:]
    var nodes: [String: Int] = [:]
    let scale: Double
    /// What shares are of.
    let inference: Double

    /// Nil without a profile.
    init?(_ cell: CellRecord, _ typicalNanoseconds: Double?) {
        for node in cell.operators where node.meanNanoseconds.isFinite {
            nanoseconds[node.type, default: 0] += max(node.meanNanoseconds, 0)
            nodes[node.type, default: 0] += 1
        }
        let total = nanoseconds.values.reduce(0, +)
        guard total > 0 else { return nil }
        let typical = typicalNanoseconds.flatMap { $0.isFinite && $0 > 0 ? $0 : nil } ?? total
        scale = min(typical / total, 1)
        inference = typical
        nanoseconds = nanoseconds.mapValues { [scale] in $0 * scale }
    }
}
