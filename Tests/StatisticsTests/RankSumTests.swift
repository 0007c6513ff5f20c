import Statistics
import TestSupport
import Testing

@Suite(.hangLimit) struct RankSumTests {
    private func rankSum(_ first: [Double], _ second: [Double]) throws -> RankSum {
        try #require(RankSum(first[...], second[...]))
    }

    /// Of the C(8, 3) = 56 choices one lies wholly above the others, and one wholly below (Lehmann, "Nonparametrics", 1975, section 1.2).
    @Test("whole separation has one choice of all on either side") func wholeSeparationHasOneChoiceOfAllOnEitherSide()
        throws
    {
        let up = try rankSum([1, 2, 3, 4, 5], [6, 7, 8])
        #expect(isClose(up.pValue, 2.0 / 56))
        #expect(up.deviate > 0)
        let down = try rankSum([6, 7, 8], [1, 2, 3, 4, 5])
        #expect(isClose(down.pValue, 2.0 / 56))
        #expect(isClose(down.deviate, -up.deviate))
        #expect(isClose(2 * StandardNormal.upperTail(up.deviate), up.pValue))
    }

    @Test("the exact p-value agrees with trying every choice", arguments: [7, 8, 9])
    func theExactPValueAgreesWithTryingEveryChoice(
        count: Int
    ) throws {
        var generator = SeededGenerator(seed: UInt64(count))
        for _ in 0..<20 {
            // Few different values, so that there are ties.
            let values = (0..<count).map { _ in Double(Int.random(in: 0..<5, using: &generator)) }
            let ranks = values.map { value in
                Double(values.count { $0 < value }) + Double(values.count { $0 == value } + 1) / 2
            }
            for group in 1..<count {
                let observed = ranks[(count - group)...].reduce(0, +)
                let sums = (0..<(1 << count)).filter { $0.nonzeroBitCount == group }.map { choice in
                    ranks.indices.reduce(0) { choice >> $1 & 1 == 1 ? $0 + ranks[$1] : $0 }
                }
                let below = sums.count { $0 <= observed }
                let above = sums.count { $0 >= observed }
                let expected = min(1, 2 * Double(min(below, above)) / Double(sums.count))
                let p = try rankSum(Array(values.prefix(count - group)), Array(values.suffix(group))).pValue
                #expect(isClose(p, expected))
            }
        }
    }

    @Test("the normal approximation takes over smoothly") func theNormalApproximationTakesOverSmoothly() throws {
        // 2k²n² is 887,112 for 18 of 37 and beyond a million for 19 of 38.
        var simulation = Simulation(seed: 53)
        let first = simulation.normals(19)
        let second = simulation.normals(18).map { $0 + 0.5 }
        let exact = try rankSum(first, second).pValue
        let approximate = try rankSum(first, second + [0.25]).pValue
        #expect(isClose(exact, approximate, within: 0.05))
    }

    @Test("equal values say nothing, and no values are no groups") func equalValuesSayNothing() throws {
        #expect(try rankSum([2, 2, 2], [2, 2]).pValue == 1)
        #expect(try rankSum(Array(repeating: 2, count: 400), Array(repeating: 2, count: 300)).pValue == 1)
        #expect(RankSum([], [1]) == nil)
        #expect(RankSum([1], []) == nil)
    }
}
