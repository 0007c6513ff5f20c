import Statistics
import TaskMetrics
import Testing

/// The jackknife as its definition says it: the metric again for each unit, without the unit.
enum SlowJackknife {
    /// - Parameter metric: of the samples that are kept; nil where it is undefined.
    static func estimate(_ units: JackknifeUnits, _ metric: ([Int]) -> Double?) -> MetricEstimate? {
        guard let value = metric(Array(0..<units.samples)) else { return nil }
        let valuesWithout = (0..<units.count).map { unit -> Double? in
            let kept = (0..<units.samples).filter { units.unit(of: $0) != unit }
            return kept.isEmpty ? nil : metric(kept)
        }
        return MetricEstimate(value: value, valuesWithout: valuesWithout)
    }

    /// Holds a fast estimate against the slow one.
    static func check(
        _ fast: MetricEstimate?, _ units: JackknifeUnits, tolerance: Double = 1e-9,
        sourceLocation: SourceLocation = #_sourceLocation, metric: ([Int]) -> Double?
    ) {
        guard let slow = estimate(units, metric), let fast else {
            #expect(fast == nil && estimate(units, metric) == nil, sourceLocation: sourceLocation)
            return
        }
        #expect(isClose(fast.value, slow.value, tolerance), sourceLocation: sourceLocation)
        #expect(fast.pseudoValues.count == units.count, sourceLocation: sourceLocation)
        for (unit, (found, expected)) in zip(fast.pseudoValues, slow.pseudoValues).enumerated() {
            #expect(isClose(found, expected, tolerance), "unit \(unit)", sourceLocation: sourceLocation)
        }
    }

    /// A unit a sample, groups of uneven size, sequences, and all in one.
    static func unitsToTry(samples: Int, seed: UInt64) -> [JackknifeUnits] {
        var generator = SeededGenerator(seed: seed)
        var sequence: Int32 = -3
        let sequences = (0..<samples).map { _ in
            sequence += Int32.random(in: 0...2, using: &generator) / 2 * 5
            return sequence
        }
        return [
            JackknifeUnits(samples: samples), JackknifeUnits(samples: samples, limit: 7),
            JackknifeUnits(sequences: sequences), JackknifeUnits(samples: samples, limit: 1),
        ]
    }
}

/// Relative to the larger of 1 and the expected number.
func isClose(_ found: Double?, _ expected: Double?, _ tolerance: Double = 1e-12) -> Bool {
    guard let found, let expected else { return found == nil && expected == nil }
    return abs(found - expected) <= tolerance * max(1, abs(expected))
}
