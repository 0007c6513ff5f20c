/// Student's test of a mean, or a difference of means, whose variance is a sum of independently estimated parts.
///
///     SE² = Σ vᵢ,   degrees of freedom = (Σ vᵢ)² / Σ (vᵢ² / fᵢ),
///
/// vᵢ a part's estimate and fᵢ its degrees of freedom. One part is the ordinary t test, two are Welch's.
///
/// - Source: Satterthwaite, "An approximate distribution of estimates of variance components", Biometrics Bulletin 2 (1946);
///   Welch, "The generalization of 'Student's' problem when several different population variances are involved",
///   Biometrika 34 (1947).
public struct SatterthwaiteTest: MeanTest, Equatable {
    /// An estimate of a part of the mean's variance.
    public struct Part: Sendable, Equatable {
        /// At least 0, in the square of the mean's unit.
        public var variance: Double
        /// Above 0.
        public var degreesOfFreedom: Double

        public init(variance: Double, degreesOfFreedom: Double) {
            self.variance = variance
            self.degreesOfFreedom = degreesOfFreedom
        }
    }

    public let mean: Double
    public let standardError: Double
    public let degreesOfFreedom: Double

    /// - Returns: nil without a part, and for a value outside its domain.
    public init?(mean: Double, parts: [Part]) {
        guard !parts.isEmpty, mean.isFinite,
            parts.allSatisfy({ $0.variance >= 0 && $0.variance.isFinite && $0.degreesOfFreedom > 0 })
        else { return nil }
        let variance = parts.reduce(0) { $0 + $1.variance }
        let spread = parts.reduce(0) { $0 + $1.variance * $1.variance / $1.degreesOfFreedom }
        self.mean = mean
        standardError = variance.squareRoot()
        degreesOfFreedom =
            spread > 0 ? variance * variance / spread : parts.reduce(0) { $0 + $1.degreesOfFreedom }
    }

    /// The same test with its variance in one part.
    public init(_ test: some MeanTest) {
        mean = test.mean
        standardError = test.standardError
        degreesOfFreedom = test.degreesOfFreedom
    }

    /// Welch's test of the second mean less the first.
    public init?(from first: RunMean, to second: RunMean) {
        self.init(mean: second.mean - first.mean, parts: [first.part, second.part])
    }
}
