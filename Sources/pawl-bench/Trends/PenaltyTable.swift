import Foundation
import Statistics

/// Draws the table of `LevelShiftPenalty` again: quantiles of the critical penalty of series without a shift.
///
/// For each length and correlation the largest quantile over all kinds of noise; heavy tails count at correlation 0 alone, for a large
/// innovation that decays is itself a short level.
enum PenaltyTable {
    static let usage = """
        Usage: pawl-bench penalties [--series N] [--lengths N,N,...]

        Draws again, by simulation, the penalties of the search for level shifts (Sources/Statistics/LevelShiftPenalty.swift): for
        each length and correlation the quantiles 0.95 and 0.99 of the smallest penalty with which a series without a
        shift is left whole. N series of each kind of noise (4000; fewer of more than 200 values).
        """

    static func run(_ arguments: [String]) throws {
        var options = CommandOptions(arguments)
        let seriesCount = Int(try options.number("--series", in: 100...1_000_000) ?? 4000)
        let lengths = try options.numbers("--lengths") ?? [8, 12, 20, 50, 100, 200, 500, 1000, 2000]
        _ = try options.rest()
        for length in lengths {
            let count = Int(length)
            guard count >= 6, count <= 5000 else {
                throw TraceError.wrongArgument("--lengths cannot have \(count)", hint: "lengths from 6 to 5000")
            }
            let repetitions = count <= 200 ? seriesCount : seriesCount * 200 / count
            for correlation in [0, 0.3, 0.6] {
                print(row(count, correlation, repetitions: max(repetitions, 100)))
            }
        }
    }

    private static func row(_ count: Int, _ correlation: Double, repetitions: Int) -> String {
        var cells: [String] = []
        var largest = (0.0, 0.0)
        for (index, noise) in SyntheticSeries.Noise.allCases.enumerated() {
            var draws = SyntheticSeries(seed: UInt64(count * 100 + index * 10) + UInt64(correlation * 10))
            let penalties = (0..<repetitions).compactMap { _ in
                Sample(draws.draw(noise, count: count, correlation: correlation)).map {
                    LevelShiftCalibration().criticalPenalty($0)
                }
            }
            // What rounding made constant but for a jump or two has no noise, and has shifts.
            .filter { $0 < 1e6 }
            guard let sorted = Sample(penalties)?.sorted else { continue }
            let quantiles = (sorted.quantile(0.95), sorted.quantile(0.99))
            cells.append("\(noise.rawValue) " + text(quantiles))
            if noise != .heavyTails || correlation == 0 {
                largest = (max(largest.0, quantiles.0), max(largest.1, quantiles.1))
            }
        }
        return "\(count) values, rho \(correlation): \(text(largest))  (" + cells.joined(separator: ", ") + ")"
    }

    private static func text(_ quantiles: (Double, Double)) -> String {
        String(format: "%.1f / %.1f", quantiles.0, quantiles.1)
    }
}
