import Foundation
import Statistics

/// Draws series whose course is known: levels, lines, walks, cycles; noise of variance 1 where there is a level.
struct CourseSeries {
    private var generator: SeededGenerator
    private var noise: SyntheticSeries

    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
        noise = SyntheticSeries(seed: seed &+ 0x5DEE_CE66)
    }

    mutating func level(_ count: Int, correlation: Double) -> [Double] {
        guard correlation > 0.7 else { return noise.draw(count: count, correlation: correlation) }
        // Forty values do not forget the first one here: begin in the stationary law.
        var value = normal()
        return (0..<count).map { _ in
            value = correlation * value + (1 - correlation * correlation).squareRoot() * normal()
            return value
        }
    }

    /// A sum of independent steps of variance 1, with independent noise on top.
    mutating func walk(_ count: Int, noise: Double = 0) -> [Double] {
        var value = 0.0
        return (0..<count).map { _ in
            value += normal()
            return value + noise * normal()
        }
    }

    /// A sine of an amplitude of three deviations with a random phase.
    mutating func cycle(_ count: Int, period: Double, correlation: Double) -> [Double] {
        let phase = Double.random(in: 0..<(2 * .pi), using: &generator)
        return level(count, correlation: correlation).enumerated().map {
            $1 + 3 * sin(phase + 2 * .pi * Double($0) / period)
        }
    }

    /// Two values of seven lie three deviations lower.
    mutating func week(_ count: Int, correlation: Double) -> [Double] {
        level(count, correlation: correlation).enumerated().map { $1 - ($0 % 7 >= 5 ? 3 : 0) }
    }

    /// One level with single values that are unlike the others, or written down coarsely.
    mutating func level(_ count: Int, of kind: SyntheticSeries.Noise, correlation: Double) -> [Double] {
        noise.draw(kind, count: count, correlation: correlation)
    }

    /// As measured by two machines, the slower one by five deviations, of which each takes a night by chance.
    mutating func machines(_ count: Int) -> [Double] {
        level(count, correlation: 0).map { Double.random(in: 0..<1, using: &generator) < 0.4 ? $0 + 5 : $0 }
    }

    /// Three times as noisy from the middle on.
    mutating func noisier(_ count: Int, correlation: Double) -> [Double] {
        level(count, correlation: correlation).enumerated().map { $0 < count / 2 ? $1 : 3 * $1 }
    }

    /// From 0 to `rise` over the first `share` of the values, and level from there on; a step on top from the middle on.
    mutating func line(
        _ count: Int, rise: Double, correlation: Double, share: Double = 1, step: Double = 0
    ) -> [Double] {
        let length = share * Double(count - 1)
        return level(count, correlation: correlation).enumerated().map {
            $1 + rise * min(1, Double($0) / length) + ($0 >= count / 2 ? step : 0)
        }
    }

    private mutating func normal() -> Double { StandardNormal.draw(using: &generator) }
}
