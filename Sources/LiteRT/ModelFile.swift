import Diagnostics
import InferenceCore
import Support

/// Looks at a model file before the library maps it: the library follows every offset in it without a check, and ends the
/// process on a file that is cut off.
package struct ModelFile {
    /// What may lie behind a field of a table, as far as the library reads it when it loads a model.
    private indirect enum Content {
        case vector(elementBytes: Int)
        /// Ends with a NUL that does not count.
        case text
        case table([Int: Content])
        case tables([Int: Content])
    }

    /// Why a walk through the file ended early.
    private struct Defect: Error {
        var reason: String
    }

    private let bytes: UnsafeRawBufferPointer

    /// - Throws: `InferenceError.invalidModel`.
    static func check(_ path: String) throws(InferenceError) {
        let defect: String?
        guard !GitLFSPointer.isAt(path) else { throw ModelRefusal.lfsPointer(path: path) }
        do {
            let file = try MappedFile(path: path)
            defect = withExtendedLifetime(file) { Self.defect(of: file.bytes) }
        } catch {
            defect = error.description
        }
        if let defect { throw .invalidModel(path: path, reason: defect) }
    }

    /// The name of the first tensor that is a variable (`is_variable` of the schema); nil when there is none, or the file cannot
    /// be read.
    package static func variable(in path: String) -> String? {
        guard let file = try? MappedFile(path: path) else { return nil }
        return withExtendedLifetime(file) { try? ModelFile(bytes: file.bytes).firstVariable() }
    }

    /// Shapes of the inputs and outputs whose sizes the file leaves open, -1 for each of those, by the names of its signature, or of
    /// its tensors where it has none; empty for a file that cannot be read.
    ///
    /// The library itself tells them only of tensors that are said to have a rank (`has_rank` of the schema), which converters often
    /// leave out: of others it tells the size 1.
    static func openShapes(in path: String) -> [String: [Int]] {
        guard let file = try? MappedFile(path: path) else { return [:] }
        return withExtendedLifetime(file) { (try? ModelFile(bytes: file.bytes).openShapes()) ?? [:] }
    }

    private func openShapes() throws(Defect) -> [String: [Int]] {
        let model = try target(of: 0)
        guard let graph = try tables(2, ofTableAt: model).first else { return [:] }
        let tensors = try tables(0, ofTableAt: graph)
        var shapes: [String: [Int]] = [:]
        func note(_ name: String, _ index: Int) throws(Defect) {
            guard tensors.indices.contains(index), let place = try field(7, ofTableAt: tensors[index]) else { return }
            let shape = try integers(at: place)
            if shape.contains(where: { $0 < 0 }) { shapes[name] = shape }
        }
        for signature in try tables(7, ofTableAt: model) {
            for port in try tables(0, ofTableAt: signature) + tables(1, ofTableAt: signature) {
                guard let name = try field(0, ofTableAt: port) else { continue }
                // An index of 0 is the default, which is not written.
                let place = try field(1, ofTableAt: port)
                var index = 0
                if let place { index = Int(try integer(at: place, as: UInt32.self)) }
                try note(try text(at: name), index)
            }
        }
        if shapes.isEmpty {
            for ports in [1, 2] {
                guard let place = try field(ports, ofTableAt: graph) else { continue }
                for index in try integers(at: place) where tensors.indices.contains(index) {
                    if let name = try field(3, ofTableAt: tensors[index]) { try note(try text(at: name), index) }
                }
            }
        }
        return shapes
    }

    /// The vector of 32-bit integers that the offset at `place` leads to.
    private func integers(at place: Int) throws(Defect) -> [Int] {
        let start = try target(of: place)
        let count = Int(try integer(at: start, as: UInt32.self))
        try require(start + 4, count: count * 4)
        var values: [Int] = []
        for index in 0..<count { values.append(Int(try integer(at: start + 4 + 4 * index, as: Int32.self))) }
        return values
    }

    private func text(at place: Int) throws(Defect) -> String {
        let start = try target(of: place)
        let count = Int(try integer(at: start, as: UInt32.self))
        try require(start + 4, count: count)
        return String(decoding: bytes[start + 4..<start + 4 + count], as: UTF8.self)
    }

    private func firstVariable() throws(Defect) -> String? {
        for graph in try tables(2, ofTableAt: try target(of: 0)) {
            for tensor in try tables(0, ofTableAt: graph) {
                guard let place = try field(5, ofTableAt: tensor), try integer(at: place, as: UInt8.self) != 0 else {
                    continue
                }
                guard let name = try field(3, ofTableAt: tensor) else { return "" }
                return try text(at: name)
            }
        }
        return nil
    }

    /// Where a field of a table lies; nil when it has its default.
    private func field(_ field: Int, ofTableAt place: Int) throws(Defect) -> Int? {
        let offsets = place - Int(try integer(at: place, as: Int32.self))
        guard 4 + 2 * field + 2 <= Int(try integer(at: offsets, as: UInt16.self)) else { return nil }
        let offset = Int(try integer(at: offsets + 4 + 2 * field, as: UInt16.self))
        return offset == 0 ? nil : place + offset
    }

    /// Where the tables of a vector of tables lie.
    private func tables(_ field: Int, ofTableAt place: Int) throws(Defect) -> [Int] {
        guard let vector = try self.field(field, ofTableAt: place) else { return [] }
        let start = try target(of: vector)
        let count = Int(try integer(at: start, as: UInt32.self))
        try require(start + 4, count: count * 4)
        var places: [Int] = []
        for index in 0..<count { places.append(try target(of: start + 4 + 4 * index)) }
        return places
    }

    /// What is wrong with a model; nil for one that the library can walk through.
    static func defect(of bytes: UnsafeRawBufferPointer) -> String? {
        do throws(Defect) {
            try ModelFile(bytes: bytes).check()
            return nil
        } catch {
            return error.reason
        }
    }

    /// Layout: flatbuffers.dev, "FlatBuffers Internals": the root's offset, then four characters that say the kind.
    private func check() throws(Defect) {
        guard bytes.count >= 8, bytes[4..<8].elementsEqual("TFL3".utf8) else {
            throw Defect(reason: "it is no TensorFlow Lite model: 'TFL3' does not stand where it should")
        }
        try checkTable(at: try target(of: 0), Self.model)
    }

    private func checkTable(at place: Int, _ fields: [Int: Content]) throws(Defect) {
        let offsets = place - Int(try integer(at: place, as: Int32.self))
        let offsetBytes = Int(try integer(at: offsets, as: UInt16.self))
        let tableBytes = Int(try integer(at: offsets + 2, as: UInt16.self))
        try require(offsets, count: offsetBytes)
        try require(place, count: tableBytes)
        for (field, content) in fields where 4 + 2 * field + 2 <= offsetBytes {
            let offset = Int(try integer(at: offsets + 4 + 2 * field, as: UInt16.self))
            guard offset != 0 else { continue }
            try check(content, at: try target(of: place + offset))
        }
    }

    private func check(_ content: Content, at place: Int) throws(Defect) {
        switch content {
        case .table(let fields): try checkTable(at: place, fields)
        case .vector(let elementBytes):
            let count = Int(try integer(at: place, as: UInt32.self))
            try require(place + 4, count: count * elementBytes)
        case .text:
            let count = Int(try integer(at: place, as: UInt32.self))
            try require(place + 4, count: count + 1)
        case .tables(let fields):
            let count = Int(try integer(at: place, as: UInt32.self))
            try require(place + 4, count: count * 4)
            for index in 0..<count {
                try checkTable(at: try target(of: place + 4 + 4 * index), fields)
            }
        }
    }

    /// Where the offset that stands at `place` leads.
    private func target(of place: Int) throws(Defect) -> Int { place + Int(try integer(at: place, as: UInt32.self)) }

    private func integer<Value: FixedWidthInteger & BitwiseCopyable>(
        at place: Int, as: Value.Type
    ) throws(Defect) -> Value {
        try require(place, count: MemoryLayout<Value>.size)
        return Value(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: Value.self))
    }

    /// Offsets are of 32 bits, so that sums of a few never overflow.
    private func require(_ place: Int, count: Int) throws(Defect) {
        guard place >= 0, place <= bytes.count, count <= bytes.count - place else {
            throw Defect(reason: "it is cut off or damaged: it speaks of more than its \(bytes.count) bytes")
        }
    }

    private static let integers = Content.vector(elementBytes: 4)

    /// Fields by their number in TensorFlow Lite's schema, version 3.
    private static let model: [Int: Content] = [
        1: .tables([1: .text]),
        2: .tables([0: .tables(tensor), 1: integers, 2: integers, 3: .tables(operation), 4: .text]),
        3: .text,
        4: .tables([0: .vector(elementBytes: 1)]),
        6: .tables([0: .text]),
        7: .tables([0: .tables([0: .text]), 1: .tables([0: .text]), 2: .text]),
    ]
    private static let tensor: [Int: Content] = [
        0: integers, 3: .text, 4: .table([2: integers, 3: .vector(elementBytes: 8)]), 7: integers,
    ]
    private static let operation: [Int: Content] = [
        1: integers, 2: integers, 4: .table([:]), 5: .vector(elementBytes: 1),
    ]
}
