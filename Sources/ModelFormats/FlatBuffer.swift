import Foundation

/// Writes a FlatBuffers message: enough to build small models without their tools; `FlatTable` reads them.
///
/// Layout: flatbuffers.dev, "FlatBuffers Internals". A table begins with the distance back to its own list of field
/// offsets; whatever is no number lies further on, at a distance from the place that refers to it.
package struct FlatBuffer {
    package indirect enum Value {
        case byte(UInt8)
        case integer(Int32)
        /// Fields by their number; what is not there has its default.
        case table([Int: Value])
        case list([Value])
        case integers([Int32])
        case longs([Int64])
        case floats([Float])
        /// Aligned to 16 bytes, as tensors want it.
        case bytes(Data)
        case text(String)
    }

    package private(set) var data = Data()

    /// - Parameter identifier: four characters that say what the file is.
    package init(_ root: [Int: Value], identifier: String) {
        append(UInt32(0))
        data.append(contentsOf: identifier.utf8)
        refer(from: 0, to: write(.table(root)))
    }

    /// - Returns: where the value begins.
    private mutating func write(_ value: Value) -> Int {
        switch value {
        case .byte, .integer: preconditionFailure("numbers lie in their table")
        case .table(let fields): return writeTable(fields)
        case .list(let elements):
            let start = begin(count: elements.count)
            let slots = elements.map { _ in reserve() }
            for (slot, element) in zip(slots, elements) { refer(from: slot, to: write(element)) }
            return start
        case .integers(let elements): return writeVector(of: elements)
        case .longs(let elements): return writeVector(of: elements)
        case .floats(let elements): return writeVector(of: elements)
        case .bytes(let bytes):
            let start = begin(count: bytes.count, alignment: 16)
            data.append(bytes)
            return start
        case .text(let text):
            let start = begin(count: text.utf8.count)
            data.append(contentsOf: text.utf8)
            data.append(0)
            return start
        }
    }

    private mutating func writeTable(_ fields: [Int: Value]) -> Int {
        let slotBytes = 4
        let numbers = fields.keys.sorted()
        let fieldCount = (numbers.last ?? -1) + 1
        pad(to: 4)
        let offsets = data.count
        append(UInt16(4 + 2 * fieldCount))
        append(UInt16(slotBytes * (1 + numbers.count)))
        for field in 0..<fieldCount {
            let place = numbers.firstIndex(of: field).map { slotBytes * (1 + $0) } ?? 0
            append(UInt16(place))
        }
        pad(to: 4)
        let start = data.count
        append(Int32(start - offsets))
        let slots = numbers.map { ($0, reserve()) }
        for (number, slot) in slots {
            switch fields[number] {
            case .byte(let byte): data[slot] = byte
            case .integer(let integer): put(UInt32(bitPattern: integer), at: slot)
            case .some(let value): refer(from: slot, to: write(value))
            case nil: break
            }
        }
        return start
    }

    private mutating func writeVector<Element: BitwiseCopyable>(of elements: [Element]) -> Int {
        let start = begin(count: elements.count, alignment: max(4, MemoryLayout<Element>.alignment))
        elements.withUnsafeBytes { data.append(contentsOf: $0) }
        return start
    }

    /// Begins a vector whose elements, after the count, are aligned.
    private mutating func begin(count: Int, alignment: Int = 4) -> Int {
        pad(to: 4)
        while (data.count + 4) % alignment != 0 { data.append(0) }
        let start = data.count
        append(UInt32(count))
        return start
    }

    private mutating func reserve() -> Int {
        append(UInt32(0))
        return data.count - 4
    }

    private mutating func refer(from slot: Int, to start: Int) { put(UInt32(start - slot), at: slot) }

    private mutating func pad(to alignment: Int) {
        while data.count % alignment != 0 { data.append(0) }
    }

    private mutating func put(_ value: UInt32, at place: Int) {
        for index in 0..<4 { data[place + index] = UInt8(truncatingIfNeeded: value >> (8 * UInt32(index))) }
    }

    private mutating func append<Value: FixedWidthInteger>(_ value: Value) {
        withUnsafeBytes(of: value.littleEndian) { data.append(contentsOf: $0) }
    }
}
