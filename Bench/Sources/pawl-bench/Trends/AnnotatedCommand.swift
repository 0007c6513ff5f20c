import Foundation
import Support

/// What `pawl trend --csv` finds in series that people annotated, beside Apache Otava and PELT.
enum AnnotatedCommand {
    static let usage = """
        Usage: pawl-bench annotated --data DIR --pawl PATH [--python PATH]

        Scores the change points that 'pawl trend --csv' finds in the univariate series of a checkout of the Turing Change Point Dataset
        (DIR: annotations.json and datasets/) against those that people marked: F1 with a margin of five values and covering, as its
        paper has them. A bend of a drift counts as a change. With --python, of an environment with apache-otava and
        ruptures, Otava (its defaults) and PELT (squares about a level, penalty 2 ln n times the noise's variance, which is
        taken from differences of neighbours, or from all values) judge the same series; 'nothing' finds nothing.
        """

    private struct Rule {
        var name: String
        /// Positions among the values that are there.
        var found: [[Int]]
    }

    static func run(_ arguments: [String], progress: (String) -> Void) throws {
        var options = CommandOptions(arguments)
        guard let folder = try options.text("--data"), let pawl = try options.text("--pawl") else {
            throw TraceError.wrongArgument("--data and --pawl are needed", hint: "pawl-bench annotated --help")
        }
        let python = try options.text("--python")
        _ = try options.rest()
        let series = try AnnotatedSeries.read(folder)
        var told: [String] = []
        var rules = [Rule(name: "pawl", found: [])]
        for one in series {
            progress("\(one.name) ...")
            let (found, word) = try trend(of: one, pawl)
            rules[0].found.append(found)
            told.append(word)
        }
        if let python {
            progress("Otava and PELT ...")
            rules.append(Rule(name: "Otava", found: try OtavaPackage(python: python).positions(series.map(\.values))))
            let pelt = try PeltPackage(python: python).positions(series.map(\.values))
            rules.append(Rule(name: "PELT, differences", found: pelt.differences))
            rules.append(Rule(name: "PELT, all values", found: pelt.all))
        }
        rules.append(Rule(name: "nothing", found: series.map { _ in [] }))
        table(series, told, rules)
    }

    private static func table(_ series: [AnnotatedSeries], _ told: [String], _ rules: [Rule]) {
        print("| series | values | marked by people | Pawl says | " + rules.map(\.name).joined(separator: " | ") + " |")
        print("|---|---:|---|---|" + rules.map { _ in "---:|" }.joined())
        var sums = rules.map { _ in (f1: 0.0, cover: 0.0) }
        for (index, one) in series.enumerated() {
            let cells = rules.indices.map { rule -> String in
                let found = rules[rule].found[index].map { one.positions[$0] }
                let f1 = one.f1(found), cover = one.cover(found)
                sums[rule].f1 += f1
                sums[rule].cover += cover
                return String(format: "%d: %.2f, %.2f", found.count, f1, cover)
            }
            let marks = one.annotations.map { "\($0.count)" }.joined(separator: " ")
            print(
                "| \(one.name) | \(one.values.count) | \(marks) | \(told[index]) | " + cells.joined(separator: " | ")
                    + " |")
        }
        let n = Double(max(series.count, 1))
        print(
            "| mean of \(series.count) | | | | "
                + sums.map { String(format: "%.3f, %.3f", $0.f1 / n, $0.cover / n) }.joined(separator: " | ") + " |")
    }

    // MARK: - Pawl

    private struct Report: Decodable {
        struct Change: Decodable {
            var position: Int
            var certainty: String
        }
        struct Drift: Decodable {
            var first: Int
            var last: Int
        }
        struct Series: Decodable {
            var changes: [Change]
            var drifts: [Drift]
            var finding: String
        }
        var series: [Series]
    }

    /// The places that the command tells, and its word for the series.
    private static func trend(of one: AnnotatedSeries, _ pawl: String) throws -> ([Int], String) {
        let folder = try TemporaryFolder(prefix: "pawl-bench-annotated")
        let file = folder.path + "/series.csv"
        let rows = zip(one.positions, one.values).map { "\($0),\($1)\n" }.joined()
        try Data(("run,value\n" + rows).utf8).write(to: URL(fileURLWithPath: file))
        let output = try BoundedCommand(
            [pawl, "trend", "--csv", file, "--format", "json"], environment: ["PATH": "/usr/bin:/bin"],
            timeoutSeconds: 3600, outputLimitBytes: 1 << 26
        ).output()
        guard let found = try JSONDecoder().decode(Report.self, from: Data(output.utf8)).series.first else {
            return ([], "nothing")
        }
        let places =
            found.changes.filter { $0.certainty == "found" }.map(\.position)
            + found.drifts.flatMap { [$0.first, $0.last + 1] }
        return (Set(places).filter { $0 > 0 && $0 < one.values.count }.sorted(), found.finding)
    }
}

/// PELT of the package ruptures.
struct PeltPackage {
    var python: String

    private static let program = """
        import json, math, sys
        import numpy
        import ruptures
        for values in json.load(open(sys.argv[1])):
            y = numpy.array(values)
            y = (y - y.mean()) / (y.std() or 1)
            noise = max(1.4826 * numpy.median(numpy.abs(numpy.diff(y))) / 2 ** 0.5, 1e-3)
            search = ruptures.Pelt(model="l2", min_size=2, jump=1).fit(y)
            unit = 2 * math.log(len(y))
            print(json.dumps([[int(p) for p in search.predict(pen=unit * v)[:-1]] for v in (noise ** 2, 1)]))
        """

    /// With the penalty for the noise of differences, and for the variance of all values.
    func positions(_ series: [[Double]]) throws -> (differences: [[Int]], all: [[Int]]) {
        let folder = try TemporaryFolder(prefix: "pawl-bench-pelt")
        let file = folder.path + "/series.json"
        try JSONEncoder().encode(series).write(to: URL(fileURLWithPath: file))
        let output = try BoundedCommand(
            [python, "-c", Self.program, file], environment: ["PATH": "/usr/bin:/bin"], timeoutSeconds: 3600,
            outputLimitBytes: 1 << 26
        ).output()
        let found = try output.split(separator: "\n").map { line in
            try JSONDecoder().decode([[Int]].self, from: Data(line.utf8))
        }
        return (found.map { $0[0] }, found.map { $0[1] })
    }
}
