import Suites
import TestSupport
import Testing

@Suite(.hangLimit) struct GlobPatternTests {
    @Test(
        "A pattern fits the whole name or nothing",
        arguments: [
            ("", "", true), ("", "a", false), ("*", "", true), ("*", "anything", true), ("?", "", false),
            ("?", "a", true),
            ("int8*", "int8-qdq", true), ("int8*", "xint8", false), ("int8", "int8-qdq", false),
            ("*qdq", "int8-qdq", true),
            ("*a*b*", "xxaxxbxx", true), ("*a*b*", "xxbxxaxx", false), ("a?c", "abc", true), ("a?c", "ac", false),
            ("**", "ab", true), ("*?", "", false), ("a*?b", "ab", false), ("a*?b", "axb", true), ("A", "a", false),
            ("file*/int?", "filetype/int8", true), ("[ab]", "a", false), ("a.c", "abc", false), ("?", "\u{E9}", true),
            ("*ab", "aab", true), ("*aab", "aaab", true), ("*a", "ab", false),
        ])
    func fits(pattern: String, name: String, expected: Bool) {
        #expect(GlobPattern(pattern).matches(name) == expected)
    }

    /// The definition, word by word; exponential.
    private func obvious(_ pattern: Substring, _ name: Substring) -> Bool {
        guard let first = pattern.first else { return name.isEmpty }
        if first == "*" {
            return obvious(pattern.dropFirst(), name) || (!name.isEmpty && obvious(pattern, name.dropFirst()))
        }
        guard let letter = name.first, first == "?" || first == letter else { return false }
        return obvious(pattern.dropFirst(), name.dropFirst())
    }

    @Test("Every pattern up to four signs fits every name up to five letters as the definition says")
    func matchesTheDefinition() {
        func words(_ alphabet: String, upTo length: Int) -> [String] {
            var words = [""], last = [""]
            for _ in 0..<length {
                last = last.flatMap { word in alphabet.map { word + String($0) } }
                words += last
            }
            return words
        }
        let names = words("ab", upTo: 5)
        for pattern in words("ab*?", upTo: 4) {
            let glob = GlobPattern(pattern)
            for name in names where glob.matches(name) != obvious(pattern[...], name[...]) {
                Issue.record("'\(pattern)' and '\(name)'")
            }
        }
    }

    @Test("Many stars do not take long") func manyStars() {
        let pattern = GlobPattern(String(repeating: "*a", count: 200) + "b")
        #expect(!pattern.matches(String(repeating: "a", count: 2000)))
    }
}
