import Statistics
import TestSupport
import Testing

@Suite(.hangLimit) struct SequentialDesignTests {
    private func design(_ looks: [Int], _ alpha: Double) throws -> SequentialDesign {
        try #require(SequentialDesign(looks: looks, alpha: alpha))
    }

    @Test(
        "boundaries match published ones",
        arguments: [
            // Five equal looks, one-sided 0.025: Jennison & Turnbull (2000), and R's ldbounds and gsDesign (sfLDOF).
            ([1, 2, 3, 4, 5], 0.025, [4.8769, 3.3570, 2.6803, 2.2898, 2.0310]),
            // Two to four equal looks, one-sided 0.025: Reboussin, DeMets, Kim & Lan, Controlled Clinical Trials 21 (2000).
            ([1, 2], 0.025, [2.9626, 1.9686]),
            ([1, 2, 3], 0.025, [3.7103, 2.5114, 1.9930]),
            ([1, 2, 3, 4], 0.025, [4.3326, 2.9631, 2.3590, 2.0141]),
            // Pawl's own schedule, confirmed by an independent program.
            ([8, 12, 16, 24, 32], 0.05, [3.750, 3.002, 2.566, 2.017, 1.721]),
            ([8, 12, 16, 24, 32], 0.01, [5.020, 4.048, 3.469, 2.765, 2.363]),
        ])
    func boundariesMatchPublishedOnes(looks: [Int], alpha: Double, expected: [Double]) throws {
        let critical = try design(looks, alpha).looks.map(\.criticalValue)
        let digits = alpha == 0.025 ? 1e-4 : 6e-4
        for (value, known) in zip(critical, expected) { #expect(isClose(value, known, within: digits), "\(critical)") }
    }

    @Test("a single look is the plain test", arguments: [0.01, 0.05, 1e-6])
    func aSingleLookIsThePlainTest(alpha: Double) throws {
        let look = try #require(try design([16], alpha).looks.first)
        #expect(isClose(look.nominalAlpha, alpha, within: alpha * 1e-12))
        #expect(look.spentAlpha == alpha)
    }

    @Test(
        "what is spent ends at alpha, grows from look to look, and no look spends more than its level",
        arguments: [[8, 12, 16, 24, 32], [2, 3], [4, 8, 1024], Array(2...33), [1, 1000, 1001, 1002]],
        [0.5, 0.05, 0.01 / 3, 0.01 / 400])
    func spendingIsOrderly(looks: [Int], alpha: Double) throws {
        let design = try design(looks, alpha)
        #expect(design.looks.last?.spentAlpha == alpha)
        var previous = 0.0
        for look in design.looks {
            #expect(look.spentAlpha >= previous)
            #expect(look.criticalValue > -10 && !look.criticalValue.isNaN)
            #expect(look.nominalAlpha <= alpha * (1 + 1e-9))
            // Stopping here for the first time is rarer than exceeding the boundary here at all.
            #expect(look.nominalAlpha >= (look.spentAlpha - previous) * (1 - 1e-6))
            previous = look.spentAlpha
        }
    }

    @Test("equal looks have falling boundaries and rising levels")
    func equalLooksHaveFallingBoundaries() throws {
        for count in 2...12 {
            let looks = try design(Array(1...count), 0.05).looks
            for (one, next) in zip(looks, looks.dropFirst()) {
                #expect(one.criticalValue > next.criticalValue)
                #expect(one.nominalAlpha < next.nominalAlpha)
            }
        }
    }

    @Test("only shares of the maximum matter, and a smaller alpha asks for more")
    func onlySharesMatter() throws {
        let small = try design([8, 12, 16, 24, 32], 0.05)
        let large = try design([16, 24, 32, 48, 64], 0.05)
        for (one, other) in zip(small.looks, large.looks) {
            #expect(isClose(one.criticalValue, other.criticalValue, within: 1e-9))
        }
        let stricter = try design([8, 12, 16, 24, 32], 0.01)
        for (one, other) in zip(small.looks, stricter.looks) { #expect(one.criticalValue < other.criticalValue) }
    }

    @Test("a look with next to nothing to spend is out of reach, not a NaN")
    func tinyLooks() throws {
        let looks = try design([1, 100_000], 0.01).looks
        #expect(looks[0].nominalAlpha < 1e-300)
        #expect(isClose(looks[1].nominalAlpha, 0.01, within: 1e-7), "\(looks)")
    }

    @Test(
        "what makes no schedule is refused",
        arguments: [
            ([], 0.05), ([0, 4], 0.05), ([4, 4], 0.05), ([8, 4], 0.05), ([-1], 0.05), ([4], 0), ([4], 0.6), ([4], .nan),
        ] as [([Int], Double)])
    func refusals(looks: [Int], alpha: Double) { #expect(SequentialDesign(looks: looks, alpha: alpha) == nil) }

    @Test("spending by a power of the share is what it says")
    func powerSpending() throws {
        let looks = try #require(SequentialDesign(looks: [2, 8, 32], alpha: 0.02, spending: .power(0.5))).looks
        #expect(zip(looks, [0.005, 0.01, 0.02]).allSatisfy { isClose($0.spentAlpha, $1) })
        #expect(isClose(looks[0].nominalAlpha, 0.005))
        let even = try #require(SequentialDesign(looks: [1, 2, 4], alpha: 0.04, spending: .power(1))).looks
        #expect(zip(even, [0.01, 0.02, 0.04]).allSatisfy { isClose($0.spentAlpha, $1) })
    }

    @Test(
        "simulated paths without an effect cross each boundary as often as planned",
        arguments: [ErrorSpending.obrienFleming, .power(0.5), .power(1)])
    func monteCarlo(spending: ErrorSpending) throws {
        // The reference: nothing of the integration, only sums of normal draws.
        let design = try #require(SequentialDesign(looks: [8, 12, 16, 24, 32], alpha: 0.05, spending: spending))
        var simulation = Simulation(seed: 11)
        let paths = 20_000
        var stopped = [Int](repeating: 0, count: design.looks.count)
        for _ in 0..<paths {
            var position = 0.0
            var share = 0.0
            for (index, look) in design.looks.enumerated() {
                position += simulation.normal() * (look.informationShare - share).squareRoot()
                share = look.informationShare
                if position / share.squareRoot() >= look.criticalValue {
                    stopped[index] += 1
                    break
                }
            }
        }
        var previous = 0.0
        for (count, look) in zip(stopped, design.looks) {
            let expected = look.spentAlpha - previous
            previous = look.spentAlpha
            let error = (expected * (1 - expected) / Double(paths)).squareRoot()
            #expect((Double(count) / Double(paths) - expected).magnitude < 4 * error + 1e-4)
        }
    }
}
