import Foundation
import Statistics

/// False points and power over lengths, correlations, sizes of steps and known events, beside Apache Otava on the same series.
enum ShiftGrid {
    static let usage = """
        Usage: pawl-bench shifts [--series N] [--lengths N,N,...] [--package-series N] [--python PATH]

        Simulates series without a change and with a step of 3, 5, 10 and 30 deviations after 3 to 100 values, at correlations 0,
        0.3 and 0.6, and prints the tables of docs/method.md: in how many of N series (500) the search for levels finds a
        change, with a known event at the step and without, and on any night when somebody looks every night, beside Otava's rule. With --python, of an environment
        with apache-otava, a column more has the package itself on the first so many (100) of the very same series. --lengths
        are those of the series without a change (5,8,12,20,30,50,100,200,500,1000,2000; fewer series of more than 200 values).
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
        print(header(falseHeader, package, packageCount, 1))
        for length in lengths.map({ Int($0) }) where (4...5000).contains(length) {
            for correlation in correlations {
                progress("\(length) values without a change, rho \(correlation) ...")
                let repetitions = length <= 200 ? count : max(20, count * 200 / length)
                print(try falseRow(length, correlation, repetitions, package, packageCount))
            }
        }
        print("\n| nights | rho | series | found on any night |\n|---:|---:|---:|---:|")
        for nights in [30, 60] {
            for correlation in correlations {
                progress("looked at every night of \(nights), rho \(correlation) ...")
                print(nightlyRow(nights, correlation, max(20, count / 2)))
            }
        }
        print("\n" + header(powerHeader, package, packageCount, 3))
        for correlation in correlations {
            for size in sizes {
                for before in befores {
                    progress("\(size) deviations after \(before) values, rho \(correlation) ...")
                    print(try powerRow(size, before, correlation, count, package, packageCount))
                }
            }
        }
    }

    // MARK: - Without a change

    private static let falseHeader = [
        "values", "rho", "series", "found", "with a known event", "event before the last value", "probable", "a drift",
        "Otava",
    ]

    private static func header(_ cells: [String], _ package: OtavaPackage?, _ count: Int, _ columns: Int) -> String {
        let more = package == nil ? [] : (0..<columns).map { _ in "package, first \(count)" }
        return row(cells + more) + "\n|" + String(repeating: "---:|", count: cells.count + more.count)
    }

    private static func falseRow(
        _ length: Int, _ correlation: Double, _ count: Int, _ package: OtavaPackage?, _ packageCount: Int
    ) throws -> String {
        var draws = SyntheticSeries(seed: UInt64(length * 10) + UInt64(correlation * 10))
        let all = (0..<count).map { _ in draws.draw(count: length, correlation: correlation) }
        var found = (none: 0, known: 0, last: 0, probable: 0, drift: 0)
        let times = (0..<length).map(Double.init)
        for (index, values) in all.enumerated() {
            guard let sample = Sample(values) else { continue }
            let plain = LevelShiftSearch().course(sample, times: times)
            let event = 1 + index * 7919 % (length - 1)
            let known = LevelShiftSearch().course(sample, times: times, events: [event])
            let last = LevelShiftSearch().course(sample, times: times, events: [length - 1])
            if plain.shifts.contains(where: { $0.certainty == .found }) { found.none += 1 }
            if known.shifts.contains(where: { $0.certainty == .found }) { found.known += 1 }
            if last.shifts.contains(where: { $0.certainty == .found }) { found.last += 1 }
            if !plain.shifts.isEmpty, plain.shifts.allSatisfy({ $0.certainty == .probable }) { found.probable += 1 }
            if plain.course.kind != .levels { found.drift += 1 }
        }
        let otava = try otava([all], package, packageCount) { !$0.isEmpty }
        return row(
            [
                "\(length)", "\(correlation)", "\(count)", share(found.none, count), share(found.known, count),
                share(found.last, count), share(found.probable, count), share(found.drift, count),
            ] + otava)
    }

    /// Somebody looks after each night from the fifth on.
    private static func nightlyRow(_ nights: Int, _ correlation: Double, _ count: Int) -> String {
        var draws = SyntheticSeries(seed: UInt64(nights * 10_000) + UInt64(correlation * 10))
        let hits = (0..<count).count { _ in
            let values = draws.draw(count: nights, correlation: correlation)
            return (5...nights).contains { known in
                let found = Sample(Array(values.prefix(known))).map {
                    LevelShiftSearch().course($0, times: (0..<known).map(Double.init))
                }
                return found?.shifts.contains { $0.certainty == .found } ?? false
            }
        }
        return row(["\(nights)", "\(correlation)", "\(count)", share(hits, count)])
    }

    // MARK: - With a step

    private static let powerHeader = [
        "step", "values before", "rho", "event: 1st value", "2nd", "no event: 2nd value", "3rd", "10th",
        "Otava: 2nd value", "3rd", "10th",
    ]

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
                    LevelShiftSearch().course(
                        $0, times: (0..<before + after).map(Double.init), events: isKnown ? [before] : [])
                }
                return found?.shifts.contains {
                    $0.certainty == .found && ($0.position - before).magnitude <= 2
                } ?? false
            }
            return share(hits, count)
        }
        let otava = try otava(
            [2, 3, 10].map { after in all.map { Array($0.prefix(before + after)) } }, package, packageCount
        ) { places in places.contains { ($0 - before).magnitude <= 2 } }
        return row(
            [
                "\(Int(size))", "\(before)", "\(correlation)", found(1, isKnown: true), found(2, isKnown: true),
                found(2, isKnown: false), found(3, isKnown: false), found(10, isKnown: false),
            ] + otava)
    }

    // MARK: - Words

    /// The share of the rule in each of some sets of series, and that of the package in the first of each where there is one.
    private static func otava(
        _ sets: [[[Double]]], _ package: OtavaPackage?, _ packageCount: Int, _ counts: ([Int]) -> Bool
    ) throws -> [String] {
        let rule = OtavaRule()
        let ruled = sets.map { all in share(all.count { counts(rule.changePoints($0)) }, all.count) }
        guard let package else { return ruled }
        let some = sets.map { Array($0.prefix(packageCount)) }
        // One start of Python for all of them.
        let found = try package.changePoints(some.flatMap { $0 })
        var start = 0
        return ruled
            + some.map { all in
                defer { start += all.count }
                return share(found[start..<start + all.count].count(where: counts), all.count)
            }
    }

    private static func share(_ hits: Int, _ count: Int) -> String {
        String(format: "%.1f %%", 100 * Double(hits) / Double(count))
    }

    private static func row(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }
}
