/// Bonferroni's correction among tests of which some can never reject, whatever the data.
///
/// A test of few yes-no outcomes has a smallest p-value that it can reach. Where that lies above the level, the test makes no error
/// of the first kind, and the others need not share the level with it. With K the smallest k for which at most k tests can reach
/// α / k, each is tested at α / K, and any of them rejects wrongly with a probability of at most α, however they depend on
/// each other.
///
/// - Source: Tarone, "A modified Bonferroni method for discrete data", Biometrics 46 (1990), 515-522.
public enum DiscreteBonferroni {
    /// K, at least 1 and at most the number of tests.
    ///
    /// - Parameters:
    ///   - smallestPValues: what each test's p-value can be at least, from what is known before its outcomes are.
    ///   - alpha: of all together, in (0, 1).
    /// - Complexity: O(n log n).
    public static func divisor(smallestPValues: [Double], alpha: Double) -> Int {
        let sorted = smallestPValues.sorted()
        var reaching = sorted.count { $0 <= alpha }
        var divisor = 1
        while divisor < reaching {
            divisor += 1
            while reaching > 0, sorted[reaching - 1] > alpha / Double(divisor) { reaching -= 1 }
        }
        return divisor
    }
}
