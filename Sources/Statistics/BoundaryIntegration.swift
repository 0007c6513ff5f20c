import Foundation

/// Finds the boundaries of a group sequential test by recursive numerical integration.
///
/// The density g_k of Z_k, restricted to the paths that no earlier look stopped, follows from the one before: with
/// Δ_k = τ_k − τ_{k−1},
///
///     g_1(z) = φ(z),
///     g_k(z) = ∫_{−∞}^{c_{k−1}} g_{k−1}(u) φ( (√τ_k z − √τ_{k−1} u) / √Δ_k ) √(τ_k / Δ_k) du,
///
/// and the probability to stop at look k for the first time is
///
///     ∫_{−∞}^{c_{k−1}} g_{k−1}(u) [ 1 − Φ( (√τ_k c_k − √τ_{k−1} u) / √Δ_k ) ] du.
///
/// Integrals are composite Simpson sums over the nodes of Jennison & Turnbull (2000), section 19.2, equation 19.10:
/// dense where the normal density lives, logarithmically sparser in the tails.
enum BoundaryIntegration {
    /// Weighted values of the sub-density at the nodes: Σ weight · g is its integral.
    private struct SubDensity {
        var nodes: [Double]
        /// Simpson weight times density.
        var masses: [Double]
    }

    /// Fineness of the grid, r in the book; 12 r − 3 nodes.
    private static let fineness = 16

    /// - Parameter spent: cumulative, same count as `informationShares`, ascending.
    static func criticalValues(informationShares shares: [Double], spent: [Double]) -> [Double] {
        var critical: [Double] = []
        var density: SubDensity?
        for index in shares.indices {
            let increment = index == 0 ? spent[0] : spent[index] - spent[index - 1]
            let value: Double
            if let density {
                let step = Step(from: shares[index - 1], to: shares[index])
                value = solve(increment) { step.exit(above: $0, density) }
            } else {
                value = increment > 0 ? -StandardNormal.quantile(increment) : .infinity
            }
            critical.append(value)
            if index + 1 < shares.count {
                let step = index == 0 ? nil : Step(from: shares[index - 1], to: shares[index])
                density = propagate(density, step, below: value)
            }
        }
        return critical
    }

    /// One increment of information.
    private struct Step {
        let scale: Double
        let drift: Double

        init(from: Double, to: Double) {
            scale = (to / (to - from)).squareRoot()
            drift = (from / (to - from)).squareRoot()
        }

        /// Probability to be at or above `boundary` after the step, and its derivative with a changed sign.
        func exit(above boundary: Double, _ density: SubDensity) -> (probability: Double, density: Double) {
            var probability = 0.0
            for (node, mass) in zip(density.nodes, density.masses) {
                probability += mass * StandardNormal.upperTail(scale * boundary - drift * node)
            }
            return (probability, self.density(at: boundary, density))
        }

        func density(at z: Double, _ density: SubDensity) -> Double {
            var sum = 0.0
            for (node, mass) in zip(density.nodes, density.masses) {
                let distance = scale * z - drift * node
                sum += mass * exp(-0.5 * distance * distance)
            }
            return sum * scale / (2 * Double.pi).squareRoot()
        }
    }

    /// The sub-density of the next look's starting points: what lies below the boundary.
    private static func propagate(_ previous: SubDensity?, _ step: Step?, below boundary: Double) -> SubDensity {
        let (nodes, weights) = grid(below: boundary)
        let masses = zip(nodes, weights).map { node, weight in
            guard let previous, let step else {
                return weight * exp(-0.5 * node * node) / (2 * Double.pi).squareRoot()
            }
            return weight * step.density(at: node, previous)
        }
        return SubDensity(nodes: nodes, masses: masses)
    }

    /// Nodes and Simpson weights on (−∞, boundary].
    private static func grid(below boundary: Double) -> (nodes: [Double], weights: [Double]) {
        let r = fineness
        var points: [Double] = []
        for i in 1..<(6 * r) {
            let point: Double =
                if i < r {
                    -3 - 4 * log(Double(r) / Double(i))
                } else if i <= 5 * r {
                    -3 + 3 * Double(i - r) / Double(2 * r)
                } else {
                    3 + 4 * log(Double(r) / Double(6 * r - i))
                }
            if point < boundary { points.append(point) }
        }
        if boundary.isFinite { points.append(boundary) }
        // A midpoint in each interval makes pairs of intervals for Simpson's rule.
        var nodes: [Double] = []
        var weights: [Double] = []
        for (low, high) in zip(points, points.dropFirst()) {
            let sixth = (high - low) / 6
            if nodes.isEmpty {
                nodes.append(low)
                weights.append(0)
            }
            weights[weights.count - 1] += sixth
            nodes += [low + (high - low) / 2, high]
            weights += [4 * sixth, sixth]
        }
        return (nodes, weights)
    }

    /// The boundary that is exceeded with probability `target`: Newton's steps within a shrinking bracket.
    private static func solve(
        _ target: Double, exit: (Double) -> (probability: Double, density: Double)
    ) -> Double {
        guard target > 0 else { return .infinity }
        // To exceed a boundary here for the first time is rarer than to exceed it here at all.
        var high = -StandardNormal.quantile(target)
        var low = min(high, 0) - 10
        var boundary = high
        for _ in 0..<100 {
            let (probability, density) = exit(boundary)
            if probability > target { low = boundary } else { high = boundary }
            // Newton on the logarithm: tails are nearly straight there, so a few steps suffice.
            var next =
                density > 0 && probability > 0
                ? boundary + log(probability / target) * probability / density : .nan
            if !(next > low && next < high) { next = low + (high - low) / 2 }
            if (next - boundary).magnitude < 1e-10 { return next }
            boundary = next
        }
        return boundary
    }
}
