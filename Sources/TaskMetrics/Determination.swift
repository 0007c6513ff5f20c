/// Squared errors of some samples and the spread of their labels, output by output; its metric is R².
///
/// - Source: means and squared deviations are pooled as in Chan, Golub & LeVeque, "Updating formulae and a pairwise algorithm for
///   computing sample variances", Stanford STAN-CS-79-773 (1979), equations 2.1. Equal labels have squared deviations of exactly 0.
package struct Determination: PooledPart {
    private var errors: SquaredErrors
    private var samples = 0
    private var means: [Double]
    /// Sum of squared deviations of the labels from their mean.
    private var deviations: [Double]

    /// Without labels; they are pooled next.
    package init(errors: SquaredErrors, outputs: Int) {
        self.errors = errors
        means = [Double](repeating: 0, count: outputs)
        deviations = means
    }

    /// - Parameter labels: of one sample, one an output.
    package mutating func pool(labels: ArraySlice<Double>) {
        for (output, label) in labels.enumerated() { pool(output, samples: 1, mean: label, deviations: 0) }
        samples += 1
    }

    package mutating func pool(_ other: Determination) {
        for output in means.indices {
            pool(output, samples: other.samples, mean: other.means[output], deviations: other.deviations[output])
        }
        samples += other.samples
        errors.pool(other.errors)
    }

    private mutating func pool(_ output: Int, samples added: Int, mean: Double, deviations more: Double) {
        let share = Double(added) / Double(samples + added)
        let distance = mean - means[output]
        means[output] += distance * share
        deviations[output] += more + distance * distance * Double(samples) * share
    }

    package var metric: Double? {
        guard deviations.contains(where: { $0 > 0 }) else { return nil }
        let sum = deviations.indices.reduce(0.0) { sum, output in
            let error = errors.sums[output]
            guard deviations[output] > 0 else { return sum + (error == 0 ? 1 : 0) }
            return sum + 1 - error / deviations[output]
        }
        return sum / Double(deviations.count)
    }
}
