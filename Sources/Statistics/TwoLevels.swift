/// Two levels between which single values go to and fro, neither of which holds: two machines by turns, a cache that is there or not.
public struct TwoLevels: Sendable, Equatable {
    /// Medians of the lower and of the higher values.
    public var low: Double
    public var high: Double
    /// Of the values, how many are higher ones.
    public var highShare: Double

    private static let fewestValues = 20
    private static let leastShare = 0.2
    /// Between the two means, in standard deviations within. Cut at its best place a uniform distribution has 3.5, a normal one 2.7.
    private static let leastSeparation = 4.5
    private static let fewestTurns = 5

    /// The cut of the values in two with the least squares within (Otsu 1979).
    ///
    /// - Parameter leastDistance: of the two, as much as is worth a word and more than rounding makes.
    /// - Returns: nil where values do not lie at two levels, or seldom go from one to the other.
    init?(_ values: [Double], leastDistance: Double) {
        let sorted = values.sorted(), count = values.count
        guard count >= Self.fewestValues, let origin = sorted.first else { return nil }
        var sums = [0.0], squares = [0.0]
        for value in sorted {
            sums.append(sums[sums.count - 1] + (value - origin))
            squares.append(squares[squares.count - 1] + (value - origin) * (value - origin))
        }
        func within(_ start: Int, _ end: Int) -> Double {
            let sum = sums[end] - sums[start]
            return max(0, squares[end] - squares[start] - sum * sum / Double(end - start))
        }
        let fewest = Int((Self.leastShare * Double(count)).rounded(.up))
        guard
            let cut = (fewest...(count - fewest)).min(by: {
                within(0, $0) + within($0, count) < within(0, $1) + within($1, count)
            })
        else { return nil }
        let distance = (sums[count] - sums[cut]) / Double(count - cut) - sums[cut] / Double(cut)
        let deviation = ((within(0, cut) + within(cut, count)) / Double(count - 2)).squareRoot()
        let border = sorted[cut - 1] / 2 + sorted[cut] / 2
        let turns = zip(values, values.dropFirst()).count { ($0 > border) != ($1 > border) }
        guard distance > 0, distance >= leastDistance, distance >= Self.leastSeparation * deviation,
            turns >= Self.fewestTurns
        else { return nil }
        low = sorted[cut / 2]
        high = sorted[(cut + count) / 2]
        highShare = Double(count - cut) / Double(count)
    }
}
