import Statistics

/// The Mann-Whitney U test, two-sided, by the normal approximation with corrections for ties and continuity.
///
/// U = Σ over pairs of [x₂ > x₁] + ½ [x₂ = x₁]; its mean is n₁n₂/2, its variance
/// n₁n₂/12 ((n + 1) - Σ(t³ - t) / (n (n - 1))), n = n₁ + n₂, t the sizes of the ties.
///
/// - Source: Mann & Whitney, Ann. Math. Stat. 18 (1947). Google Benchmark's `compare.py` (docs/tools.md,
///   tools/gbench/report.py) applies it to repetitions at alpha 0.05 and calls fewer than nine of them too few.
struct MannWhitneyTest: SampleTest {
    var alpha = 0.05
    /// The samples are cut into so many repetitions and their means compared; nil compares the batches themselves.
    var repetitions: Int?

    var name: String { repetitions.map { "Mann-Whitney, \($0) repetitions" } ?? "Mann-Whitney" }

    func decide(baseline: [Double], candidate: [Double]) -> Ruling.Decision {
        let result = Self.compare(cut(baseline), cut(candidate))
        guard result.pValue < alpha else { return .pass }
        return result.z > 0 ? .fail : .faster
    }

    private func cut(_ values: [Double]) -> [Double] {
        guard let repetitions, values.count > repetitions else { return values }
        return (0..<repetitions).map { index in
            mean(Array(values[(index * values.count / repetitions)..<((index + 1) * values.count / repetitions)]))
        }
    }

    /// - Returns: z is positive when the second sample tends to be larger, after the correction for continuity.
    static func compare(_ first: [Double], _ second: [Double]) -> (u: Double, z: Double, pValue: Double) {
        let pooled = (first.map { ($0, false) } + second.map { ($0, true) }).sorted { $0.0 < $1.0 }
        var rankSum = 0.0, ties = 0.0
        var start = 0
        while start < pooled.count {
            var end = start
            while end < pooled.count, pooled[end].0 == pooled[start].0 { end += 1 }
            // Ranks start + 1 ... end share their mean.
            let rank = Double(start + 1 + end) / 2, size = Double(end - start)
            rankSum += rank * Double(pooled[start..<end].count { $0.1 })
            ties += size * size * size - size
            start = end
        }
        let m = Double(first.count), n = Double(second.count), all = m + n
        let u = rankSum - n * (n + 1) / 2
        let variance = m * n / 12 * (all + 1 - ties / (all * (all - 1)))
        guard variance > 0 else { return (u, 0, 1) }
        let distance = u - m * n / 2
        let corrected = max(0, abs(distance) - 0.5) / variance.squareRoot()
        return (u, distance < 0 ? -corrected : corrected, min(1, 2 * StandardNormal.upperTail(corrected)))
    }
}
