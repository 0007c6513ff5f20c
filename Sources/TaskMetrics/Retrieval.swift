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

    /// The same of embeddings that are lent row by row, in memory or mapped.
    package static func recall(
        groups: [Int32], k: Int, units: JackknifeUnits,
        withRow: @escaping (Int, (UnsafeBufferPointer<Float>) -> Void) -> Void
    ) -> MetricEstimate? {
        let count = groups.count
        precondition(count == units.samples && k > 0, "one group a sample, and at least one neighbour")
        var norms = [Double](repeating: 0, count: count)
        for row in 0..<count { withRow(row) { norms[row] = dot($0, $0).squareRoot() } }
        var isFound = [Double](repeating: 0, count: count)
        var counts = isFound
        var similarities = isFound
        for query in 0..<count {
            withRow(query) { queried in
                for other in 0..<count {
                    let scale = norms[query] * norms[other]
                    withRow(other) { similarities[other] = scale > 0 ? dot(queried, $0) / scale : 0 }
                }
            }
            let own = groups.indices.filter { groups[$0] == groups[query] && $0 != query }
            // The first of the most similar ones of the group: found when fewer than k stand before it.
            guard var best = own.first else { continue }
            for sample in own where similarities[sample] > similarities[best] { best = sample }
            let nearer = groups.indices.count { other in
                other != query
                    && (similarities[other] > similarities[best]
                        || (similarities[other] == similarities[best] && other < best))
            }
            counts[query] = 1
            isFound[query] = nearer < k ? 1 : 0
        }
        return RatioMetric.estimate(numerators: isFound, denominators: counts, units: units)
    }

    /// In Double, so that neither products nor sums of Float overflow or cancel.
    private static func dot(_ first: UnsafeBufferPointer<Float>, _ second: UnsafeBufferPointer<Float>) -> Double {
        let whole = first.count & ~7
        var sums = SIMD8<Double>.zero
        let bytesOfFirst = UnsafeRawPointer(first.baseAddress!), bytesOfSecond = UnsafeRawPointer(second.baseAddress!)
        for index in stride(from: 0, to: whole, by: 8) {
            let offset = index * MemoryLayout<Float>.stride
            let left = bytesOfFirst.loadUnaligned(fromByteOffset: offset, as: SIMD8<Float>.self)
            let right = bytesOfSecond.loadUnaligned(fromByteOffset: offset, as: SIMD8<Float>.self)
            sums += SIMD8<Double>(left) * SIMD8<Double>(right)
        }
        var sum = sums.sum()
        for index in whole..<first.count { sum += Double(first[index]) * Double(second[index]) }
        return sum
    }
}
