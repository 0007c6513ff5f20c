import InferenceCore
import Support

/// What a model returned for every sample on one output: Float32 values and a shape each, mapped from files or in memory.
public struct OutputTable: @unchecked Sendable {
    private struct Shard {
        var firstRow: Int
        var values: UnsafePointer<Float>
        /// Keeps `values` alive; nobody writes to them.
        var owner: AnyObject
        var layout: OutputLayout
    }

    public let rows: Int
    private let shards: [Shard]

    private init(shards: [Shard]) {
        self.shards = shards
        rows = shards.reduce(0) { $0 + $1.layout.rows }
    }

    /// Maps what `OutputFileWriter` wrote.
    ///
    /// - Parameter rows: at least 1.
    /// - Throws: `GoldenSetError.file` when a file cannot be read, `.unusableScores` when the two do not fit.
    public static func open(path: String, rows: Int) throws(GoldenSetError) -> OutputTable {
        let values: MappedFile
        let description: MappedFile
        do {
            values = try MappedFile(path: path)
            description = try MappedFile(path: OutputFileWriter.shapesPath(of: path))
        } catch {
            throw .file(error)
        }
        let available = values.bytes.count / 4
        let layout = OutputLayout(
            sizes: description.bytes.count.isMultiple(of: 4) ? description.bytes.bindMemory(to: Int32.self) : nil,
            available: values.bytes.count.isMultiple(of: 4) ? available : -1)
        withExtendedLifetime(description) {}
        guard let layout, rows > 0, layout.rows == rows, layout.range(ofRows: 0..<rows).upperBound == available else {
            throw .unusableScores(
                reason: "\(path) does not hold the outputs of \(rows) samples",
                hint: "the process that wrote it may have been stopped half-way; run again")
        }
        let storage = TensorStorage(byteCount: 4)
        let base =
            values.bytes.bindMemory(to: Float.self).baseAddress
            ?? UnsafePointer(storage.bytes.bindMemory(to: Float.self).baseAddress!)
        return OutputTable(shards: [
            Shard(firstRow: 0, values: base, owner: available > 0 ? values : storage, layout: layout)
        ])
    }

    /// Stacks tables, one below the other.
    public init(concatenating tables: [OutputTable]) {
        var shards: [Shard] = []
        var rows = 0
        for table in tables {
            for var shard in table.shards {
                shard.firstRow = rows
                rows += shard.layout.rows
                shards.append(shard)
            }
        }
        self.init(shards: shards)
    }

    /// Copies values from memory.
    ///
    /// - Precondition: each row's values fill its shape, and there is at least one row.
    public init(rows: [(shape: [Int], values: [Float])]) {
        precondition(
            !rows.isEmpty && rows.allSatisfy { $0.shape.reduce(1, *) == $0.values.count }, "shapes are not filled")
        let storage = TensorStorage(byteCount: rows.reduce(0) { $0 + $1.values.count } * 4)
        var layout = OutputLayout()
        var offset = 0
        for row in rows {
            row.values.withUnsafeBytes {
                UnsafeMutableRawBufferPointer(rebasing: storage.bytes[(offset * 4)...]).copyMemory(from: $0)
            }
            offset += row.values.count
            layout.append(row.shape, elements: row.values.count)
        }
        let base = UnsafePointer(storage.bytes.bindMemory(to: Float.self).baseAddress!)
        self.init(shards: [Shard(firstRow: 0, values: base, owner: storage, layout: layout)])
    }

    public func shape(ofRow index: Int) -> [Int] {
        let shard = shard(ofRow: index)
        return shard.layout.shape(ofRow: index - shard.firstRow)
    }

    /// Lends one row's values, row-major.
    ///
    /// - Complexity: O(log shards).
    public func withRow<Result>(_ index: Int, _ body: (UnsafeBufferPointer<Float>) -> Result) -> Result {
        let shard = shard(ofRow: index)
        let row = index - shard.firstRow
        let range = shard.layout.range(ofRows: row..<row + 1)
        return withExtendedLifetime(shard.owner) {
            body(UnsafeBufferPointer(start: shard.values + range.lowerBound, count: range.count))
        }
    }

    /// The table as rows of class scores.
    ///
    /// - Throws: `GoldenSetError.unusableScores` for a row with another number of values.
    public func matrix(columns: Int) throws(GoldenSetError) -> ScoreMatrix {
        var matrices: [ScoreMatrix] = []
        for shard in shards {
            if let width = shard.layout.rowWidth(otherThan: columns) {
                throw .unusableScores(
                    reason: "the model returned \(width) scores for a sample, \(columns) are wanted",
                    hint: "'output' in golden.yaml must name the output that holds one score per class")
            }
            matrices.append(
                ScoreMatrix(rows: shard.layout.rows, columns: columns, values: shard.values, owner: shard.owner))
        }
        return try ScoreMatrix(concatenating: matrices)
    }

    private func shard(ofRow index: Int) -> Shard {
        precondition(index >= 0 && index < rows, "no such row")
        var low = 0, high = shards.count - 1
        while low < high {
            let middle = (low + high + 1) / 2
            if shards[middle].firstRow <= index { low = middle } else { high = middle - 1 }
        }
        return shards[low]
    }
}

/// The shapes of a table's rows. Rows of one shape, the rule, cost nothing each.
struct OutputLayout: Sendable {
    private(set) var rows = 0
    /// Of every row, while they are all of one shape.
    private var commonShape: [Int] = []
    private var commonWidth = 0
    /// Where they differ: the shape of each row and its first element, and the number of elements behind the last.
    private var ragged: (shapes: [[Int]], offsets: [Int])?

    init() {}

    /// - Parameters:
    ///   - sizes: of each row its rank, then its sizes; nil makes nil.
    ///   - available: elements that the rows may have together.
    /// - Returns: nil where the numbers are no shapes, or have more elements.
    init?(sizes: UnsafeBufferPointer<Int32>?, available: Int) {
        guard let sizes, available >= 0 else { return nil }
        var position = 0
        var used = 0
        while position < sizes.count {
            let rank = Int(sizes[position])
            guard (0...32).contains(rank), position + 1 + rank <= sizes.count else { return nil }
            let row = sizes[(position + 1)..<(position + 1 + rank)]
            var count = 1
            for size in row {
                count = size >= 0 && count <= available ? count * min(Int(size), available + 1) : available + 1
            }
            used += count
            guard used <= available else { return nil }
            // Compared in place: an array a row is what this type is there to avoid.
            if rows > 0, ragged == nil, row.elementsEqual(commonShape, by: { Int($0) == $1 }) {
                rows += 1
            } else {
                append(row.map { Int($0) }, elements: count)
            }
            position += 1 + rank
        }
    }

    /// - Parameter elements: the product of the shape.
    mutating func append(_ shape: [Int], elements: Int) {
        if rows == 0 { (commonShape, commonWidth) = (shape, elements) }
        if ragged == nil, shape != commonShape {
            ragged = (Array(repeating: commonShape, count: rows), (0...rows).map { $0 * commonWidth })
        }
        if let end = ragged?.offsets.last {
            ragged?.shapes.append(shape)
            ragged?.offsets.append(end + elements)
        }
        rows += 1
    }

    func shape(ofRow row: Int) -> [Int] { ragged?.shapes[row] ?? commonShape }

    /// Where the elements of rows lie.
    func range(ofRows range: Range<Int>) -> Range<Int> {
        guard let ragged else { return range.lowerBound * commonWidth..<range.upperBound * commonWidth }
        return ragged.offsets[range.lowerBound]..<ragged.offsets[range.upperBound]
    }

    /// The number of elements of the first row that has another one; nil when there is none.
    func rowWidth(otherThan width: Int) -> Int? {
        guard let ragged else { return rows > 0 && commonWidth != width ? commonWidth : nil }
        return zip(ragged.offsets.dropFirst(), ragged.offsets).lazy.map { $0 - $1 }.first { $0 != width }
    }
}
