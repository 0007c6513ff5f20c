import Foundation
import GoldenSets
import InferenceCore
import Support
import TestSupport
import Testing

@Suite(.hangLimit) struct OutputFileTests {
    private func rows(of table: OutputTable) -> [[Float]] {
        (0..<table.rows).map { table.withRow($0) { Array($0) } }
    }

    private func written(
        _ tensors: [Tensor], _ reduction: RequestedOutput.Reduction = .none, in folder: TemporaryFolder
    ) throws -> OutputTable {
        let writer = try OutputFileWriter(path: folder.file("output"), reduction: reduction)
        for tensor in tensors { try writer.append(tensor) }
        #expect(writer.rows == tensors.count)
        try writer.finish()
        return try OutputTable.open(path: folder.file("output"), rows: tensors.count)
    }

    @Test("What is written is read back, also beyond the buffer", arguments: [(1, 1), (3, 2), (70, 1000), (2, 90_000)])
    func roundTrip(samples: Int, columns: Int) throws {
        let folder = try TemporaryFolder()
        let expected = (0..<samples).map { row in (0..<columns).map { Float(row) + Float($0) / 1024 } }
        let table = try written(
            expected.map { Tensor(elementType: .float32, shape: [1, columns], copying: $0) }, in: folder)
        #expect(rows(of: table) == expected)
        #expect(table.shape(ofRow: samples - 1) == [1, columns])
        let matrix = try table.matrix(columns: columns)
        #expect(matrix.withRow(samples - 1) { Array($0) } == expected[samples - 1])
        for file in ["output", "output.shapes"] {
            let mode = try FileManager.default.attributesOfItem(atPath: folder.file(file))[.posixPermissions]
            #expect(mode as? Int == 0o600)
        }
    }

    @Test("Samples may differ in shape, and one may have no value at all") func shapes() throws {
        let folder = try TemporaryFolder()
        let table = try written(
            [
                Tensor(elementType: .float32, shape: [1, 2, 2], copying: [1, 2, 3, 4] as [Float]),
                Tensor(elementType: .float32, shape: [0, 4], copying: [] as [Float]),
                Tensor(elementType: .float32, shape: [], copying: [7] as [Float]),
            ], in: folder)
        #expect((0..<3).map(table.shape) == [[1, 2, 2], [0, 4], []])
        #expect(rows(of: table) == [[1, 2, 3, 4], [], [7]])
        #expect(throws: GoldenSetError.self) { try table.matrix(columns: 4) }
    }

    @Test("Rows of one shape and others after them are told apart", arguments: [0, 1, 3])
    func shapesAfterEqualOnes(equal: Int) throws {
        let folder = try TemporaryFolder()
        let shapes: [[Int]] = Array(repeating: [1, 2], count: equal) + [[2, 1], [1, 2], [1, 3]]
        let values: [[Float]] = shapes.indices.map { row in
            (0..<(shapes[row][0] * shapes[row][1])).map { Float(10 * row + $0) }
        }
        let tensors = zip(shapes, values).map { shape, values in
            Tensor(elementType: .float32, shape: shape, copying: values)
        }
        let table = try written(tensors, in: folder)
        #expect((0..<table.rows).map(table.shape) == shapes)
        #expect(rows(of: table) == values)
        #expect(throws: GoldenSetError.self) { try table.matrix(columns: 2) }
    }

    @Test("Every numeric type becomes Float32") func conversions() throws {
        let folder = try TemporaryFolder()
        // 1.5 and -2: IEEE 754 binary16 0x3E00 and 0xC000, bfloat16 0x3FC0 and 0xC000.
        let table = try written(
            [
                Tensor(elementType: .float16, shape: [2], copying: [0x3E00, 0xC000] as [UInt16]),
                Tensor(elementType: .bfloat16, shape: [2], copying: [0x3FC0, 0xC000] as [UInt16]),
                Tensor(elementType: .float64, shape: [1, 2], copying: [1.5, -2] as [Double]),
                Tensor(elementType: .int64, shape: [2], copying: [3, -4] as [Int64]),
            ], in: folder)
        #expect(rows(of: table) == [[1.5, -2], [1.5, -2], [1.5, -2], [3, -4]])
    }

    @Test("The highest class is kept along the last axis or the second, the lower of equals") func reductions() throws {
        let folder = try TemporaryFolder()
        // [1, 2, 3]: two steps of three classes, or two classes of three pixels.
        let tensor = Tensor(elementType: .float32, shape: [1, 2, 3], copying: [0, 5, 5, 9, 1, 2] as [Float])
        let steps = try written([tensor], .indexOfHighestInLastAxis, in: folder)
        #expect(rows(of: steps) == [[1, 0]])
        #expect(steps.shape(ofRow: 0) == [1, 2])
        let pixels = try written([tensor], .indexOfHighestInSecondAxis, in: folder)
        #expect(rows(of: pixels) == [[1, 0, 0]])
        #expect(pixels.shape(ofRow: 0) == [1, 3])
    }

    @Test("A step with NaN or infinity has no highest class", arguments: [Float.nan, .infinity, -.infinity])
    func notFinite(value: Float) throws {
        let folder = try TemporaryFolder()
        let table = try written(
            [Tensor(elementType: .float32, shape: [2, 2], copying: [1, value, 2, 3])], .indexOfHighestInLastAxis,
            in: folder)
        #expect(rows(of: table)[0][0].isNaN)
        #expect(rows(of: table)[0][1] == 1)
    }

    @Test("What is no number, or has no axis of classes, is refused") func refusals() throws {
        let folder = try TemporaryFolder()
        let writer = try OutputFileWriter(path: folder.file("output"), reduction: .indexOfHighestInSecondAxis)
        #expect(throws: GoldenSetError.self) {
            try writer.append(Tensor(elementType: .float32, shape: [3], copying: [1, 2, 3] as [Float]))
        }
        #expect(throws: GoldenSetError.self) {
            try writer.append(Tensor(elementType: .bool, shape: [1, 2, 1], copying: [0, 1] as [UInt8]))
        }
        #expect(writer.rows == 0)
        #expect(throws: GoldenSetError.self) {
            try OutputFileWriter(path: folder.file("no/such/folder"), reduction: .none)
        }
    }

    @Test("Files that do not fit each other are refused") func damage() throws {
        let folder = try TemporaryFolder()
        _ = try written([Tensor(elementType: .float32, shape: [4], copying: [1, 2, 3, 4] as [Float])], in: folder)
        #expect(throws: GoldenSetError.self) { try OutputTable.open(path: folder.file("output"), rows: 2) }
        #expect(throws: GoldenSetError.self) { try OutputTable.open(path: folder.file("output"), rows: 0) }
        try AtomicFile.write(Data(count: 12), to: folder.file("output"))
        #expect(throws: GoldenSetError.self) { try OutputTable.open(path: folder.file("output"), rows: 1) }
        try AtomicFile.write(Data([1, 0, 0, 0, 255, 255, 255, 127]), to: folder.file("output.shapes"))
        #expect(throws: GoldenSetError.self) { try OutputTable.open(path: folder.file("output"), rows: 1) }
        try AtomicFile.write(Data([200, 0, 0, 0]), to: folder.file("output.shapes"))
        #expect(throws: GoldenSetError.self) { try OutputTable.open(path: folder.file("output"), rows: 1) }
    }

    @Test("Tables of any sizes are one table") func concatenation() throws {
        let parts = [[[0, 1]], [[2, 3], [4, 5]]].map { rows in
            OutputTable(rows: rows.map { (shape: [2], values: $0.map(Float.init)) })
        }
        let whole = OutputTable(concatenating: parts)
        #expect(rows(of: whole) == [[0, 1], [2, 3], [4, 5]])
        #expect(try whole.matrix(columns: 2).rows == 3)
        let nested = OutputTable(concatenating: [whole, parts[1]])
        #expect(nested.withRow(4) { Array($0) } == [4, 5])
    }
}
