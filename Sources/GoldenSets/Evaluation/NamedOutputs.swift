/// Output tables of one evaluation, by name, with the checks that every task needs.
struct NamedOutputs {
    private let tables: [String: OutputTable]
    private let set: GoldenSet

    /// How many bad samples an error names.
    private static let namedSamples = 5

    init(_ tables: [String: OutputTable], set: GoldenSet) {
        self.tables = tables
        self.set = set
    }

    /// - Throws: `GoldenSetError.unusableScores` when there is none of that name, or of another number of samples.
    func table(_ name: String) throws(GoldenSetError) -> OutputTable {
        guard let table = tables[name] else {
            throw .unusableScores(reason: "output '\(name)' was not kept", hint: nil)
        }
        guard table.rows == set.sampleCount else {
            throw .unusableScores(
                reason: "there are outputs of \(table.rows) samples out of \(set.sampleCount)", hint: nil)
        }
        return table
    }

    /// A table without NaN and infinity.
    ///
    /// - Parameter allowsMasks: whether minus infinity may stand for what is ruled out, as among logits.
    /// - Throws: `GoldenSetError.nonFiniteScores` naming samples.
    @discardableResult
    func finite(_ name: String, allowsMasks: Bool = false) throws(GoldenSetError) -> OutputTable {
        let table = try table(name)
        var count = 0
        var first: [String] = []
        for row in 0..<table.rows {
            // NaN or infinity times 0 is NaN, and stays.
            guard table.withRow(row, { $0.reduce(Float(0)) { $0 + $1 * 0 } }) != 0 else { continue }
            if allowsMasks, table.withRow(row, { $0.allSatisfy { $0.isFinite || $0 == -.infinity } }) { continue }
            count += 1
            if first.count < Self.namedSamples { first.append(set.sampleNames[row]) }
        }
        guard count == 0 else { throw .nonFiniteScores(count: count, total: table.rows, firstSamples: first) }
        return table
    }

    /// The scores of a classification, a row for each that is judged. Those of the samples of a group are looked at before they are
    /// averaged: the mean of what is no probability may be one.
    ///
    /// - Throws: `GoldenSetError.nonFiniteScores` or `.notProbabilities` naming samples, `.unusableScores`.
    func classScores(
        of task: GoldenTask.Classification, _ kind: ScoreKind
    ) throws(GoldenSetError) -> OutputTable {
        let table = try table(task.output)
        guard set.groups != nil else { return table }
        // Another number of classes is told by who reads the rows.
        if let scores = try? table.matrix(columns: set.classNames.count) {
            try scores.check(kind: kind, sampleNames: set.sampleNames)
        }
        return try set.judged(table)
    }

    /// The class that an output names for each sample, counted from 0.
    ///
    /// - Throws: `GoldenSetError.unusableScores` for several numbers, and for one that is no class.
    func classes(of task: GoldenTask.Classification) throws(GoldenSetError) -> [Int32] {
        let table = try table(task.output)
        return try TaskEvaluation.classes(in: table, of: set, named: set.sampleNames)
    }

    /// The one number that an output says of each sample.
    func numbers(_ name: String) throws(GoldenSetError) -> [Double] {
        let matrix = try finite(name).matrix(columns: 1)
        return (0..<matrix.rows).map { matrix.withRow($0) { Double($0[0]) } }
    }

    /// Indices as a model returns them: whole numbers.
    ///
    /// - Throws: `GoldenSetError.nonFiniteScores`; `.unusableScores` for a fraction.
    func indices(_ name: String) throws(GoldenSetError) -> [[Int32]] {
        let table = try finite(name)
        var rows: [[Int32]] = []
        rows.reserveCapacity(table.rows)
        for row in 0..<table.rows {
            let indices = table.withRow(row) { values in values.map { Int32(exactly: $0) } }
            let whole = indices.compactMap { $0 }
            guard whole.count == indices.count else {
                throw .unusableScores(
                    reason: "output '\(name)' must say whole numbers; for sample '\(set.sampleNames[row])' it does not",
                    hint: "if it says scores, correct 'output' in golden.yaml")
            }
            rows.append(whole)
        }
        return rows
    }
}
