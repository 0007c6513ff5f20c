import Foundation
import InferenceCore
import Support
import TestSupport
import Testing

@testable import GoldenSets

@Suite(.hangLimit) struct NumPyArrayTests {
    private func array(_ data: Data) throws -> NumPyArray {
        let folder = try TemporaryFolder()
        let path = folder.file("a.npy")
        try data.write(to: URL(fileURLWithPath: path))
        return try NumPyArray(MappedFile(path: path))
    }

    @Test(
        "Every numeric type and bool is read",
        arguments: zip(
            ["<f4", "<f2", "<f8", "|i1", "<i2", "<i4", "<i8", "|u1", "<u2", "<u4", "<u8", "|b1"],
            [.float32, .float16, .float64, .int8, .int16, .int32, .int64, .uint8, .uint16, .uint32, .uint64, .bool]
                as [ElementType]))
    func types(descr: String, type: ElementType) throws {
        let bytes = (0..<UInt8(6 * type.byteCount)).map { $0 }
        let array = try array(NumpyFile.data(of: bytes, shape: [2, 3], type: descr))
        #expect(array.elementType == type)
        #expect(array.shape == [2, 3])
        #expect(withExtendedLifetime(array) { Array(array.bytes) } == bytes)
        #expect(array.bytes.count == 2 * 3 * type.byteCount)
    }

    /// `numpy.save(file, numpy.arange(6, dtype="int16").reshape(3, 2))`, NumPy 2.4.6, in base 64.
    @Test("What NumPy itself wrote is read") func writtenByNumPy() throws {
        let encoded =
            "k05VTVBZAQB2AHsnZGVzY3InOiAnPGkyJywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDMsIDIpLCB9ICAgICAg"
            + "ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAEAAgADAAQABQA="
        let array = try array(try #require(Data(base64Encoded: encoded)))
        #expect(array.elementType == .int16 && array.shape == [3, 2])
        let values = withExtendedLifetime(array) { Array(array.bytes.bindMemory(to: Int16.self)) }
        #expect(values == [0, 1, 2, 3, 4, 5])
    }

    @Test("Header versions 1, 2 and 3 are read", arguments: [1, 2, 3] as [UInt8]) func versions(version: UInt8) throws {
        let array = try array(NumpyFile.data(of: [7, -7] as [Int32], shape: [2], type: "<i4", version: version))
        let values = withExtendedLifetime(array) { Array(array.bytes.bindMemory(to: Int32.self)) }
        #expect(values == [7, -7])
    }

    @Test("A header as other writers make it is read: other order, double quotes, no trailing comma")
    func headerVariants() throws {
        let header = #"{"shape":(2,),"fortran_order":False,"descr":"<i4"}"#
        #expect(try array(NumpyFile.data(of: [1, 2] as [Int32], header: header)).shape == [2])
    }

    private static func good(_ changes: (inout Data) -> Void) -> Data {
        var data = NumpyFile.data(of: [1, 2] as [Int32], shape: [2], type: "<i4")
        changes(&data)
        return data
    }

    private static func header(_ text: String) -> Data { NumpyFile.data(of: [1, 2] as [Int32], header: text) }

    private static let refusals: [(Data, NumPyFormatError)] = [
        (Data(), .notNumPy),
        (Data("PK\u{3}\u{4} a zip file".utf8), .notNumPy),
        (good { $0[0] = 0 }, .notNumPy),
        (good { $0 = $0.prefix(7) }, .truncatedHeader),
        (good { $0 = $0.prefix(9) }, .truncatedHeader),
        (good { $0 = $0.prefix(60) }, .truncatedHeader),
        (good { $0[6] = 4 }, .version(major: 4, minor: 0)),
        (good { $0[7] = 1 }, .version(major: 1, minor: 1)),
        (good { $0[9] = 0xFF }, .oversizedHeader(0xFF76)),
        (good { $0.removeLast() }, .size(expected: 8, found: 7, shape: [2], type: "int32")),
        (good { $0.append(0) }, .size(expected: 8, found: 9, shape: [2], type: "int32")),
        (header("{'descr': '<i4', 'fortran_order': True, 'shape': (2,), }"), .fortranOrder),
        (header("{'descr': '>i4', 'fortran_order': False, 'shape': (2,), }"), .bigEndian(">i4")),
        (header("{'descr': '|O', 'fortran_order': False, 'shape': (2,), }"), .object("|O")),
        (header("{'descr': '<c8', 'fortran_order': False, 'shape': (2,), }"), .elementType("<c8")),
        (header("{'descr': '<U4', 'fortran_order': False, 'shape': (2,), }"), .elementType("<U4")),
        (header("{'descr': [('a', '<i4')], 'fortran_order': False, 'shape': (2,), }"), .elementType("a structure")),
        (
            header("{'descr': '<i4', 'fortran_order': False, 'shape': (), }"),
            .shape([], "has no dimension to count samples along")
        ),
        (header("{'descr': '<i4', 'fortran_order': False, 'shape': (0, 3), }"), .shape([0, 3], "has no elements")),
        (
            header("{'descr': '<i4', 'fortran_order': False, 'shape': (4611686018427387904, 4), }"),
            .shape([4_611_686_018_427_387_904, 4], "has more elements than memory has addresses")
        ),
    ]

    @Test("What is not the file it says is refused with a reason", arguments: 0..<20) func refused(index: Int) {
        let (data, error) = Self.refusals[index]
        #expect(throws: error) { try array(data) }
        #expect(!error.message.isEmpty && !error.hint.isEmpty)
    }

    @Test("All refusals above are tried") func allRefusalsAreTried() { #expect(Self.refusals.count == 20) }

    @Test(
        "A malformed header is refused",
        arguments: [
            "", "{", "}", "{}", "[]", "{'descr'}", "{'descr': }", "{'descr': '<i4'}", "{'descr: '<i4', }",
            "{'descr': '<i4', 'fortran_order': 0, 'shape': (2,), }",
            "{'descr': '<i4', 'fortran_order': False, 'shape': 2}",
            "{'descr': '<i4', 'fortran_order': False, 'shape': (-2,), }",
            "{'descr': '<i4', 'fortran_order': False, 'shape': (2.0,), }",
            "{'descr': '<i4', 'fortran_order': False, 'shape': (99999999999999999999,), }",
            "{'descr': '<i4', 'fortran_order': False, 'shape': (2,), 'shape': (2,), }",
            "{'descr': '<i4', 'fortran_order': False, 'shape': (2,), 'more': True, }",
            "{'descr': '<i4', 'fortran_order': False, 'shape': (2,), } import os",
            "{'descr': '<i4', 'fortran_order': False, 'shape': (2 2), }",
        ])
    func malformed(header: String) {
        #expect {
            try array(Self.header(header))
        } throws: { error in
            if case NumPyFormatError.malformedHeader = error { true } else { false }
        }
    }

    @Test("No mutation of a header crashes") func mutations() throws {
        let original = Array(NumpyFile.data(of: (0..<6).map { Int32($0) }, shape: [2, 3], type: "<i4"))
        for position in 0..<128 {
            for value in [0, 0x27, 0x28, 0x2C, 0x39, 0x7B, 0xFF] as [UInt8] {
                var bytes = original
                bytes[position] = value
                for bytes in [bytes, Array(bytes.prefix(position))] {
                    let header = bytes.withUnsafeBytes { try? NumPyHeader($0) }
                    if let header { #expect(header.byteCount <= bytes.count) }
                }
            }
        }
    }
}
