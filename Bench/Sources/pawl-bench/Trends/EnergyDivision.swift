/// Where a stretch of a series divides best by the energy distance of its two parts (E-divisive means).
///
/// For parts X of n values and Y of m values that follow each other,
///
///     Q = 2/(m + n) Σ |x - y| - 2m/((m + n)(n - 1)) Σ |x - x'| - 2n/((m + n)(m - 1)) Σ |y - y'|,
///
/// sums over pairs, is largest over the end of X and over the end of Y, which need not be the end of the stretch.
///
/// - Source: Matteson & James, "A nonparametric approach for multiple change point analysis of multivariate data", JASA 109 (2014).
struct EnergyDivision {
    /// Position of the first value of Y.
    var position: Int
    var energy: Double

    /// - Returns: nil for a stretch of fewer than two values.
    /// - Complexity: O(n²).
    init?(_ values: [Double], in stretch: Range<Int>) {
        guard stretch.count > 1 else { return nil }
        let first = stretch.lowerBound
        let count = stretch.count
        // fromFirst[k]: distances of value k to those before it; all[k]: among the first k + 1 values.
        var all = [Double](repeating: 0, count: count)
        for end in 1..<count {
            var distances = 0.0
            for other in 0..<end { distances += (values[first + end] - values[first + other]).magnitude }
            all[end] = all[end - 1] + distances
        }
        var best = (position: first + 1, energy: 0.0)
        // right[k]: among the values split...k, for the split at hand; from the last split down to the first.
        var right = [Double](repeating: 0, count: count)
        for split in stride(from: count - 1, through: 1, by: -1) {
            var reach = 0.0
            for end in split..<count {
                reach += (values[first + end] - values[first + split]).magnitude
                right[end] += reach
                let n = Double(split), m = Double(end - split + 1)
                let left = all[split - 1]
                let across = all[end] - left - right[end]
                var energy = 2 / (m + n) * across
                if n > 1 { energy -= 2 * m / ((m + n) * (n - 1)) * left }
                if m > 1 { energy -= 2 * n / ((m + n) * (m - 1)) * right[end] }
                if energy >= best.energy { best = (first + split, energy) }
            }
        }
        (position, energy) = best
    }
}
