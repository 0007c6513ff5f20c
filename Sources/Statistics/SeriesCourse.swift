import Foundation

/// What kind of course a series has: levels, a drift, or a wander without a level; and a season that was taken out before.
public struct SeriesCourse: Sendable, Equatable {
    public enum Kind: String, Sendable, CaseIterable { case levels, drift, wander }

    /// A straight stretch.
    public struct Piece: Sendable, Equatable {
        public var range: Range<Int>
        /// On the line, at the first and at the last value.
        public var first: Double
        public var last: Double
        /// Per unit of time, with its 95 % interval.
        public var slope: Double
        public var low: Double
        public var high: Double
        /// Whether the interval is far from 0: p below 0.001.
        public var isSloped: Bool
    }

    public var kind = Kind.levels
    /// Cover the series where it drifts; otherwise empty.
    public var pieces: [Piece] = []
    /// Values after which a pattern repeats, nil without one; and half the way between its highest and its lowest phase.
    public var seasonPeriod: Int?
    public var seasonReach = 0.0
    /// Where no level changed, or none holds: that single values lie at one of two.
    public var twoLevels: TwoLevels?

    public init() {}
}

/// Chooses between levels, straight lines and a wander by how well each predicts the next value.
///
/// All models are scored alike, n ln(RSS / n) + k ln n (Schwarz's criterion), with the squares of one-step prediction errors under a first-order
/// autoregression of the residuals (ρ within 0...0.99), and k the numbers that were fitted, places of changes among them:
///
/// - levels: as the search found them, 2 a shift (1 at a known event),
/// - lines: continuous, with up to three knots, 2 a knot; or one slope with those shifts that are still needed beside it,
/// - wander: exponential smoothing, which is best for a random walk with noise on top (Muth 1960), or one level to which values
///   return slowly.
///
/// A random walk has no slope, and yet every stretch of one lies near some bent line. So a line must be better than one level and than a
/// wander by `lineMargin`, which random walks and autoregressions near 1 exceed in fewer than one of twenty, and than levels by 2. A
/// wander must be better than the levels by 2, by 10 than two of them.
///
/// - Source: Schwarz, "Estimating the dimension of a model", Ann. Statist. 6 (1978); Muth, "Optimal properties of exponentially weighted
///   forecasts", JASA 55 (1960).
struct CourseChoice {
    let values: [Double]
    let times: [Double]
    let minimumSize: Double

    static let fewestValues = 12
    private static let mostKnots = 3
    private static let places = 30
    private static let mostSteps = 12

    /// - Parameters:
    ///   - times: of the values, not falling; their unit is that of the slopes.
    ///   - starts: of levels that were found: within each single values are limited, never a new level of two values at the end.
    init(_ values: [Double], times: [Double], noise: Double, minimumSize: Double, starts: [Int] = []) {
        let clip = RunningMedianClip(limit: 4 * noise)
        self.values = zip([0] + starts, starts + [values.count]).flatMap { start, end in
            end - start < 5 ? Array(values[start..<end]) : clip.clip(Array(values[start..<end]))
        }
        self.times = times
        self.minimumSize = minimumSize
    }

    private struct Fit {
        var score: Double
        var fitted: [Double]
        var columns: [[Double]]
        var starts: [Int]
    }

    func choose(_ shifts: [LevelShift]) -> (course: SeriesCourse, kept: [Int])? {
        guard values.count >= Self.fewestValues, (times.last ?? 0) > (times.first ?? 0) else { return nil }
        let known = shifts.count { $0.isAtKnownBreak }
        let stepped = steppedScore(shifts)
        let wander = wander
        if let (fit, knots) = bestLine(shifts, wander.plain),
            fit.score < (shifts.isEmpty ? oneStepScore : stepped - margin(of: fit)),
            let drift = drift(fit, knots: knots)
        {
            return drift
        }
        let needed = shifts.count > 1 ? Self.margin : Self.marginOverAStep
        let isRestless =
            shifts.count - known >= Self.fewestRestlessShifts
            && shifts.count * Self.fewestValuesOfALevel > values.count
        guard !shifts.isEmpty, isRestless || wander.score < stepped - needed else { return nil }
        var course = SeriesCourse()
        course.kind = .wander
        return (course, [])
    }

    /// So many changes at such short intervals, and nothing known of most of them: no level holds, however exact each is.
    private static let fewestRestlessShifts = 20
    private static let fewestValuesOfALevel = 15

    /// Of the lines that are better than `plain` by their margin the best.
    private func bestLine(_ shifts: [LevelShift], _ plain: Double) -> (fit: Fit, knots: [Int])? {
        (bentLines() + [(slopeWithSteps(shifts.map(\.position)), [])]).filter { fit, knots in
            fit.score < plain - lineMargin(isStraight: knots.isEmpty && fit.starts.isEmpty)
        }.min { $0.0.score < $1.0.score }
    }

    /// What 95 % of random walks, and of autoregressions near 1, fall short of: in short ones a bend or a step fits much.
    private func lineMargin(isStraight: Bool) -> Double {
        let count = Double(values.count)
        return isStraight
            ? 7 + 2 * min(1, max(0, 100 - count) / 40) : 9 + 9 * min(1, max(0, 60 - count) / 40)
    }

    private func margin(of fit: Fit) -> Double { fit.starts.isEmpty ? Self.margin : Self.marginBesideSteps }

    private static let margin = 2.0
    private static let marginOverAStep = 4.0
    /// What a slope must add where steps explain most of the series already.
    private static let marginBesideSteps = 6.0

    // MARK: - Scores

    private func residuals(_ fitted: [Double]) -> [Double] { zip(values, fitted).map { $0 - $1 } }

    private func autoregression(_ residuals: [Double], parameters: Int) -> (score: Double, correlation: Double) {
        let squares = residuals.reduce(0) { $0 + $1 * $1 }
        let products = zip(residuals, residuals.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 }
        let rho = squares > 0 ? min(max(products / squares, 0), Self.largestCorrelation) : 0
        var sum = (1 - rho * rho) * residuals[0] * residuals[0]
        for index in residuals.indices.dropFirst() {
            let error = residuals[index] - rho * residuals[index - 1]
            sum += error * error
        }
        return (score(squares: sum, parameters: parameters + 1), rho)
    }

    private static let largestCorrelation = 0.99

    private func score(squares: Double, parameters: Int) -> Double {
        let n = Double(values.count)
        let floor = (values.reduce(0) { max($0, $1.magnitude) }) * 1e-9
        return n * log(max(squares / n, floor * floor, .leastNormalMagnitude)) + Double(parameters) * log(n)
    }

    private func steppedScore(_ shifts: [LevelShift]) -> Double {
        let known = shifts.count { $0.isAtKnownBreak }
        return levelScore([0] + shifts.map(\.position), parameters: 1 + 2 * shifts.count - known)
    }

    private func levelScore(_ starts: [Int], parameters: Int) -> Double {
        var levels = [Double](repeating: 0, count: values.count)
        for (start, end) in zip(starts, starts.dropFirst() + [values.count]) {
            let mean = values[start..<end].reduce(0, +) / Double(end - start)
            for index in start..<end { levels[index] = mean }
        }
        return autoregression(residuals(levels), parameters: parameters).score
    }

    /// Of the best single step, also one too small to be told: a line must not take its place.
    private var oneStepScore: Double {
        guard let step = StepLikelihood.best(values, in: values.indices) else { return .infinity }
        return levelScore([0, step.position], parameters: 3)
    }

    /// What values do that hold no level, and what they do without a line: that, or one level.
    private var wander: (score: Double, plain: Double) {
        let mean = values.reduce(0, +) / Double(values.count)
        let one = autoregression(values.map { $0 - mean }, parameters: 1)
        let smoothed = smoothingScore
        let returns = one.correlation > SeriesNoise.largestCorrelation ? one.score : .infinity
        return (min(smoothed, returns), min(smoothed, one.score))
    }

    private var smoothingScore: Double {
        stride(from: 0.1, through: 1, by: 0.1).map { gain in
            var level = values[0], squares = 0.0
            for value in values.dropFirst() {
                squares += (value - level) * (value - level)
                level += gain * (value - level)
            }
            return score(squares: squares, parameters: 2)
        }.min() ?? .infinity
    }

    // MARK: - Lines

    private func column(from place: Int) -> [Double] { times.map { max(0, $0 - times[place]) } }

    private func fit(_ columns: [[Double]], starts: [Int] = [], extra: Int) -> Fit? {
        guard let coefficients = LeastSquares.solve(columns, values) else { return nil }
        let fitted = values.indices.map { row in
            zip(columns, coefficients).reduce(0) { $0 + $1.0[row] * $1.1 }
        }
        return Fit(
            score: autoregression(residuals(fitted), parameters: columns.count + extra).score, fitted: fitted,
            columns: columns,
            starts: starts)
    }

    /// Without a knot, and with the best next one as long as one helps.
    private func bentLines() -> [(Fit, [Int])] {
        let constant = values.map { _ in 1.0 }
        guard let straight = fit([constant, column(from: 0)], extra: 0) else { return [] }
        var found = [(straight, [Int]())]
        let distance = max(6, values.count / 20)
        let candidates = Set((1..<Self.places).map { $0 * values.count / Self.places }).sorted()
            .filter { $0 >= distance && $0 <= values.count - distance }
        for _ in 0..<Self.mostKnots {
            let (last, knots) = found[found.count - 1]
            let next = candidates.filter { place in knots.allSatisfy { abs($0 - place) >= distance } }.compactMap {
                place in
                fit(last.columns + [column(from: place)], extra: knots.count + 1).map { ($0, knots + [place]) }
            }.min { $0.0.score < $1.0.score }
            guard let next, next.0.score < last.score else { break }
            found.append(next)
        }
        return found
    }

    /// One slope, and of the shifts those without which it is worse.
    private func slopeWithSteps(_ positions: [Int]) -> Fit {
        let constant = values.map { _ in 1.0 }
        func fit(_ positions: [Int]) -> Fit? {
            let steps = positions.map { place in values.indices.map { $0 >= place ? 1.0 : 0 } }
            return self.fit([constant, column(from: 0)] + steps, starts: positions, extra: positions.count)
        }
        // So many steps are a staircase already; solving for more is of no use.
        var kept = positions.count <= Self.mostSteps ? positions : []
        guard var best = fit(kept) else {
            return Fit(score: .infinity, fitted: values, columns: [], starts: [])
        }
        while !kept.isEmpty {
            let fewer = kept.indices.compactMap { index -> Fit? in
                var left = kept
                left.remove(at: index)
                return fit(left)
            }.min { $0.score < $1.score }
            guard let fewer, fewer.score <= best.score else { break }
            best = fewer
            kept = fewer.starts
        }
        return best
    }

    private func drift(_ fit: Fit, knots: [Int]) -> (course: SeriesCourse, kept: [Int])? {
        let edges = ([0] + (knots + fit.starts).sorted()) + [values.count]
        var course = SeriesCourse()
        course.kind = .drift
        let residuals = residuals(fit.fitted)
        for (start, end) in zip(edges, edges.dropFirst()) {
            // A line between knots goes on to the knot itself.
            let span = times[end - 1] - times[start]
            let isOneSlope = knots.isEmpty
            let range = isOneSlope ? 0..<values.count : start..<end
            let slope = span > 0 ? (fit.fitted[end - 1] - fit.fitted[start]) / span : 0
            let error = slopeError(residuals, range)
            course.pieces.append(
                .init(
                    range: start..<end, first: fit.fitted[start], last: fit.fitted[end - 1], slope: slope,
                    low: slope - 1.96 * error, high: slope + 1.96 * error, isSloped: abs(slope) > 3.29 * error))
        }
        let moved = course.pieces.filter(\.isSloped)
        let reach = (fit.fitted.max() ?? 0) - (fit.fitted.min() ?? 0)
        guard !moved.isEmpty, reach >= minimumSize else { return nil }
        return (course, fit.starts)
    }

    /// Of a slope over a range, with the residuals' correlation.
    private func slopeError(_ residuals: [Double], _ range: Range<Int>) -> Double {
        let squares = residuals.reduce(0) { $0 + $1 * $1 }
        let products = zip(residuals, residuals.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 }
        let rho = squares > 0 ? min(max(products / squares, 0), 0.9) : 0
        let middle = times[range].reduce(0, +) / Double(range.count)
        let spread = times[range].reduce(0) { $0 + ($1 - middle) * ($1 - middle) }
        guard spread > 0 else { return .infinity }
        let variance = squares / Double(max(residuals.count - 3, 1)) * (1 + rho) / (1 - rho)
        return (variance / spread).squareRoot()
    }
}

/// Least squares by normal equations: a handful of columns of like size.
enum LeastSquares {
    /// - Returns: a coefficient for each column; nil where the columns depend on each other.
    static func solve(_ columns: [[Double]], _ values: [Double]) -> [Double]? {
        let count = columns.count
        let scales = columns.map { max(dot($0, $0).squareRoot(), .leastNormalMagnitude) }
        var rows: [[Double]] = (0..<count).map { row in
            let left: [Double] = (0..<count).map { dot(columns[row], columns[$0]) / scales[row] / scales[$0] }
            return left + [dot(columns[row], values) / scales[row]]
        }
        for pivot in 0..<count {
            guard let best = (pivot..<count).max(by: { rows[$0][pivot].magnitude < rows[$1][pivot].magnitude }),
                rows[best][pivot].magnitude > 1e-10
            else { return nil }
            rows.swapAt(pivot, best)
            for row in 0..<count where row != pivot {
                let factor = rows[row][pivot] / rows[pivot][pivot]
                for column in pivot...count { rows[row][column] -= factor * rows[pivot][column] }
            }
        }
        return (0..<count).map { rows[$0][count] / rows[$0][$0] / scales[$0] }
    }

    private static func dot(_ first: [Double], _ second: [Double]) -> Double {
        var sum = 0.0
        for index in first.indices { sum += first[index] * second[index] }
        return sum
    }
}
