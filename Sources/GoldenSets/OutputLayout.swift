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
