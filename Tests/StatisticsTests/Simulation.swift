import Foundation
import Statistics
import Testing

/// Draws for coverage simulations; every use names its seed.
struct Simulation {
    private var generator: SeededGenerator

    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
    }

    mutating func normal() -> Double { StandardNormal.draw(using: &generator) }

    mutating func normals(_ count: Int) -> [Double] { (0..<count).map { _ in normal() } }
}

func isClose(_ value: Double, _ expected: Double, within tolerance: Double = 1e-9) -> Bool {
    (value - expected).magnitude <= tolerance
}

func sample(_ values: [Double]) throws -> Sample { try #require(Sample(values)) }

func tTest(_ values: [Double]) throws -> OneSampleTTest { try #require(OneSampleTTest(try sample(values))) }
