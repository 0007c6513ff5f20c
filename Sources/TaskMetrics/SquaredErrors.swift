/// Sums of squared errors of some samples, output by output; its metric is RMSE.
package struct SquaredErrors: PooledPart {
    private(set) var samples = 0
    private(set) var sums: [Double]

    package init(outputs: Int) {
        sums = [Double](repeating: 0, count: outputs)
    }

    package mutating func pool(_ other: SquaredErrors) {
        samples += other.samples
        for output in sums.indices { sums[output] += other.sums[output] }
    }

    package var metric: Double? {
        guard samples > 0 else { return nil }
        return sums.reduce(0) { $0 + ($1 / Double(samples)).squareRoot() } / Double(sums.count)
    }

    /// One a unit, of [n, outputs] in rows.
    package static func parts(
        labels: [Double], predictions: [Double], outputs: Int, units: JackknifeUnits
    ) -> [SquaredErrors] {
        (0..<units.count).map { unit in
            var part = SquaredErrors(outputs: outputs)
            let samples = units.samples(of: unit)
            part.samples = samples.count
            for sample in samples {
                for output in 0..<outputs {
                    let error = predictions[sample * outputs + output] - labels[sample * outputs + output]
                    part.sums[output] += error * error
                }
            }
            return part
        }
    }
}
