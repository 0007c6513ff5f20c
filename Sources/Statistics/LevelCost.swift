/// What it costs to give one level to a stretch of a series whose noise is a first-order autoregression.
///
/// Each stretch is taken as a stationary series of its own: minus twice its log-likelihood, up to what all stretches share,
///
///     min over μ of  (1 - ρ²)(y_s - μ)² + Σ over s < i < t of (y_i - ρ y_(i-1) - (1 - ρ) μ)²,
///
/// in units of the innovations' variance; with ρ = 0 the sum of squares about the mean. Prefix sums give it in O(1).
/// Single bad values are limited twice, about the running median of five: the values themselves, and the innovations
/// y_i - ρ y_(i-1), or else one large innovation that decays would pass for a level.
struct LevelCost {
    let count: Int
    /// In units of the innovations' standard deviation, about the median of all, limited.
    private let values: [Double]
    private let innovations: [Double]
    /// For each start and each end its share of the weighted sum and of the sum of squares, for each length 1 over the weights: the
    /// search asks for costs half a million times in a thousand values.
    let startSums: [Double]
    let startSquares: [Double]
    let endSums: [Double]
    let endSquares: [Double]
    let inverseWeights: [Double]
    private let firstWeight: Double
    private let levelWeight: Double
    private let lowestLevel: Double
    private let highestLevel: Double

    /// How far from the running median a value or an innovation counts, in standard deviations of its own kind.
    static let limit = 2.5

    /// - Parameters:
    ///   - values: limited already, at least one.
    ///   - correlation: ρ, from 0 to below 1.
    ///   - deviation: σ of single values, above 0.
    init(_ values: [Double], correlation: Double, deviation: Double) {
        count = values.count
        firstWeight = 1 - correlation * correlation
        levelWeight = 1 - correlation
        let unit = deviation * firstWeight.squareRoot()
        let middle = values.sorted()[values.count / 2]
        let scaled = values.map { ($0 - middle) / unit }
        var innovations = scaled
        innovations[0] = levelWeight * scaled[0]
        for index in scaled.indices.dropFirst() {
            innovations[index] = scaled[index] - correlation * scaled[index - 1]
        }
        innovations = RunningMedianClip(limit: 2 + correlation).clip(innovations)
        // Sums over the innovations before a position, the first one left out.
        var sums = [0.0, 0.0]
        var squares = [0.0, 0.0]
        for innovation in innovations.dropFirst() {
            sums.append(sums[sums.count - 1] + levelWeight * innovation)
            squares.append(squares[squares.count - 1] + innovation * innovation)
        }
        var lowest = scaled[0]
        var highest = scaled[0]
        for index in scaled.indices {
            lowest = min(lowest, scaled[index], innovations[index] / levelWeight)
            highest = max(highest, scaled[index], innovations[index] / levelWeight)
        }
        self.values = scaled
        self.innovations = innovations
        let firstWeight = self.firstWeight
        let levelWeight = self.levelWeight
        startSums = scaled.indices.map { firstWeight * scaled[$0] - sums[$0 + 1] }
        startSquares = scaled.indices.map { firstWeight * scaled[$0] * scaled[$0] - squares[$0 + 1] }
        endSums = sums
        endSquares = squares
        inverseWeights = (0...count).map { 1 / (firstWeight + levelWeight * levelWeight * Double($0 - 1)) }
        lowestLevel = lowest
        highestLevel = highest
    }

    /// Of the values from `start` up to `end`, at least one.
    @inline(__always) func callAsFunction(_ start: Int, _ end: Int) -> Double {
        let sum = startSums[start] + endSums[end]
        return startSquares[start] + endSquares[end] - sum * sum * inverseWeights[end - start]
    }

    /// By how much splitting a stretch at `position` can at most cost more than it saves, whatever the stretch; 0 without correlation.
    ///
    /// The parts repeat the terms of the whole but for the one at `position`, which counts (1 - ρ²)(y - μ)² in place of
    /// (innovation - (1 - ρ) μ)². Their difference is convex in μ, hence largest at an end of the range that levels can have.
    func largestLoss(at position: Int) -> Double {
        func loss(_ level: Double) -> Double {
            let alone = values[position] - level
            let joined = innovations[position] - levelWeight * level
            return firstWeight * alone * alone - joined * joined
        }
        return max(loss(lowestLevel), loss(highestLevel))
    }
}
