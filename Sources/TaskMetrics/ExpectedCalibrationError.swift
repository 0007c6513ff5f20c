import Records

/// How far a classifier's confidence is from how often it is right.
///
/// ECE = sum over bins of |B| / n * |acc(B) - conf(B)|, over bins of equal width ((b - 1) / bins, b / bins]; confidence 0 is in
/// the first. acc is the share of correct predictions in the bin, conf the mean confidence.
///
/// - Source: Naeini, Cooper & Hauskrecht, "Obtaining well calibrated probabilities using Bayesian binning", AAAI 2015; Guo,
///   Pleiss, Sun & Weinberger, "On calibration of modern neural networks", ICML 2017, equations 2 and 3.
public enum ExpectedCalibrationError {
    /// - Parameters:
    ///   - confidences: the probability of the predicted class of each sample. Numbers a little outside 0 ... 1 (rounding)
    ///     count in the first or last bin.
    ///   - isRight: whether the predicted class is the label.
    ///   - bins: at least 1.
    /// - Returns: 0 ... 1, lower is better.
    /// - Precondition: one of each a sample; confidences are finite.
    /// - Complexity: O(n + G bins).
    public static func estimate(
        confidences: [Double], isRight: [Bool], bins: Int = 15, units: JackknifeUnits
    ) -> MetricEstimate {
        precondition(confidences.count == units.samples && isRight.count == units.samples, "one number a sample")
        precondition(bins > 0, "a bin is needed")
        let parts = (0..<units.count).map { unit in
            var part = Part(excess: [Double](repeating: 0, count: bins))
            for sample in units.samples(of: unit) {
                let confidence = min(max(confidences[sample], 0), 1)
                let bin = max(Int(saturating: (confidence * Double(bins)).rounded(.up)) - 1, 0)
                part.excess[bin] += confidences[sample] - (isRight[sample] ? 1 : 0)
                part.samples += 1
            }
            return part
        }
        guard let estimate = MetricEstimate(pooling: parts) else { preconditionFailure("units have samples") }
        return estimate
    }

    private struct Part: PooledPart {
        /// Sum of confidence - right over the samples of each bin.
        package var excess: [Double]
        package var samples = 0

        package mutating func pool(_ other: Part) {
            for bin in excess.indices { excess[bin] += other.excess[bin] }
            samples += other.samples
        }

        package var metric: Double? {
            samples > 0 ? excess.reduce(0) { $0 + abs($1) } / Double(samples) : nil
        }
    }
}
