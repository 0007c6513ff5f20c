import Statistics
import TaskMetrics
import TestSupport
import Testing

@Suite(.hangLimit) struct SequenceMetricTests {
    @Test("Edits of characters and words are rapidfuzz's") func edits() {
        for known in MetricFixtures.known.texts {
            let errors = SequenceErrors(references: [known.reference], hypotheses: [known.hypothesis])
            #expect(errors.characterEdits == [known.characterEdits], "\(known)")
            #expect(errors.wordEdits == [known.wordEdits], "\(known)")
            #expect(errors.characterLengths == [known.reference.unicodeScalars.count])
            let withoutSpaces = SequenceErrors(
                references: [known.reference], hypotheses: [known.hypothesis], ignoringSpaces: true)
            #expect(withoutSpaces.characterEdits == [known.characterEditsWithoutSpaces], "\(known)")
            #expect(withoutSpaces.isExact == [known.characterEditsWithoutSpaces == 0])
            #expect(withoutSpaces.wordEdits == errors.wordEdits)
        }
    }

    @Test("Error rates are jiwer's") func rates() {
        for known in MetricFixtures.known.textRates {
            let errors = SequenceErrors(references: known.references, hypotheses: known.hypotheses)
            let units = JackknifeUnits(samples: known.references.count)
            #expect(isClose(errors.characterErrorRate(units: units)?.value, known.characterErrorRate), "\(known.name)")
            #expect(isClose(errors.wordErrorRate(units: units)?.value, known.wordErrorRate), "\(known.name)")
        }
    }

    @Test("Words invented for an empty text count; texts that are all empty have no rate") func emptyTexts() {
        let units = JackknifeUnits(samples: 2)
        let errors = SequenceErrors(references: ["", "one two"], hypotheses: ["three", "one two"])
        #expect(errors.wordErrorRate(units: units) == MetricEstimate(value: 0.5, valuesWithout: [0, nil]))
        let empty = SequenceErrors(references: ["", " "], hypotheses: ["a", ""])
        #expect(empty.wordErrorRate(units: units) == nil)
        #expect(empty.isExact == [false, false])
        #expect(SequenceErrors(references: [" "], hypotheses: [""], ignoringSpaces: true).isExact == [true])
    }

    @Test("Edit distance is symmetric, and that of the recursion that defines it", arguments: 0..<5)
    func obviousDistance(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        func list() -> [Int] {
            (0..<Int.random(in: 0...6, using: &generator)).map { _ in Int.random(in: 0...2, using: &generator) }
        }
        func distance(_ first: ArraySlice<Int>, _ second: ArraySlice<Int>) -> Int {
            guard let one = first.first, let other = second.first else { return first.count + second.count }
            let kept = distance(first.dropFirst(), second.dropFirst()) + (one == other ? 0 : 1)
            return min(kept, distance(first.dropFirst(), second) + 1, distance(first, second.dropFirst()) + 1)
        }
        for _ in 0..<20 {
            let first = list(), second = list()
            #expect(EditDistance.distance(first, second) == distance(first[...], second[...]))
            #expect(EditDistance.distance(first, second) == EditDistance.distance(second, first))
        }
    }

    /// Graves et al., ICML 2006, section 3.1: B(a-ab-) = B(-aa--abb) = aab.
    @Test("Best paths collapse as published") func bestPath() throws {
        let alphabet = ["-", "a", "b"]
        #expect(try CTCDecoding.greedy(indices: [1, 0, 1, 2, 0], blank: 0, alphabet: alphabet) == "aab")
        #expect(try CTCDecoding.greedy(indices: [0, 1, 1, 0, 0, 1, 2, 2], blank: 0, alphabet: alphabet) == "aab")
        #expect(try CTCDecoding.greedy(indices: [0, 0], blank: 0, alphabet: alphabet) == "")
        #expect(try CTCDecoding.greedy(indices: [0, 0, 2, 0, 1], blank: 2, alphabet: ["x", " ", ""]) == "xx ")
    }

    @Test("Indices are kept as they are up to the first blank") func symbolIndices() throws {
        let alphabet = ["", "a", "ß", "c"]
        #expect(try CTCDecoding.indices([1, 1, 2, 0, 3, 99], blank: 0, alphabet: alphabet) == "aaß")
        #expect(try CTCDecoding.indices([3], blank: 0, alphabet: alphabet) == "c")
        #expect(try CTCDecoding.indices([], blank: 0, alphabet: alphabet) == "")
    }

    @Test("An index without a symbol is refused by name", arguments: [3, -1] as [Int32]) func unknownSymbol(
        index: Int32
    ) {
        let alphabet = ["", "a", "b"]
        func isNamed(_ error: any Error) -> Bool {
            "\(error)".contains("symbol \(index), and the alphabet has 3 symbols")
        }
        #expect {
            try CTCDecoding.greedy(indices: [1, index], blank: 0, alphabet: alphabet)
        } throws: { isNamed($0) }
        #expect {
            try CTCDecoding.indices([1, index], blank: 0, alphabet: alphabet)
        } throws: { isNamed($0) }
    }
}
