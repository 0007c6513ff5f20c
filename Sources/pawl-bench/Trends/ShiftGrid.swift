import Foundation
import Statistics

/// False points and power over lengths, correlations, sizes of steps and known events, beside Apache Otava on the same series.
enum ShiftGrid {
    static let usage = """
        Usage: pawl-bench shifts [--series N] [--lengths N,N,...] [--package-series N] [--python PATH]

        Simulates series without a change and with a step of 3, 5, 10 and 30 deviations after 3 to 100 values, at correlations 0,
        0.3 and 0.6, and prints the tables of docs/method.md: in how many of N series (500) the search for levels finds a
        change, with a known event at the step and without, beside Otava's rule. With --python, of an environment
        with apache-otava, the package itself judges the first so many (100) of the same series. --lengths are those
        of the series without a change (5,8,12,20,30,50,100,200,500,1000,2000; fewer series of more than 200 values).
        """

    private static let correlations = [0, 0.3, 0.6]
    private static let sizes: [Double] = [3, 5, 10, 30]
    private static let befores = [3, 5, 10, 30, 100]

    static func run(_ arguments: [String], progress: (String) -> Void) throws {
        var options = CommandOptions(arguments)
        let count = Int(try options.number("--series", in: 20...100_000) ?? 500)
        let packageCount = Int(try options.number("--package-series", in: 1...100_000) ?? 100)
        let lengths = try options.numbers("--lengths") ?? [5, 8, 12, 20, 30, 50, 100, 200, 500, 1000, 2000]
        let python = try options.text("--python")
        _ = try options.rest()
        let package = python.map { OtavaPackage(python: $0) }
        print(falseHeader)
        for length in lengths.map({ Int($0) }) where (4...5000).contains(length) {
            for correlation in correlations {
                progress("\(length) values without a change, rho \(correlation) ...")
                let repetitions = length <= 200 ? count : max(20, count * 200 / length)
                print(try falseRow(length, correlation, repetitions, package, packageCount))
            }
        }
        print("\n" + powerHeader)
        for correlation in correlations where correlation != 0.3 {
            for size in sizes {
                for before in befores {
                    progress("\(size) deviations after \(before) values, rho \(correlation) ...")
                    print(try powerRow(size, before, correlation, count, package, packageCount))
                }
            }
        }
    }

    // MARK: - Without a change

    private static let falseHeader = """
        | values | rho | series | found | with a known event | probable | a drift | Otava |
        |---:|---:|---:|---:|---:|---:|---:|---:|
        """

    private static func falseRow(
        _ length: Int, _ correlation: Double, _ count: Int, _ package: OtavaPackage?, _ packageCount: Int
    ) throws -> String {
        var draws = SyntheticSeries(seed: UInt64(length * 10) + UInt64(correlation * 10))
        let all = (0..<count).map { _ in draws.draw(count: length, correlation: correlation) }
        var found = (none: 0, known: 0, probable: 0, drift: 0)
        let times = (0..<length).map(Double.init)
        for (index, values) in all.enumerated() {
            guard let sample = Sample(values) else { continue }
            let plain = LevelShiftSearch().course(sample, times: times)
            let event = 1 + index * 7919 % (length - 1)
            let known = LevelShiftSearch().course(sample, times: times, events: [event])
            if plain.shifts.contains(where: { $0.certainty == .found }) { found.none += 1 }
            if known.shifts.contains(where: { $0.certainty == .found }) { found.known += 1 }
            if !plain.shifts.isEmpty, plain.shifts.allSatisfy({ $0.certainty == .probable }) { found.probable += 1 }
            if plain.course.kind != .levels { found.drift += 1 }
        }
        let otava = try otava(all, package, packageCount) { !$0.isEmpty }
        return row([
            "\(length)", "\(correlation)", "\(count)", share(found.none, count), share(found.known, count),
            share(found.probable, count), share(found.drift, count), otava,
        ])
    }

    // MARK: - With a step

    private static let powerHeader = """
        | step | values before | rho | event: 1st value | 2nd | no event: 2nd value | 3rd | 10th | Otava: 2nd value | 3rd | 10th |
        |---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|
        """

    /// Found: within two values of the place.
    private static func powerRow(
        _ size: Double, _ before: Int, _ correlation: Double, _ count: Int, _ package: OtavaPackage?,
        _ packageCount: Int
    ) throws -> String {
        var draws = SyntheticSeries(seed: UInt64(before * 100) + UInt64(size * 10) + UInt64(correlation * 10))
        let all = (0..<count).map { _ in
            draws.draw(count: before + 10, correlation: correlation, shift: size, after: 10)
        }
        func found(_ after: Int, isKnown: Bool) -> String {
            let hits = all.count { values in
                let found = Sample(Array(values.prefix(before + after))).map {
                    LevelShiftSearch().segment($0, events: isKnown ? [before] : [])
                }
                return found?.shifts.contains {
                    $0.certainty == .found && ($0.position - before).magnitude <= 2
                } ?? false
            }
            return share(hits, count)
        }
        func otava(_ after: Int) throws -> String {
            try self.otava(all.map { Array($0.prefix(before + after)) }, package, packageCount) { places in
                places.contains { ($0 - before).magnitude <= 2 }
            }
        }
        return row([
            "\(Int(size))", "\(before)", "\(correlation)", found(1, isKnown: true), found(2, isKnown: true),
            found(2, isKnown: false), found(3, isKnown: false), found(10, isKnown: false), try otava(2), try otava(3),
            try otava(10),
        ])
    }

    // MARK: - Words

    /// The package's share where there is one, of fewer series, else that of its rule.
    private static func otava(
        _ all: [[Double]], _ package: OtavaPackage?, _ packageCount: Int, _ counts: ([Int]) -> Bool
    ) throws -> String {
        guard let package else {
            let rule = OtavaRule()
            return share(all.count { counts(rule.changePoints($0)) }, all.count)
        }
        let some = Array(all.prefix(packageCount))
        return share(try package.changePoints(some).count(where: counts), some.count)
    }

    private static func share(_ hits: Int, _ count: Int) -> String {
        String(format: "%.1f %%", 100 * Double(hits) / Double(count))
    }

    private static func row(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }
}
