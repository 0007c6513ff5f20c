import Statistics

/// The mean of one number a sample: accuracy of zeros and ones, cosine similarity, absolute error.
public enum MeanMetric {
    /// - Parameter values: one a sample, finite.
    /// - Returns: the mean over samples. With a unit a sample the pseudo-values are exactly `values`.
    /// - Precondition: as many numbers as samples.
    /// - Complexity: O(n).
    public static func estimate(_ values: [Double], units: JackknifeUnits) -> MetricEstimate {
        precondition(values.count == units.samples, "one number a sample")
        let ones = [Double](repeating: 1, count: values.count)
        guard let estimate = RatioMetric.estimate(numerators: values, denominators: ones, units: units) else {
            preconditionFailure("units have samples")
        }
        return estimate
    }

    /// The share of samples that are right.
    public static func estimate(_ isRight: [Bool], units: JackknifeUnits) -> MetricEstimate {
        estimate(isRight.map { $0 ? 1 : 0 }, units: units)
    }
}

/// A sum over samples divided by another, such as all errors by all reference words.
public enum RatioMetric {
    /// sum(numerators) / sum(denominators).
    ///
    /// - Parameters:
    ///   - numerators: one a sample, finite.
    ///   - denominators: one a sample, finite and not negative.
    /// - Returns: nil when the denominators' sum is 0. With a unit a sample and denominators of 1 the pseudo-values are exactly
    ///   the numerators.
    /// - Precondition: as many numbers as samples.
    /// - Complexity: O(n).
    public static func estimate(
        numerators: [Double], denominators: [Double], units: JackknifeUnits
    ) -> MetricEstimate? {
        precondition(numerators.count == units.samples && denominators.count == units.samples, "one number a sample")
        if units.count == units.samples, denominators.allSatisfy({ $0 == 1 }) {
            // A mean, without the rounding of the way round.
            return MetricEstimate(
                value: numerators.reduce(0, +) / Double(numerators.count), pseudoValues: numerators)
        }
        let parts = (0..<units.count).map { unit in
            var part = Part()
            for sample in units.samples(of: unit) {
                part.numerator += numerators[sample]
                part.denominator += denominators[sample]
            }
            return part
        }
        return MetricEstimate(pooling: parts)
    }

    package struct Part: PooledPart {
        package var numerator = 0.0
        package var denominator = 0.0

        package mutating func pool(_ other: Part) {
            numerator += other.numerator
            denominator += other.denominator
        }

        package var metric: Double? { denominator > 0 ? numerator / denominator : nil }
    }
}

/// Macro F1 with pseudo-values; the definition is `MacroF1`'s.
public enum MacroF1Metric {
    /// - Parameters:
    ///   - labels: right class of each sample, 0 ..< classCount.
    ///   - predictions: predicted class of each sample, 0 ..< classCount.
    /// - Precondition: as many classes as samples, each in range.
    /// - Complexity: O(n + G c), c the classes that occur.
    public static func estimate(
        labels: [Int32], predictions: [Int32], classCount: Int, units: JackknifeUnits
    ) -> MetricEstimate {
        precondition(labels.count == units.samples && predictions.count == units.samples, "one class a sample")
        // Only classes that occur are counted: a model of a million classes costs what the samples use of them.
        var classes = [Int32](repeating: -1, count: classCount)
        var present = 0
        func rank(_ index: Int32) -> Int {
            if classes[Int(index)] < 0 {
                classes[Int(index)] = Int32(present)
                present += 1
            }
            return Int(classes[Int(index)])
        }
        let pairs = zip(labels, predictions).map { (label: rank($0), prediction: rank($1)) }
        var macroF1 = MacroF1(classCount: present)
        for pair in pairs { macroF1.add(label: pair.label, prediction: pair.prediction) }
        let value = macroF1.value
        let valuesWithout = (0..<units.count).map { unit -> Double? in
            let samples = units.samples(of: unit)
            for pair in pairs[samples] { macroF1.add(label: pair.label, prediction: pair.prediction, times: -1) }
            defer { for pair in pairs[samples] { macroF1.add(label: pair.label, prediction: pair.prediction) } }
            return samples.count < units.samples ? macroF1.value : nil
        }
        return MetricEstimate(value: value, valuesWithout: valuesWithout)
    }
}
