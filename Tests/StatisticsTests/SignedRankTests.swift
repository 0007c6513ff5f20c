import Statistics
import TestSupport
import Testing

@Suite(.hangLimit) struct SignedRankTests {
    /// Hollander & Wolfe, "Nonparametric Statistical Methods" (1973), table 3.1: depression before and after.
    static let depression: [Double] = zip(
        [1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30],
        [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29]
    ).map { $0 - $1 }

    @Test("the depression data give the book's answers") func theDepressionDataGiveTheBooksAnswers() throws {
        let ranks = SignedRank(try sample(Self.depression))
        #expect(isClose(ranks.pValue(locationAbove: 0), 0.01953125))
        #expect(isClose(ranks.location, 0.46))
    }

    @Test("five values on one side have a p-value of one in 32") func fiveValuesOnOneSideHaveAPValueOfOneIn32() throws {
        let ranks = SignedRank(try sample([1, 2, 3, 4, 5]))
        #expect(isClose(ranks.pValue(locationAbove: 0), 1.0 / 32))
        #expect(isClose(ranks.pValue(locationBelow: 0), 1))
    }

    @Test(
        "the exact p-value agrees with trying every sign",
        arguments: [[1, -2, 3], [1, 1, -1, 2, -2, 2], [0, 0, 1, -3, 3, 3, 5, -0.5], [-4, 4, 4, -4, 4, 4, 4]])
    func theExactPValueAgreesWithTryingEverySign(values: [Double]) throws {
        let nonZero = values.filter { $0 != 0 }
        func rank(_ value: Double) -> Double {
            let smaller = nonZero.count { $0.magnitude < value.magnitude }
            let equal = nonZero.count { $0.magnitude == value.magnitude }
            return Double(smaller) + Double(equal + 1) / 2
        }
        let ranks = nonZero.map(rank)
        let observed = zip(nonZero, ranks).reduce(0) { $1.0 > 0 ? $0 + $1.1 : $0 }
        let patterns = 0..<(1 << ranks.count)
        let atLeast = patterns.count { pattern in
            ranks.indices.reduce(0) { pattern >> $1 & 1 == 1 ? $0 + ranks[$1] : $0 } >= observed
        }
        let p = SignedRank(try sample(values)).pValue(locationAbove: 0)
        #expect(isClose(p, Double(atLeast) / Double(patterns.count)))
    }

    @Test("the normal approximation takes over smoothly") func theNormalApproximationTakesOverSmoothly() throws {
        // 64 values are ranked exactly, 65 approximately; one more small value hardly changes the answer.
        var simulation = Simulation(seed: 19)
        let values = simulation.normals(64).map { $0 + 0.2 }
        let exact = SignedRank(try sample(values)).pValue(locationAbove: 0)
        let approximate = SignedRank(try sample(values + [1e-9])).pValue(locationAbove: 0)
        #expect(isClose(exact, approximate, within: 0.01))
    }

    @Test("nothing but ties with the margin says nothing") func nothingButTiesWithTheMarginSaysNothing() throws {
        let ranks = SignedRank(try sample([2, 2, 2]))
        #expect(ranks.pValue(locationAbove: 2) == 1)
        #expect(ranks.location == 2)
    }

    @Test("one outlier moves the mean and not the location") func oneOutlierMovesTheMeanAndNotTheLocation() throws {
        let values = try sample([0.01, 0.012, 0.009, 0.011, 0.01, 3])
        #expect(values.mean > 0.5)
        #expect(SignedRank(values).location < 0.02)
    }
}
