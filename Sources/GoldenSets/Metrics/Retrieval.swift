/// Whether samples of a group find each other by their embeddings.
public enum Retrieval {
    /// Recall at k: the share of samples whose k nearest other samples by cosine similarity hold one of the same group.
    ///
    /// Of equally similar samples the earlier comes first. An embedding of zeros has similarity 0 to all. A sample that is alone
    /// in its group has nothing to find and does not count. Units are left out as queries; the samples that are searched stay,
    /// so that the pseudo-values of single samples are their own 0 or 1.
    ///
    /// - Parameters:
    ///   - embeddings: [n, d] in rows, finite.
    ///   - groups: of each sample.
    ///   - k: at least 1.
    /// - Returns: 0 ... 1, higher is better; nil when every sample is alone in its group.
    /// - Precondition: n groups, n units' samples, d at least 1.
    /// - Complexity: O(n² d) time, O(n) memory.
    public static func recall(
        embeddings: UnsafeBufferPointer<Float>, groups: [Int32], k: Int, units: JackknifeUnits
    ) -> MetricEstimate? {
        recall(groups: groups, k: k, units: units) { row, body in
            let dimension = embeddings.count / groups.count
            body(UnsafeBufferPointer(rebasing: embeddings[row * dimension..<(row + 1) * dimension]))
        }
    }

    /// The same of a matrix with one row a sample, in memory or mapped.
    public static func recall(
        embeddings: ScoreMatrix, groups: [Int32], k: Int, units: JackknifeUnits
    ) -> MetricEstimate? {
        recall(groups: groups, k: k, units: units) { row, body in embeddings.withRow(row, body) }
    }

    private static func recall(
        groups: [Int32], k: Int, units: JackknifeUnits,
        withRow: (Int, (UnsafeBufferPointer<Float>) -> Void) -> Void
    ) -> MetricEstimate? {
        preconditionFailure("filled in next")
    }
}
