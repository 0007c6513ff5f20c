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
        shift is left whole; and those of the ratio of likelihoods of its best step (StepLikelihood.swift). N series of each kind of
        noise (4000; fewer of more than 200 values).
        """

    static func run(_ arguments: [String]) throws {
        var options = CommandOptions(arguments)
        let seriesCount = Int(try options.number("--series", in: 100...1_000_000) ?? 4000)
        let lengths =
            try options.numbers("--lengths") ?? [5, 6, 7, 8, 10, 12, 16, 20, 30, 50, 100, 200, 500, 1000, 2000]
        _ = try options.rest()
        for length in lengths {
            let count = Int(length)
            guard count >= 5, count <= 5000 else {
                throw TraceError.wrongArgument("--lengths cannot have \(count)", hint: "lengths from 5 to 5000")
            }
            let repetitions = count <= 200 ? seriesCount : seriesCount * 200 / count
            for correlation in [0, 0.3, 0.6] {
                print(row(count, correlation, repetitions: max(repetitions, 100)))
            }
        }
    }

    private static func row(_ count: Int, _ correlation: Double, repetitions: Int) -> String {
        var cells: [String] = []
        var largest = (0.0, 0.0), largestRatio = (0.0, 0.0)
        for (index, noise) in SyntheticSeries.Noise.allCases.enumerated() {
            var draws = SyntheticSeries(seed: UInt64(count * 100 + index * 10) + UInt64(correlation * 10))
            let series = (0..<repetitions).compactMap { _ in
                Sample(draws.draw(noise, count: count, correlation: correlation))
            }
            let calibration = LevelShiftCalibration()
            // What rounding made constant but for a jump or two has no noise, and has shifts.
            let kept = series.map { (penalty: calibration.criticalPenalty($0), ratio: calibration.stepRatio($0)) }
                .filter { $0.penalty < 1e6 }
            guard let penalties = Sample(kept.map(\.penalty))?.sorted, let ratios = Sample(kept.map(\.ratio))?.sorted
            else { continue }
            let quantiles = (penalties.quantile(0.95), penalties.quantile(0.99))
            let ratioQuantiles = (ratios.quantile(0.95), ratios.quantile(0.99))
            cells.append("\(noise.rawValue) " + text(quantiles) + " and " + text(ratioQuantiles))
            if noise != .heavyTails || correlation == 0 {
                largest = (max(largest.0, quantiles.0), max(largest.1, quantiles.1))
                largestRatio = (max(largestRatio.0, ratioQuantiles.0), max(largestRatio.1, ratioQuantiles.1))
            }
        }
        return "\(count) values, rho \(correlation): penalty \(text(largest)), step \(text(largestRatio))  ("
            + cells.joined(separator: ", ") + ")"
    }

    private static func text(_ quantiles: (Double, Double)) -> String {
        String(format: "%.1f / %.1f", quantiles.0, quantiles.1)
    }
}
