/// Levenshtein's distance.
public enum EditDistance {
    /// The fewest insertions, deletions and substitutions, each counting 1, that make one list of the other.
    ///
    /// - Complexity: O(n m) time; memory for one row of the shorter list.
    /// - Source: Wagner & Fischer, "The string-to-string correction problem", Journal of the ACM 21 (1974).
    public static func distance<Element: Equatable>(_ first: [Element], _ second: [Element]) -> Int {
        let (long, short) = first.count >= second.count ? (first, second) : (second, first)
        // row[j]: distance of the elements of `long` so far to the first j of `short`.
        var row = Array(0...short.count)
        for (index, element) in long.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for column in short.indices {
                let substituted = diagonal + (short[column] == element ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(substituted, diagonal + 1, row[column] + 1)
            }
        }
        return row[short.count]
    }
}
