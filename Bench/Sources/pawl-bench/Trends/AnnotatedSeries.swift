import Foundation

/// A real series with the change points that several people marked in it, in the form of the Turing Change Point Dataset.
struct AnnotatedSeries {
    var name: String
    /// Positions among all moments of the values that are there, and those values.
    var positions: [Int]
    var values: [Double]
    /// Moments in all.
    var count: Int
    /// One list for each person, of positions among all moments.
    var annotations: [[Int]]

    private struct File: Decodable {
        struct Column: Decodable { var raw: [Double?] }
        var series: [Column]
    }

    /// - Parameter folder: with `annotations.json` and a file for each series, beside it or in `datasets/NAME/`.
    /// - Returns: those with one column of numbers, by name.
    /// - Throws: where `annotations.json` cannot be read.
    static func read(_ folder: String) throws -> [AnnotatedSeries] {
        let root = URL(fileURLWithPath: folder)
        let marks = try JSONDecoder().decode(
            [String: [String: [Int]]].self, from: Data(contentsOf: root.appendingPathComponent("annotations.json")))
        return marks.sorted { $0.key < $1.key }.compactMap { name, people in
            let places = ["datasets/\(name)/\(name).json", "\(name).json"].map(root.appendingPathComponent)
            guard let data = places.lazy.compactMap({ try? Data(contentsOf: $0) }).first,
                let file = try? JSONDecoder().decode(File.self, from: data), file.series.count == 1
            else { return nil }
            let raw = file.series[0].raw
            let known = raw.indices.filter { raw[$0] != nil }
            return AnnotatedSeries(
                name: name, positions: known, values: known.compactMap { raw[$0] }, count: raw.count,
                annotations: people.sorted { $0.key < $1.key }.map(\.value))
        }
    }

    // MARK: - Scores

    /// F1 of positions that a rule found, with a margin of five values; the start counts as a change that everybody found.
    ///
    /// Precision is held against the marks of all people together, recall is the mean over people.
    /// - Source: van den Burg & Williams, "An evaluation of change point detection algorithms", arXiv:2003.06222 (2020).
    func f1(_ found: [Int]) -> Double {
        let found = Set(found).union([0])
        let people = annotations.map { Set($0).union([0]) }
        let all = people.reduce(into: Set<Int>()) { $0.formUnion($1) }
        let precision = Double(Self.matches(all, found)) / Double(found.count)
        let recalls = people.map { Double(Self.matches($0, found)) / Double($0.count) }
        let recall = recalls.reduce(0, +) / Double(max(recalls.count, 1))
        return precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0
    }

    /// The mean over people of how well their stretches are covered by those that a rule found: for each stretch the largest share
    /// of what both have to what either has, weighted by its length.
    func cover(_ found: [Int]) -> Double {
        let stretches = self.stretches(found)
        let covers = annotations.map { marks in
            self.stretches(marks).reduce(0.0) { sum, stretch in
                let best = stretches.map { other in
                    let both = stretch.clamped(to: other).count
                    return Double(both) / Double(stretch.count + other.count - both)
                }.max()
                return sum + Double(stretch.count) * (best ?? 0)
            } / Double(count)
        }
        return covers.reduce(0, +) / Double(max(covers.count, 1))
    }

    private func stretches(_ places: [Int]) -> [Range<Int>] {
        let edges = Array(Set(places.filter { $0 > 0 && $0 < count })).sorted()
        return zip([0] + edges, edges + [count]).map { $0..<$1 }
    }

    private static let margin = 5

    /// How many marks have a place within the margin, each place serving one of them, the nearest.
    private static func matches(_ marks: Set<Int>, _ places: Set<Int>) -> Int {
        var left = places
        return marks.sorted().count { mark in
            let near = left.filter { abs($0 - mark) <= margin }.min { (abs($0 - mark), $0) < (abs($1 - mark), $1) }
            return near.map { left.remove($0) } != nil
        }
    }
}
