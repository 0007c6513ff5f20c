import Statistics

/// Draws series that have no shift, or one, with noise of variance 1 about level 0.
struct SyntheticSeries {
    enum Noise: String, CaseIterable {
        case normal
        /// Student's t with 3 degrees of freedom, scaled to variance 1.
        case heavyTails = "t3"
        /// Normal; 2 % of the values have a normal error of eight times its deviation on top.
        case outliers
        /// Normal, rounded to multiples of two thirds of its deviation, and of ten sevenths.
        case rounded
        case roundedCoarsely = "rounded coarsely"
    }

    private var generator: SeededGenerator

    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
    }

    /// A stationary first-order autoregression, with the noise's innovations.
    ///
    /// - Parameters:
    ///   - correlation: within 0..<1.
    ///   - shift: added to the last `after` values.
    mutating func draw(
        _ noise: Noise = .normal, count: Int, correlation: Double, shift: Double = 0, after: Int = 0
    ) -> [Double] {
        let innovation = (1 - correlation * correlation).squareRoot()
        // Heavy-tailed innovations have no closed stationary law: 0.6⁴⁰ is nothing.
        let burnIn = 40
        var values: [Double] = []
        values.reserveCapacity(count)
        var value = 0.0
        for index in 0..<(count + burnIn) {
            value = correlation * value + innovation * drawInnovation(noise)
            if index >= burnIn { values.append(value) }
        }
        for index in values.indices {
            switch noise {
            case .outliers where Double.random(in: 0..<1, using: &generator) < 0.02:
                values[index] += 8 * StandardNormal.draw(using: &generator)
            case .rounded: values[index] = (values[index] * 1.5).rounded() / 1.5
            case .roundedCoarsely: values[index] = (values[index] * 0.7).rounded() / 0.7
            case .normal, .heavyTails, .outliers: break
            }
            if index >= count - after { values[index] += shift }
        }
        return values
    }

    private mutating func drawInnovation(_ noise: Noise) -> Double {
        let normal = StandardNormal.draw(using: &generator)
        guard noise == .heavyTails else { return normal }
        let chiSquare = (0..<3).reduce(0.0) { sum, _ in
            let one = StandardNormal.draw(using: &generator)
            return sum + one * one
        }
        // The variance of t with 3 degrees of freedom is 3.
        return normal / chiSquare.squareRoot()
    }
}
