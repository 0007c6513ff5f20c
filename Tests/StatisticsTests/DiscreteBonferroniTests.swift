import Statistics
import TestSupport
import Testing

@Suite("Bonferroni among tests that cannot all reject", .hangLimit)
struct DiscreteBonferroniTests {
    @Test("Tests that cannot reject take nothing from the others")
    func divisor() {
        func divisor(_ values: [Double]) -> Int { DiscreteBonferroni.divisor(smallestPValues: values, alpha: 0.05) }
        #expect(divisor([]) == 1)
        #expect(divisor([0.5, 0.2]) == 1)
        #expect(divisor([0, 0, 0]) == 3)
        #expect(divisor([0, 0.5, 0.5, 0.5]) == 1)
        // By hand: at k = 1 four can reach 0.05, at k = 2 three reach 0.025, at k = 3 two reach 0.0167: K = 3.
        #expect(divisor([0.001, 0.04, 0.02, 0.01, 0.3]) == 3)
        // A test whose smallest p-value is the level itself can reach it.
        #expect(divisor([0.025, 0.025]) == 2)
        #expect(divisor([0.026, 0.026]) == 2)
    }

    @Test("K is the smallest k at which at most k tests can reach their share, however they lie", arguments: 0..<40)
    func definition(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let values = (0..<30).map { _ in
            Double.random(in: 0...0.2, using: &generator) * Double.random(in: 0...1, using: &generator)
        }
        let smallest = (1...30).first { k in values.count { $0 <= 0.05 / Double(k) } <= k }
        #expect(DiscreteBonferroni.divisor(smallestPValues: values, alpha: 0.05) == smallest)
    }
}
