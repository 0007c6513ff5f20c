import Statistics

/// Welch's t test of two means, two-sided.
///
/// t = (m₂ - m₁) / √(v₁/n₁ + v₂/n₂), with (v₁/n₁ + v₂/n₂)² / ((v₁/n₁)²/(n₁-1) + (v₂/n₂)²/(n₂-1)) degrees of freedom;
/// variances with divisor n - 1.
///
/// - Source: Welch, "The generalization of 'Student's' problem when several different population variances are
///   involved", Biometrika 34 (1947). So does hyperfine's `scripts/welch_ttest.py`.
struct WelchTest: SampleTest {
    var alpha = 0.05
    var name: String { "Welch t" }

    func decide(baseline: [Double], candidate: [Double]) -> Ruling.Decision {
        guard let result = Self.compare(baseline, candidate) else {
            return mean(candidate) > mean(baseline) ? .fail : mean(candidate) < mean(baseline) ? .faster : .pass
        }
        guard result.pValue < alpha else { return .pass }
        return result.t > 0 ? .fail : .faster
    }

    /// Nil when neither sample varies.
    static func compare(
        _ first: [Double], _ second: [Double]
    ) -> (t: Double, degreesOfFreedom: Double, pValue: Double)? {
        guard let a = Sample(first), let b = Sample(second), let sa = a.standardDeviation, let sb = b.standardDeviation
        else { return nil }
        let va = sa * sa / Double(a.count), vb = sb * sb / Double(b.count)
        guard va + vb > 0 else { return nil }
        let t = (b.mean - a.mean) / (va + vb).squareRoot()
        let degrees = (va + vb) * (va + vb) / (va * va / Double(a.count - 1) + vb * vb / Double(b.count - 1))
        return (t, degrees, 2 * StudentT(degreesOfFreedom: degrees).upperTail(abs(t)))
    }
}
