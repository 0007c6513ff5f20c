import Foundation
import Support

/// Holds `OtavaRule` against the package that it describes, series by series.
struct OtavaPackage {
    /// An environment with `apache-otava`.
    var python: String

    private static let program = """
        import json, sys
        from otava.analysis import compute_change_points
        for series in json.load(open(sys.argv[1])):
            points, _ = compute_change_points(series, window_len=50, max_pvalue=0.001, min_magnitude=0.0)
            print(json.dumps([int(point.index) for point in points]))
        """

    /// Of series about 0, raised by 100: the package takes relative changes.
    func changePoints(_ series: [[Double]]) throws -> [[Int]] { try positions(series.map { $0.map { $0 + 100 } }) }

    func positions(_ series: [[Double]]) throws -> [[Int]] {
        let folder = try TemporaryFolder(prefix: "pawl-bench-otava")
        let file = folder.path + "/series.json"
        try JSONEncoder().encode(series).write(to: URL(fileURLWithPath: file))
        let output = try BoundedCommand(
            [python, "-c", Self.program, file], environment: ["PATH": "/usr/bin:/bin"], timeoutSeconds: 3600,
            outputLimitBytes: 1 << 26
        ).output()
        return try output.split(separator: "\n").map { line in
            try JSONDecoder().decode([Int].self, from: Data(line.utf8))
        }
    }

    /// - Throws: when Python fails or says something else than a list for each series.
    func agreement() throws -> BenchmarkLine {
        var draws = SyntheticSeries(seed: 4)
        // About a level that is not 0: the package takes relative changes.
        let series = (0..<300).map { index in
            draws.draw(
                count: index.isMultiple(of: 3) ? 77 : 200, correlation: [0, 0.3, 0.6][index % 3],
                shift: Double(index % 4),
                after: 3 + index % 30
            ).map { $0 + 100 }
        }
        let found = try positions(series)
        let rule = OtavaRule()
        let agreeing = zip(series, found).count { rule.changePoints($0) == $1 }
        return .atLeast(
            100, "trends: series in which Otava's rule here finds what apache-otava finds",
            100 * Double(agreeing) / Double(series.count), "%")
    }
}
