import InferenceCore

/// One row of class scores per sample, Float32, row-major, over memory that it keeps alive.
public struct ScoreMatrix: @unchecked Sendable {
    private struct Shard {
        var firstRow: Int
        var rows: Int
        var values: UnsafePointer<Float>
        /// Keeps `values` alive; nobody writes to them.
        var owner: AnyObject
    }

    public let rows: Int
    public let columns: Int
    private let shards: [Shard]

    private init(rows: Int, columns: Int, shards: [Shard]) {
        self.rows = rows
        self.columns = columns
        self.shards = shards
    }

    /// Values that `owner` keeps alive and nobody writes to.
    init(rows: Int, columns: Int, values: UnsafePointer<Float>, owner: AnyObject) {
        self.init(
            rows: rows, columns: columns, shards: [Shard(firstRow: 0, rows: rows, values: values, owner: owner)])
    }

    /// Stacks matrices of the same width.
    ///
    /// - Throws: `GoldenSetError.unusableScores` for none, or for different widths.
    public init(concatenating matrices: [ScoreMatrix]) throws(GoldenSetError) {
        guard let columns = matrices.first?.columns else {
            throw .unusableScores(reason: "there are no scores", hint: nil)
        }
        var shards: [Shard] = []
        var rows = 0
        for matrix in matrices {
            guard matrix.columns == columns else {
                throw .unusableScores(
                    reason: "parts of one result have \(columns) and \(matrix.columns) scores a sample", hint: nil)
            }
            for var shard in matrix.shards {
                shard.firstRow = rows
                rows += shard.rows
                shards.append(shard)
            }
        }
        self.init(rows: rows, columns: columns, shards: shards)
    }

    /// Copies values from memory.
    ///
    /// - Precondition: `values.count == rows * columns`, at least 1.
    public init(rows: Int, columns: Int, values: [Float]) {
        precondition(rows > 0 && columns > 0 && values.count == rows * columns, "values do not fill the matrix")
        let storage = TensorStorage(byteCount: values.count * MemoryLayout<Float>.stride)
        values.withUnsafeBytes { storage.bytes.copyMemory(from: $0) }
        let base = UnsafePointer(storage.bytes.bindMemory(to: Float.self).baseAddress!)
        self.init(
            rows: rows, columns: columns, shards: [Shard(firstRow: 0, rows: rows, values: base, owner: storage)])
    }

    /// Lends one row.
    ///
    /// - Complexity: O(log shards).
    public func withRow<Result>(_ index: Int, _ body: (UnsafeBufferPointer<Float>) -> Result) -> Result {
        precondition(index >= 0 && index < rows, "no such row")
        var low = 0, high = shards.count - 1
        while low < high {
            let middle = (low + high + 1) / 2
            if shards[middle].firstRow <= index { low = middle } else { high = middle - 1 }
        }
        let shard = shards[low]
        return withExtendedLifetime(shard.owner) {
            body(UnsafeBufferPointer(start: shard.values + (index - shard.firstRow) * columns, count: columns))
        }
    }
}

extension ScoreMatrix {
    /// How many bad samples an error names.
    private static let namedSamples = 5

    /// Refuses what no metric can be computed from.
    ///
    /// A logit of minus infinity is a class that is ruled out: argmax and softmax are defined, as long as another class is left.
    ///
    /// - Throws: `GoldenSetError.nonFiniteScores` for NaN or infinity anywhere else; `.notProbabilities` for a score outside
    ///   -0.01 ... 1.01 that is said to be a probability (quantised outputs miss 0 and 1 by a little).
    func check(kind: ScoreKind, sampleNames: [String]) throws(GoldenSetError) {
        guard rows == sampleNames.count else {
            throw .unusableScores(reason: "there are scores of \(rows) samples out of \(sampleNames.count)", hint: nil)
        }
        var badRows = 0
        var firstBad: [String] = []
        var outOfRange: (sample: String, score: Float)?
        for row in 0..<rows {
            let (low, high, isFinite) = withRow(row) { scores in
                var low = Float.infinity, high = -Float.infinity, isFinite = true
                for score in scores {
                    isFinite = isFinite && (score.isFinite || (kind == .logits && score == -.infinity))
                    low = min(low, score)
                    high = max(high, score)
                }
                return (low, high, isFinite && high > -.infinity)
            }
            if !isFinite {
                badRows += 1
                if firstBad.count < Self.namedSamples { firstBad.append(sampleNames[row]) }
            } else if outOfRange == nil, low < -0.01 || high > 1.01 {
                outOfRange = (sampleNames[row], low < -0.01 ? low : high)
            }
        }
        guard badRows == 0 else { throw .nonFiniteScores(count: badRows, total: rows, firstSamples: firstBad) }
        if kind == .probabilities, let outOfRange {
            throw .notProbabilities(sample: outOfRange.sample, score: outOfRange.score)
        }
    }

    /// The index of the highest score; ties go to the lowest index.
    static func argmax(_ scores: UnsafeBufferPointer<Float>) -> Int {
        var best = 0
        for index in 1..<max(scores.count, 1) where scores[index] > scores[best] { best = index }
        return best
    }
}

/// What the numbers of a classification output are.
public enum ScoreKind: String, CaseIterable, Sendable, Equatable, Codable {
    /// At least 0, summing to 1.
    case probabilities
    /// Finite numbers, or minus infinity for a class that is ruled out; a softmax makes probabilities of them.
    case logits
}
