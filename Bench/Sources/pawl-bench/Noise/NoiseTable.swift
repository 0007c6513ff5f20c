import Foundation
import Records
import Statistics

/// The levels beside each other.
struct NoiseTable {
    let levels: [NoiseLevel]
    /// Pairs that were asked for.
    let gates: Int

    func text(asMarkdown: Bool) -> String {
        let quiet = levels.first { $0.load == 0 }.map(secondsPerPair)
        let rows = levels.flatMap { level in
            NoiseGates.Kind.allCases.map { kind -> [String] in
                let tally = level.tallies[kind] ?? NoiseLevel.Tally()
                let bound = Proportion(successes: tally.failed, trials: tally.count)?.upperBound(alpha: 0.05) ?? 1
                let cost = quiet.map { String(format: "%.1fx", secondsPerPair(level) / $0) } ?? "–"
                return [
                    kind.rawValue, "\(level.load)", String(format: "%.1f", mean(level.foreignCores)), "\(tally.count)",
                    "\(tally.failed)" + (kind.isKept ? " false" : " right"), "\(tally.passed)", "\(tally.undecided)",
                    kind.isKept ? String(format: "%.1f %%", bound * 100) : "–",
                    String(format: "%.2f s", secondsPerPair(level)), cost,
                ]
            }
        }
        let table = TextTable(
            header: [
                "gate", "load", "others' cores", "gates", "failed", "passed", "undecided", "false, at most", "a pair",
                "cost",
            ],
            rows: rows)
        let cut = levels.filter { $0.pairs < gates }.map {
            "load \($0.load) was ended after \($0.pairs) of \(gates) pairs"
        }
        let note = "false, at most: one-sided 95 % bound (Clopper and Pearson) of the rate of false alarms"
        return ([table.text(asMarkdown: asMarkdown), note] + cut).joined(separator: "\n\n")
    }

    private func secondsPerPair(_ level: NoiseLevel) -> Double { level.seconds / Double(max(level.pairs, 1)) }

    private func mean(_ values: [Double]) -> Double { Sample(values)?.mean ?? 0 }
}

enum Quantities {
    static func time(_ nanoseconds: Double) -> String { Quantity.text(nanoseconds, .time) }
}
