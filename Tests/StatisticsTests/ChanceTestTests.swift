import TestSupport
import Testing

@testable import Statistics

@Suite(.hangLimit) struct ChanceTestTests {
    /// 2^64-modular linear congruential numbers, as in the Python loops that the right values are from.
    struct Numbers: Sequence, IteratorProtocol {
        var state: UInt64
        mutating func next() -> UInt64? {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state >> 33
        }
    }

    private func counts(_ labels: [Int], _ predictions: [Int], _ classes: Int) throws -> ConfusionCounts {
        try #require(
            ConfusionCounts(
                labels: labels.map(Int32.init), predictions: predictions.map(Int32.init), classCount: classes))
    }

    private func drawn(_ count: Int, classes: Int, seed: UInt64) -> (labels: [Int], predictions: [Int]) {
        var numbers = Numbers(state: seed)
        let labels = (0..<count).map { _ in Int(numbers.next()!) % classes }
        return (labels, (0..<count).map { _ in Int(numbers.next()!) % classes })
    }

    @Test("the moments of the permutation test are those of all pairs, by numpy")
    func moments() throws {
        let drawn = drawn(300, classes: 7, seed: 7)
        let moments = ChanceTest.permutationMoments(try counts(drawn.labels, drawn.predictions, 7))
        // d = M - rows - columns + mean, M[i, j] = (prediction i == label j); sum(d * d) / (n - 1).
        #expect(abs(moments.mean - 42.673_333_333_333_33) < 1e-9)
        #expect(abs(moments.variance - 36.530_479_524_340_386) < 1e-9)
    }

    @Test("the assignment with the most samples is scipy's")
    func assignment() throws {
        let drawn = drawn(300, classes: 7, seed: 7)
        let counts = try counts(drawn.labels, drawn.predictions, 7)
        // scipy.optimize.linear_sum_assignment(-C): 64 samples.
        #expect(ClassAssignment.best(counts) == [2, 3, 5, 0, 1, 6, 4])
    }

    @Test("1 % of 200 samples of two classes is at chance, one half of 2000 is, of 200 it is undecided, 65 % is above")
    func twoClasses() throws {
        func outcome(right: Int, of total: Int) throws -> ChanceTest.Outcome? {
            let labels = (0..<total).map { $0 % 2 }
            // Wrong predictions alternate, so that they fall on both classes.
            return ChanceTest.classes(try counts(labels, labels.enumerated().map { $0 < right ? $1 : 1 - $1 }, 2))
        }
        #expect(try outcome(right: 2, of: 200) == .atOrBelow)
        #expect(try outcome(right: 1000, of: 2000) == .atOrBelow)
        #expect(try outcome(right: 100, of: 200) == .undecided)
        #expect(try outcome(right: 130, of: 200) == .above)
        #expect(try outcome(right: 5, of: 10) == .undecided)
        #expect(try outcome(right: 0, of: 10) == .atOrBelow)
        #expect(try outcome(right: 0, of: 4) == .undecided)
    }

    @Test("a model that finds a rare class is not at chance, though naming the other is right more often")
    func rareClass() throws {
        // 15 of 20 positives found, 30 false alarms among 380: 91.25 % right, the other class 95 %.
        let labels = (0..<400).map { $0 < 20 ? 1 : 0 }
        let answers = (0..<400).map { $0 < 15 || (20..<50).contains($0) ? 1 : 0 }
        #expect(ChanceTest.classes(try counts(labels, answers, 2)) == .above)
    }

    @Test("one label says nothing of chance")
    func oneLabel() throws {
        #expect(ChanceTest.classes(try counts([0, 0, 0], [0, 0, 1], 2)) == nil)
    }

    @Test("samples of few sequences accuse later than as many that stand alone")
    func sequences() throws {
        let labels = (0..<2000).map { $0 % 2 }
        let counts = try counts(labels, labels.enumerated().map { $0 < 1000 ? $1 : 1 - $1 }, 2)
        #expect(ChanceTest.classes(counts) == .atOrBelow)
        #expect(ChanceTest.classes(counts, independent: 10) == .undecided)
    }

    @Test("an area of one half is at chance with many samples, undecided with few, and 0.6 of many is above")
    func area() {
        func outcome(_ area: Double, of each: Int) -> ChanceTest.Outcome? {
            ChanceTest.area(area, standardError: 0, positives: each, negatives: each, units: 2 * each)
        }
        #expect(outcome(0.5, of: 2000) == .atOrBelow)
        #expect(outcome(0.02, of: 20) == .atOrBelow)
        #expect(outcome(0.5, of: 8) == .undecided)
        #expect(outcome(0.6, of: 200) == .above)
        #expect(ChanceTest.area(0.5, standardError: 0.1, positives: 0, negatives: 9, units: 9) == nil)
    }

    @Test("a metric is held against its guess by its standard error; of several values the best needs more")
    func metric() {
        // t(99) at 0.99 is 2.365, at 0.995 2.626.
        #expect(ChanceTest.metric(0.25, guess: 0, standardError: 0.1, units: 100) == .above)
        #expect(ChanceTest.metric(0.25, guess: 0, standardError: 0.1, units: 100, tests: 2) == .undecided)
        #expect(ChanceTest.metric(0.23, guess: 0, standardError: 0.1, units: 100) == .undecided)
        // t(99) at 0.999 is 3.175: a tenth of the way is excluded below -0.2175.
        #expect(ChanceTest.metric(-0.21, guess: 0, standardError: 0.1, units: 100) == .undecided)
        #expect(ChanceTest.metric(-0.22, guess: 0, standardError: 0.1, units: 100) == .atOrBelow)
        #expect(ChanceTest.metric(-0.22, guess: 0, standardError: 0, units: 19) == .undecided)
        #expect(ChanceTest.metric(1, guess: 0.5, standardError: 0, units: 2) == .above)
        // What always says the same is at chance, whatever rounding makes of it.
        #expect(ChanceTest.metric((0.1).nextUp, guess: 0.1, standardError: 0, units: 100) == .atOrBelow)
        #expect(ChanceTest.metric(1, guess: 1, standardError: 0, units: 100) == nil)
        #expect(ChanceTest.metric(.nan, guess: 0, standardError: 0, units: 100) == nil)
    }

    @Test(
        "labels off by one, in reverse and in any order are found, with the share that numpy counts",
        arguments: [
            (LabelTrials.Change.offset(1), [1, 2, 3, 4, 5, 6, 7]), (.offset(-1), [-1, 0, 1, 2, 3, 4, 5]),
            (.reversed, [6, 5, 4, 3, 2, 1, 0]), (.permuted([2, 0, 1, 5, 6, 3, 4]), [2, 0, 1, 5, 6, 3, 4]),
        ])
    func labels(change: LabelTrials.Change, order: [Int]) throws {
        var numbers = Numbers(state: 11)
        // Labels whose class the model has; one answer in ten is drawn.
        let labels = (0..<400).map { _ in Int(numbers.next()!) % 7 }.filter { (0..<7).contains(order[$0]) }
        let answers = labels.enumerated().map { $0 % 10 == 9 ? ($1 * 3 + $0) % 7 : order[$1] }
        let finding = try #require(
            LabelTrials.explanation(labels: labels.map(Int32.init), predictions: answers.map(Int32.init), classCount: 7)
        )
        #expect(finding.change == change)
        let right = zip(labels, answers).count { order[$0] == $1 }
        #expect(finding.right.successes == right && finding.right.trials == labels.count)
    }

    @Test("two classes that are swapped among ten are found where the others are right")
    func swappedAmongTen() throws {
        let labels = (0..<500).map { Int32($0 % 10) }
        let answers = labels.map { $0 == 3 ? Int32(8) : $0 == 8 ? 3 : $0 }
        let finding = try #require(LabelTrials.explanation(labels: labels, predictions: answers, classCount: 10))
        #expect(finding.change == .permuted([0, 1, 2, 8, 4, 5, 6, 7, 3, 9]))
        #expect(finding.right.share == 1)
    }

    @Test("guesses are explained by no order of the classes", arguments: 1...20)
    func guesses(seed: UInt64) {
        let drawn = drawn(60, classes: 10, seed: seed)
        #expect(
            LabelTrials.explanation(
                labels: drawn.labels.map(Int32.init), predictions: drawn.predictions.map(Int32.init), classCount: 10)
                == nil)
    }
}
