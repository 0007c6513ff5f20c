import Foundation

/// Where the cells of a bundle's content stand, and the launches of each, found in one pass over the bytes that asks for no memory.
///
/// A decoder takes some hundred bytes for each value, and as much again for each level of a document: what comes from anywhere is
/// bounded here before one sees it, and is decoded in pieces then.
struct BundleIndex {
    /// Bounds of what any run has.
    enum Limit {
        static let depth = 24
        static let textBytes = 1 << 20
        /// Of all texts but keys: each becomes an object of its own, some six times as large while it is decoded.
        static let allTextBytes = 8 << 20
        /// Of the whole, most of them timings.
        static let values = 6_000_000
        /// Of what is decoded at once.
        static let pieceValues = 600_000
    }

    struct Failure: Error {
        var reason: String
    }

    /// An array within its brackets, and its elements.
    struct List {
        var inside: Range<Int>
        var elements: [Range<Int>] = []

        /// Whether a comma, and nothing else, stands between two elements.
        func isTight(_ bytes: UnsafeRawBufferPointer) -> Bool {
            guard let first = elements.first, let last = elements.last else { return inside.isEmpty }
            return first.lowerBound == inside.lowerBound && last.upperBound == inside.upperBound
                && zip(elements, elements.dropFirst()).allSatisfy {
                    $0.upperBound + 1 == $1.lowerBound && bytes[$0.upperBound] == UInt8(ascii: ",")
                }
        }
    }

    private(set) var cells = List(inside: 0..<0)
    /// Of each cell.
    private(set) var launches: [List] = []

    // Depths: 1 the content, 2 the run, 3 its cells, 4 a cell, 5 its launches, 6 a launch.
    private enum Key { case run, cells, launches, other }
    private var keys = [Key](repeating: .other, count: Limit.depth + 1)
    private var containers = [UInt8](repeating: 0, count: Limit.depth + 1)
    private var depth = 0
    private var values = 0
    private var allTextBytes = 0
    private var starts = [Int](repeating: 0, count: Limit.depth + 1)
    /// Values outside of cells, of the cell without its launches, and of the launch.
    private var pieceValues = (rest: 0, cell: 0, launch: 0)

    init(_ bytes: UnsafeRawBufferPointer) throws(Failure) {
        var position = 0
        var expectsKey = false
        while position < bytes.count {
            let byte = bytes[position]
            switch byte {
            case UInt8(ascii: "\""):
                let end = try Self.end(ofText: bytes, from: position + 1)
                if expectsKey {
                    keys[depth] = Self.key(bytes[(position + 1)..<end])
                } else {
                    allTextBytes += end - position - 1
                    guard allTextBytes <= Limit.allTextBytes else {
                        throw Failure(reason: "its content has more text than a run's")
                    }
                }
                expectsKey = false
                position = end
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                try open(byte, at: position)
                expectsKey = byte == UInt8(ascii: "{")
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                try close(byte, at: position)
                expectsKey = false
            case UInt8(ascii: ","):
                try count()
                expectsKey = containers[depth] == UInt8(ascii: "{")
            default: break
            }
            position += 1
        }
        guard depth == 0 else { throw Failure(reason: "its content ends in the middle") }
    }

    private var isInRunsCells: Bool {
        depth >= 3 && keys[1] == .run && keys[2] == .cells && containers[3] == UInt8(ascii: "[")
    }
    private var isInCell: Bool { isInRunsCells && depth >= 4 && containers[4] == UInt8(ascii: "{") }
    private var isInLaunches: Bool {
        isInCell && depth >= 5 && keys[4] == .launches && containers[5] == UInt8(ascii: "[")
    }

    private mutating func open(_ byte: UInt8, at position: Int) throws(Failure) {
        guard depth < Limit.depth else { throw Failure(reason: "its content is nested too deep") }
        depth += 1
        containers[depth] = byte
        keys[depth] = .other
        starts[depth] = position
        try count()
        if depth == 4, isInCell {
            launches.append(List(inside: position..<position))
            pieceValues.cell = 0
        }
        if depth == 6, isInLaunches { pieceValues.launch = 0 }
    }

    private mutating func close(_ byte: UInt8, at position: Int) throws(Failure) {
        guard depth > 0, containers[depth] == UInt8(ascii: "{") ? byte == UInt8(ascii: "}") : byte == UInt8(ascii: "]")
        else { throw Failure(reason: "its content is no JSON") }
        let start = starts[depth]
        switch depth {
        case 3 where isInRunsCells: cells.inside = (start + 1)..<position
        case 4 where isInCell: cells.elements.append(start..<(position + 1))
        case 5 where isInLaunches: launches[launches.count - 1].inside = (start + 1)..<position
        case 6 where isInLaunches: launches[launches.count - 1].elements.append(start..<(position + 1))
        default: break
        }
        depth -= 1
    }

    private mutating func count() throws(Failure) {
        values += 1
        let piece: Int
        if depth >= 6, isInLaunches {
            pieceValues.launch += 1
            piece = pieceValues.launch
        } else if isInCell {
            pieceValues.cell += 1
            piece = pieceValues.cell
        } else {
            pieceValues.rest += 1
            piece = pieceValues.rest
        }
        guard values <= Limit.values, piece <= Limit.pieceValues else {
            throw Failure(reason: "its content has more values than a run's")
        }
    }

    private static func end(ofText bytes: UnsafeRawBufferPointer, from start: Int) throws(Failure) -> Int {
        var position = start
        while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
            position += bytes[position] == UInt8(ascii: "\\") ? 2 : 1
        }
        guard position < bytes.count else { throw Failure(reason: "its content ends in the middle") }
        guard position - start <= Limit.textBytes else { throw Failure(reason: "a text in its content is too long") }
        return position
    }

    private static func key(_ bytes: Slice<UnsafeRawBufferPointer>) -> Key {
        if bytes.elementsEqual("run".utf8) { return .run }
        if bytes.elementsEqual("cells".utf8) { return .cells }
        return bytes.elementsEqual("launches".utf8) ? .launches : .other
    }
}
