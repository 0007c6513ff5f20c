import TestSupport
import Testing

@testable import Diagnostics

@Suite(.hangLimit) struct SuggestionTests {
    /// Optimal string alignment distances, worked out by hand from the definition (Damerau 1964, Boytsov 2011).
    @Test(
        "The distance counts insertions, deletions, changes and swapped neighbours",
        arguments: [
            ("", "", 0), ("", "abc", 3), ("abc", "", 3), ("abc", "abc", 0), ("kitten", "sitting", 3), ("ab", "ba", 1),
            ("ca", "abc", 3), ("metric", "mertic", 1), ("threads", "thread", 1), ("\u{E9}", "e", 1),
        ])
    func distance(left: String, right: String, expected: Int) {
        #expect(Suggestion.editDistance(left, right) == expected)
        #expect(Suggestion.editDistance(right, left) == expected)
    }

    @Test(
        "A slip of the finger finds its name, anything else finds none",
        arguments: [
            ("metirc", "metric"), ("METRIC", "metric"), ("max_drp", "max_drop"), ("xyz", nil), ("", nil),
            ("entirely different", nil),
        ] as [(String, String?)])
    func closest(name: String, expected: String?) {
        #expect(Suggestion.closest(to: name, among: ["metric", "max_drop", "against"]) == expected)
    }

    @Test("Equally close names come in the order of the alphabet") func ties() {
        #expect(Suggestion.closest(to: "cot", among: ["cut", "cat"]) == "cat")
    }

    @Test("The hint lists what is known, sorted, with the suggestion first") func hints() {
        #expect(Suggestion.hint(for: "ort1", among: ["tvm", "ort"]) == "did you mean 'ort'? known: ort, tvm")
        #expect(Suggestion.hint(for: "zzz", among: ["tvm", "ort"]) == "known: ort, tvm")
        #expect(Suggestion.hint(for: "zzz", among: [String]()) == "none are known")
    }

    @Test("A name of any length costs little and suggests nothing") func longNames() {
        let long = String(repeating: "a", count: 1_000_000)
        #expect(Suggestion.closest(to: long, among: [String(repeating: "a", count: 200)]) == nil)
    }
}
