/// Spread and correlation of a series about levels that were found.
struct ResidualNoise {
    /// Robust; of single values.
    let deviation: Double
    /// Lag 1, corrected for the levels that were estimated from the same values.
    let correlation: Double
    let levelCount: Int

    /// - Parameter segments: cover the values; their levels are taken off.
    init(_ values: [Double], segments: [LevelSegmentation.Segment]) {
        levelCount = segments.count
        var residuals = values
        for segment in segments {
            for index in segment.range { residuals[index] -= segment.level }
        }
        let n = Double(values.count)
        let levels = Double(segments.count)
        let lost = n > levels ? n / (n - levels) : 1
        // With half of the residuals at 0 the median says nothing; then all squares count as they are.
        let meanSquare = RobustVariation.meanSquare(residuals) ?? residuals.reduce(0) { $0 + $1 * $1 } / n
        deviation = (meanSquare * lost).squareRoot()
        let limit = RobustVariation.limit * deviation
        let limited = residuals.map { min(max($0, -limit), limit) }
        let squares = limited.reduce(0) { $0 + $1 * $1 }
        guard squares > 0, n > 4 * levels else {
            correlation = 0
            return
        }
        let products = zip(limited, limited.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 }
        // E r is about ρ - (1 + 3ρ) k / n with k levels (Kendall, Biometrika 41, 1954; k = 1).
        let bias = levels / n
        correlation = min(max((products / squares + bias) / (1 - 3 * bias), -1), 1)
    }
}
