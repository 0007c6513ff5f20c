import CSystem
import Foundation
import Statistics

/// Whether trends cry wolf, what they find, and how long that takes; beside Apache Otava's rule on the same series.
struct TrendBenchmark {
    /// With the package apache-otava, to hold `OtavaRule` against it; nil to go without.
    var python: String?
    var seriesCount = 4000
    var progress: (String) -> Void

    private static let correlations = [0, 0.3, 0.6]

    func run() throws -> [BenchmarkLine] {
        let rates = TrendRates(seriesCount: seriesCount)
        let agreement = try python.map { [try OtavaPackage(python: $0).agreement()] } ?? []
        progress("the p-value with which Otava's rule errs in 5 % of series ...")
        let strictPValue = strictPValue(rates)
        return agreement + falsePoints(rates) + detection(rates, strictPValue) + roughDetection(rates) + times()
    }

    private func falsePoints(_ rates: TrendRates) -> [BenchmarkLine] {
        Self.correlations.flatMap { correlation -> [BenchmarkLine] in
            progress("false points at rho \(correlation) ...")
            let pawl = rates.falseShare(TrendRates.pawl, correlation: correlation)
            let otava = rates.falseShare(TrendRates.otava(), correlation: correlation)
            let subject = "trends: of 200 points, rho \(correlation), without a shift"
            return [
                .atMost(5, "\(subject): one found, \(margin(rates, pawl))", percent(pawl), "%"),
                .told("\(subject): Otava's rule, \(margin(rates, otava))", percent(otava), "%"),
            ]
        }
    }

    private func detection(_ rates: TrendRates, _ strictPValue: Double) -> [BenchmarkLine] {
        var lines: [BenchmarkLine] = []
        for correlation in Self.correlations {
            for shift in [3, 2, 1.5] {
                for after in [3, 10, 20] {
                    progress("a shift of \(shift) sd, \(after) points of it, rho \(correlation) ...")
                    func found(_ rule: TrendRates.Rule) -> Double {
                        rates.foundShare(rule, shift: shift, after: after, correlation: correlation)
                    }
                    let pawl = found(TrendRates.pawl), otava = found(TrendRates.otava())
                    let subject = "trends: \(shift) sd, \(after) points after it, rho \(correlation)"
                    let name = "\(subject): found, \(margin(rates, pawl))"
                    // Two shares over the same series: twice the error of their difference, taken as if they were independent.
                    let allowed = 2 * (pow(rates.error(pawl), 2) + pow(rates.error(otava), 2)).squareRoot()
                    lines.append(
                        correlation == 0 && shift == 3 && after == 3
                            ? .atLeast(percent(otava - allowed), name, percent(pawl), "%")
                            : .told(name, percent(pawl), "%"))
                    lines.append(.told("\(subject): Otava's rule, \(margin(rates, otava))", percent(otava), "%"))
                    guard correlation == 0 else { continue }
                    let strict = found(TrendRates.otava(strictPValue))
                    lines.append(
                        .told(
                            "\(subject): Otava's with p \(strictPValue), \(margin(rates, strict))", percent(strict), "%"
                        ))
                }
            }
        }
        return lines
    }

    /// With three values there is no telling a step from one that an odd value before it belongs to: the place is off, the shift is not.
    private func roughDetection(_ rates: TrendRates) -> [BenchmarkLine] {
        progress("a shift of 3 sd, 3 points of it, place within ten ...")
        func found(_ rule: TrendRates.Rule) -> Double {
            rates.foundShare(rule, shift: 3, after: 3, correlation: 0, reach: 10)
        }
        let pawl = found(TrendRates.pawl), otava = found(TrendRates.otava())
        let subject = "trends: 3 sd, 3 points after it, place within ten"
        return [
            .told("\(subject): found, \(margin(rates, pawl))", percent(pawl), "%"),
            .told("\(subject): Otava's rule, \(margin(rates, otava))", percent(otava), "%"),
        ]
    }

    /// The largest of some p-values with which Otava's rule finds a point in at most 5 % of independent series.
    private func strictPValue(_ rates: TrendRates) -> Double {
        let candidates = [0.0005, 0.0004, 0.0003, 0.0002, 0.00015, 0.0001]
        return candidates.first { rates.falseShare(TrendRates.otava($0), correlation: 0) <= 0.05 } ?? 0.00005
    }

    private func times() -> [BenchmarkLine] {
        var draws = SyntheticSeries(seed: 3)
        func series(_ index: Int, _ count: Int) -> Sample? {
            let after = index.isMultiple(of: 2) ? 0 : count / 3
            return Sample(draws.draw(count: count, correlation: 0.3, shift: 3, after: after))
        }
        progress("1,000 points ...")
        let long = (0..<51).compactMap { series($0, 1000) }
        let milliseconds = long.map { series in seconds { _ = LevelShiftSearch().segment(series) } * 1000 }
        progress("10,000 series of 365 points ...")
        let year = (0..<10_000).compactMap { series($0, 365) }
        let all = seconds { for series in year { _ = LevelShiftSearch().segment(series) } }
        return [
            .atMost(5, "trends: 1,000 points, median of 51 series", milliseconds.sorted()[25], "ms"),
            .atMost(60, "trends: 10,000 series of 365 points", all, "s"),
        ]
    }

    private func seconds(_ work: () -> Void) -> Double {
        let start = pawl_monotonic_raw_nanoseconds()
        work()
        return Double(pawl_monotonic_raw_nanoseconds() - start) / 1e9
    }

    private func percent(_ share: Double) -> Double { share * 100 }
    private func margin(_ rates: TrendRates, _ share: Double) -> String {
        String(format: "±%.1f", 2 * percent(rates.error(share)))
    }
}
