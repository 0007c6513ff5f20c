import Statistics
import TestSupport
import Testing

@Suite(.hangLimit) struct MacroF1Tests {
    @Test("the value is scikit-learn's") func theValueIsScikitLearns() {
        // The example of f1_score's documentation: labels 0 1 2 0 1 2, predictions 0 2 1 0 0 1, macro 0.2666...
        var macroF1 = MacroF1(classCount: 3)
        for (label, prediction) in zip([0, 1, 2, 0, 1, 2], [0, 2, 1, 0, 0, 1]) {
            macroF1.add(label: label, prediction: prediction)
        }
        #expect(isClose(macroF1.value, 0.8 / 3))
    }

    @Test("a class that never occurs does not count, one that is only predicted does") func presentClasses() {
        // Class 0: TP 2, FN 1: 4/5. Class 7 is only predicted: 0. Classes 1 to 6 do not occur.
        var macroF1 = MacroF1(classCount: 8)
        macroF1.add(label: 0, prediction: 0, times: 2)
        macroF1.add(label: 0, prediction: 7)
        #expect(macroF1.presentClasses == 2)
        #expect(isClose(macroF1.value, 0.4))
        macroF1.removeAll()
        #expect(macroF1.value.isNaN)
    }

    @Test("the drop is the difference of the two sides, and moves only where answers differ") func dropIsADifference()
        throws
    {
        let labels: [Int32] = [0, 1, 2, 0, 1, 2]
        var drop = try #require(MacroF1Drop(labels: labels, baseline: labels, candidate: [0, 2, 1, 0, 0, 1]))
        let values = drop.values()
        #expect(values.baseline == 1)
        #expect(isClose(values.candidate, 0.8 / 3))
        #expect(isClose(try #require(estimate(drop)).value, 1 - 0.8 / 3))
        var same = try #require(
            MacroF1Drop(labels: labels, baseline: [0, 1, 1, 1, 1, 9], candidate: [0, 1, 1, 1, 1, 9]))
        #expect(try #require(estimate(same)) == (0, 0))
        #expect(same.contributions().isEmpty)
    }

    @Test("a contribution is what the drop loses when one answer is the baseline's again") func contributions() throws {
        let labels: [Int32] = [0, 0, 0, 1, 1, 2]
        let before: [Int32] = [0, 0, 0, 1, 1, 2]
        let after: [Int32] = [0, 0, 1, 1, 1, 3]
        var drop = try #require(MacroF1Drop(labels: labels, baseline: before, candidate: after))
        let found = drop.contributions()
        let whole = obviousMacroF1(labels, after)
        let expected = [2, 5].map { (sample: Int) -> Double in
            var undone = after
            undone[sample] = before[sample]
            return obviousMacroF1(labels, undone) - whole
        }
        #expect(found.count == 2)
        for (found, expected) in zip(found.sorted(), expected.sorted()) { #expect(isClose(found, expected)) }
    }

    @Test("lists of different lengths, and empty ones, are refused") func refusals() {
        #expect(MacroF1Drop(labels: [], baseline: [], candidate: []) == nil)
        #expect(MacroF1Drop(labels: [0], baseline: [0, 1], candidate: [0]) == nil)
        #expect(MacroF1Drop(labels: [0], baseline: [0], candidate: []) == nil)
    }

    @Test("the standard error is the delete-one jackknife's") func standardErrorIsTheJackknifes() throws {
        var generator = SeededGenerator(seed: 12)
        let n = 400
        let labels = (0..<n).map { _ in Int32.random(in: 0..<5, using: &generator) }
        func answers(wrong: Double) -> [Int32] {
            labels.map { Double.random(in: 0..<1, using: &generator) < wrong ? ($0 + 1) % 5 : $0 }
        }
        let before = answers(wrong: 0.1)
        let after = answers(wrong: 0.2)
        let found = try #require(estimate(MacroF1Drop(labels: labels, baseline: before, candidate: after)))
        let without = (0..<n).map { (left: Int) -> Double in
            let kept = (0..<n).filter { $0 != left }
            return obviousMacroF1(kept.map { labels[$0] }, kept.map { before[$0] })
                - obviousMacroF1(kept.map { labels[$0] }, kept.map { after[$0] })
        }
        let mean = without.reduce(0, +) / Double(n)
        let squares = without.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let jackknife = (squares * Double(n - 1) / Double(n)).squareRoot()
        #expect(isClose(found.standardError / jackknife, 1, within: 0.02))
        #expect(isClose(found.value, obviousMacroF1(labels, before) - obviousMacroF1(labels, after)))
    }

    /// By the definition, class by class.
    private func obviousMacroF1(_ labels: [Int32], _ predictions: [Int32]) -> Double {
        let classes = Set(labels).union(predictions)
        return classes.reduce(0.0) { sum, index in
            let pairs = zip(labels, predictions)
            let right = Double(pairs.count { $0 == index && $1 == index })
            let wrong = Double(pairs.count { ($0 == index) != ($1 == index) })
            return sum + 2 * right / (2 * right + wrong)
        } / Double(classes.count)
    }

    private func estimate(_ drop: MacroF1Drop?) -> (value: Double, standardError: Double)? {
        guard var drop else { return nil }
        return (0..<UInt32(drop.count)).map { $0 }.withUnsafeBufferPointer { drop.estimate($0) }
    }
}
