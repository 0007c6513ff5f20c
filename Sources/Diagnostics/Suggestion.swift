/// The closest of some known names to a misspelt one, for "did you mean" hints.
public enum Suggestion {
    /// Returns the known name with the smallest edit distance (Damerau-Levenshtein with adjacent transpositions),
    /// when it is close enough to be a slip of the finger: at most a third of the longer name's length, at least 1.
    public static func closest(to name: String, among known: some Sequence<String>) -> String? {
        // Nobody slips in a name this long; it would only cost time.
        guard name.count <= longestName else { return nil }
        let lowercased = name.lowercased()
        let ranked = known.map { (name: $0, distance: editDistance(lowercased, $0.lowercased())) }
            .min { ($0.distance, $0.name) < ($1.distance, $1.name) }
        guard let best = ranked else { return nil }
        return best.distance <= max(1, max(name.count, best.name.count) / 3) ? best.name : nil
    }

    /// A hint sentence: the suggestion, if one is close, and what is known.
    public static func hint(for name: String, among known: some Sequence<String>) -> String {
        let sorted = known.sorted()
        guard !sorted.isEmpty else { return "none are known" }
        let list = "known: " + sorted.joined(separator: ", ")
        guard let best = closest(to: name, among: sorted) else { return list }
        return "did you mean '\(best)'? \(list)"
    }

    private static let longestName = 200

    static func editDistance(_ left: String, _ right: String) -> Int {
        let a = Array(left.prefix(longestName)), b = Array(right.prefix(longestName))
        var beforePrevious = [Int](repeating: 0, count: b.count + 1)
        var previous = Array(0...b.count)
        for i in 0..<a.count {
            var current = [i + 1] + [Int](repeating: 0, count: b.count)
            for j in 0..<b.count {
                current[j + 1] = min(previous[j + 1] + 1, current[j] + 1, previous[j] + (a[i] == b[j] ? 0 : 1))
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
                    current[j + 1] = min(current[j + 1], beforePrevious[j - 1] + 1)
                }
            }
            (beforePrevious, previous) = (previous, current)
        }
        return previous[b.count]
    }
}
