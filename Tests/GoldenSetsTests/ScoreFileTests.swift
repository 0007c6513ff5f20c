import Files
import Foundation
import GoldenSets
import InferenceCore
import Testing

@Suite struct ScoreFileTests {
    private func rows(of matrix: ScoreMatrix) -> [[Float]] {
        (0..<matrix.rows).map { matrix.withRow($0) { Array($0) } }
    }

    @Test("What is written is read back, also beyond the buffer", arguments: [(1, 1), (3, 2), (70, 1000), (2, 20_000)])
    func roundTrip(samples: Int, columns: Int) throws {
        let folder = try TemporaryFolder()
        let writer = try ScoreFileWriter(path: folder.file("scores"), columns: columns)
        let expected = (0..<samples).map { row in (0..<columns).map { Float(row) + Float($0) / 1024 } }
        for row in expected {
            try writer.append(Tensor(elementType: .float32, shape: [1, columns], copying: row))
        }
        #expect(writer.rows == samples)
        try writer.finish()
        let matrix = try ScoreMatrix.open(path: folder.file("scores"), rows: samples, columns: columns)
        #expect(rows(of: matrix) == expected)
        let mode = try FileManager.default.attributesOfItem(atPath: folder.file("scores"))[.posixPermissions]
        #expect(mode as? Int == 0o600)
    }

    @Test("Half precision, bfloat16 and doubles become Float32") func conversions() throws {
        let folder = try TemporaryFolder()
        let writer = try ScoreFileWriter(path: folder.file("scores"), columns: 2)
        // 1.5 and -2: IEEE 754 binary16 0x3E00 and 0xC000, bfloat16 0x3FC0 and 0xC000.
        try writer.append(Tensor(elementType: .float16, shape: [2], copying: [0x3E00, 0xC000] as [UInt16]))
        try writer.append(Tensor(elementType: .bfloat16, shape: [2], copying: [0x3FC0, 0xC000] as [UInt16]))
        try writer.append(Tensor(elementType: .float64, shape: [1, 2], copying: [1.5, -2] as [Double]))
        try writer.finish()
        let matrix = try ScoreMatrix.open(path: folder.file("scores"), rows: 3, columns: 2)
        #expect(rows(of: matrix) == [[1.5, -2], [1.5, -2], [1.5, -2]])
    }

    @Test("An output of another size or type is refused") func refusals() throws {
        let folder = try TemporaryFolder()
        let writer = try ScoreFileWriter(path: folder.file("scores"), columns: 2)
        #expect(throws: GoldenSetError.self) {
            try writer.append(Tensor(elementType: .float32, shape: [3], copying: [1, 2, 3] as [Float]))
        }
        #expect(throws: GoldenSetError.self) {
            try writer.append(Tensor(elementType: .int32, shape: [2], copying: [1, 2] as [Int32]))
        }
        #expect(writer.rows == 0)
        #expect(throws: GoldenSetError.self) { try ScoreFileWriter(path: folder.file("none"), columns: 0) }
        #expect(throws: GoldenSetError.self) { try ScoreFileWriter(path: folder.file("no/such/folder"), columns: 1) }
    }

    @Test("A full disk is an error, not lost scores") func fullDisk() throws {
        let writer = try ScoreFileWriter(path: "/dev/full", columns: 1)
        try writer.append(Tensor(elementType: .float32, shape: [1], copying: [1] as [Float]))
        #expect {
            try writer.finish()
        } throws: { error in
            if case GoldenSetError.file(.unwritable) = error { true } else { false }
        }
    }

    @Test("A file of another size is refused", arguments: [(2, 3), (1, 1), (0, 2), (2, 0), (Int.max, 2)])
    func wrongSize(rows: Int, columns: Int) throws {
        let folder = try TemporaryFolder()
        try AtomicFile.write(Data(count: 16), to: folder.file("scores"))
        #expect(throws: GoldenSetError.self) {
            try ScoreMatrix.open(path: folder.file("scores"), rows: rows, columns: columns)
        }
    }

    @Test("Shards of any sizes are one matrix") func shards() throws {
        let values = (0..<14).map(Float.init)
        let parts = [(0, 3), (3, 4), (4, 7)].map { first, end in
            ScoreMatrix(rows: end - first, columns: 2, values: Array(values[first * 2..<end * 2]))
        }
        let whole = try ScoreMatrix(concatenating: parts)
        #expect(rows(of: whole).flatMap(\.self) == values)
        #expect(whole.columns == 2)
        let nested = try ScoreMatrix(concatenating: [whole, parts[1]])
        #expect(nested.rows == 8)
        #expect(rows(of: nested).last == [6, 7])
        #expect(throws: GoldenSetError.self) { try ScoreMatrix(concatenating: []) }
        #expect(throws: GoldenSetError.self) {
            try ScoreMatrix(concatenating: [whole, ScoreMatrix(rows: 1, columns: 1, values: [0])])
        }
    }
}
