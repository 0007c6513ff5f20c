import Foundation
import Statistics

/// How often lines are told where there are none, and where there are.
enum CourseGrid {
    static let usage = """
        Usage: pawl-bench courses [--series N] [--lengths N,N,...]

        Simulates series without a line (levels, autoregressions up to a correlation of 0.98, random walks, weeks, cycles) and with
        one (in noise, beside a step, ending in a plateau), and prints the tables of docs/method.md: the share of N series
        (500; fewer of more than 300 values) that 'pawl trend' tells as a drift, as a wander, by levels, or as one level. --lengths are
        those of all series (30,60,100,300,1000).
        """

    private struct Kind {
        var name: String
        /// Whether every fifth night is missing of what is drawn.
        var isGappy = false
        var draw: (inout CourseSeries, Int) -> [Double]
    }

    static func run(_ arguments: [String], progress: (String) -> Void) throws {
        var options = CommandOptions(arguments)
        let count = Int(try options.number("--series", in: 20...100_000) ?? 500)
        let lengths = try options.numbers("--lengths") ?? [30, 60, 100, 300, 1000]
        _ = try options.rest()
        for (title, kinds) in [("no line", withoutALine), ("a line", withALine)] {
            print(
                "| \(title) | values | series | drift | wanders | levels | one level |"
                    + "\n|---|---:|---:|---:|---:|---:|---:|")
            for kind in kinds {
                for length in lengths.map({ Int($0) }) where (CourseGrid.shortest...5000).contains(length) {
                    progress("\(kind.name), \(length) values ...")
                    print(row(kind, length, length <= 300 ? count : max(20, count * 300 / length)))
                }
            }
            print("")
        }
    }

    private static let shortest = 12

    private static var withoutALine: [Kind] {
        [0, 0.3, 0.6, 0.8, 0.9, 0.95, 0.98].map { rho in
            Kind(name: "one level, correlation \(rho)") { $0.level($1, correlation: rho) }
        } + [
            Kind(name: "random walk") { $0.walk($1) },
            Kind(name: "random walk, noise as large as its steps") { $0.walk($1, noise: 1) },
            Kind(name: "random walk, noise three times its steps") { $0.walk($1, noise: 3) },
            Kind(name: "random walk, noise ten times its steps") { $0.walk($1, noise: 10) },
            Kind(name: "a week, correlation 0") { $0.week($1, correlation: 0) },
            Kind(name: "a week, correlation 0.6") { $0.week($1, correlation: 0.6) },
            Kind(name: "a cycle of 12 values") { $0.cycle($1, period: 12, correlation: 0.3) },
            Kind(name: "a cycle of a fifth of the series") { $0.cycle($1, period: Double($1) / 5, correlation: 0.3) },
            Kind(name: "a cycle of a third of the series") { $0.cycle($1, period: Double($1) / 3, correlation: 0.3) },
            Kind(name: "one level, heavy tails (t with 3 degrees)") { $0.level($1, of: .heavyTails, correlation: 0) },
            Kind(name: "one level, 2 % of nights odd") { $0.level($1, of: .outliers, correlation: 0.3) },
            Kind(name: "one level, written down coarsely") { $0.level($1, of: .roundedCoarsely, correlation: 0.3) },
            Kind(name: "two machines by chance") { $0.machines($1) },
            Kind(name: "one level, noisier from the middle on") { $0.noisier($1, correlation: 0.3) },
            Kind(name: "a week, every fifth night missing", isGappy: true) {
                $0.week($1 * 5 / 4 + 2, correlation: 0.3)
            },
        ]
    }

    private static var withALine: [Kind] {
        var kinds: [Kind] = []
        for rho in [0, 0.3, 0.6] {
            for rise in [2.0, 4, 8] {
                kinds.append(
                    Kind(name: "\(Int(rise)) deviations, correlation \(rho)") {
                        $0.line($1, rise: rise, correlation: rho)
                    })
            }
            kinds.append(
                Kind(name: "6 deviations in the first half, then a plateau, correlation \(rho)") {
                    $0.line($1, rise: 6, correlation: rho, share: 0.5)
                })
            kinds.append(
                Kind(name: "6 deviations and a step of 5 in the middle, correlation \(rho)") {
                    $0.line($1, rise: 6, correlation: rho, step: 5)
                })
        }
        return kinds
    }

    private static func row(_ kind: Kind, _ length: Int, _ count: Int) -> String {
        var draws = CourseSeries(seed: kind.name.unicodeScalars.reduce(UInt64(length)) { $0 &* 31 &+ UInt64($1.value) })
        var told = (drift: 0, wander: 0, levels: 0, one: 0)
        for _ in 0..<count {
            let drawn = kind.draw(&draws, length)
            let kept = drawn.indices.filter { !kind.isGappy || $0 % 5 != 3 }.prefix(length)
            guard let sample = Sample(kept.map { drawn[$0] }) else { continue }
            let times = kept.map(Double.init)
            let found = LevelShiftSearch().course(sample, times: times)
            switch found.course.kind {
            case .drift: told.drift += 1
            case .wander: told.wander += 1
            case .levels where found.shifts.contains { $0.certainty == .found }: told.levels += 1
            case .levels: told.one += 1
            }
        }
        func share(_ hits: Int) -> String { String(format: "%.1f %%", 100 * Double(hits) / Double(count)) }
        return "| \(kind.name) | \(length) | \(count) | \(share(told.drift)) | \(share(told.wander)) | "
            + "\(share(told.levels)) | \(share(told.one)) |"
    }
}
