import TestSupport
import Testing

@testable import InferenceCore

@Suite("Reading a tensor as floats", .hangLimit)
struct FloatValuesTests {
    #if !(os(macOS) && arch(x86_64))
        @Test("agrees with the compiler on every float16")
        func widensHalfPrecision() {
            for bits in UInt16.min...UInt16.max {
                let ours = FloatBits.float(halfPrecision: bits)
                let theirs = Float(Float16(bitPattern: bits))
                #expect(ours.bitPattern == theirs.bitPattern || ours.isNaN && theirs.isNaN, "\(bits)")
            }
        }
    #endif

    /// IEEE 754-2019, table 3.5 (binary16): largest, smallest normal and smallest subnormal numbers.
    @Test(
        "knows the corners of float16",
        arguments: [
            (0x3C00, 1), (0xC000, -2), (0x7BFF, 65_504), (0x0400, 0x1p-14), (0x0001, 0x1p-24), (0x03FF, 0x1.FF8p-15),
            (0x7C00, Float.infinity), (0xFC00, -Float.infinity), (0x0000, 0),
        ] as [(UInt16, Float)])
    func widensCorners(bits: UInt16, value: Float) {
        #expect(FloatBits.float(halfPrecision: bits) == value)
    }

    @Test("takes a bfloat16 for the upper half of a float32", arguments: [1, -2.5, 0x1p-130, .infinity] as [Float])
    func widensBrainFloats(value: Float) {
        #expect(FloatBits.float(bfloat16: UInt16(value.bitPattern >> 16)) == value)
    }

    @Test("covers every numeric type", arguments: ElementType.allCases.filter { $0 != .bool })
    func coversTypes(type: ElementType) throws {
        let tensor = Self.oneToFour(type)
        #expect(try tensor.floatValues() == [1, 2, 3, 4])
        var row = [Float](repeating: 0, count: 2)
        try row.withUnsafeMutableBufferPointer { buffer throws(InferenceError) in
            try tensor.copyFloatValues(2..<4, into: buffer)
        }
        #expect(row == [3, 4])
    }

    @Test("keeps signs and extremes of integers")
    func keepsExtremes() throws {
        #expect(try Tensor(elementType: .int8, shape: [2], copying: [Int8.min, .max]).floatValues() == [-128, 127])
        #expect(try Tensor(elementType: .uint8, shape: [1], copying: [UInt8.max]).floatValues() == [255])
        #expect(try Tensor(elementType: .uint64, shape: [1], copying: [UInt64.max]).floatValues() == [0x1p64])
        #expect(try Tensor(elementType: .int64, shape: [1], copying: [Int64.min]).floatValues() == [-0x1p63])
    }

    @Test("keeps what is not finite, and rounds wider floats to nearest")
    func keepsNonFinite() throws {
        let values = try Tensor(
            elementType: .float64, shape: [4], copying: [Double.nan, .infinity, 1e300, 0.1]
        ).floatValues()
        #expect(values[0].isNaN)
        #expect(values[1...] == [.infinity, .infinity, 0.1])
    }

    @Test("reads memory that is aligned for nothing")
    func readsUnalignedMemory() throws {
        let storage = TensorStorage(byteCount: 9)
        storage.bytes.storeBytes(of: 1.5, toByteOffset: 1, as: Float.self)
        storage.bytes.storeBytes(of: -2, toByteOffset: 5, as: Float.self)
        let bytes = UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(storage.bytes)[1...])
        let tensor = Tensor(elementType: .float32, shape: [2], bytes: bytes, owner: storage)
        #expect(try tensor.floatValues() == [1.5, -2])
    }

    @Test("is empty for an empty tensor")
    func isEmpty() throws {
        #expect(try Tensor(elementType: .int16, shape: [0, 3], copying: [Int16]()).floatValues() == [])
    }

    @Test("refuses booleans")
    func refusesBooleans() {
        let tensor = Tensor(elementType: .bool, shape: [1], copying: [true])
        #expect(throws: InferenceError.notNumeric(.bool)) { try tensor.floatValues() }
    }

    static func oneToFour(_ type: ElementType) -> Tensor {
        func tensor<Element: BitwiseCopyable>(_ elements: [Element]) -> Tensor {
            Tensor(elementType: type, shape: [4], copying: elements)
        }
        switch type {
        case .float32: return tensor([1, 2, 3, 4] as [Float])
        case .float64: return tensor([1, 2, 3, 4] as [Double])
        case .float16: return tensor([0x3C00, 0x4000, 0x4200, 0x4400] as [UInt16])
        case .bfloat16: return tensor([0x3F80, 0x4000, 0x4040, 0x4080] as [UInt16])
        case .int8: return tensor([1, 2, 3, 4] as [Int8])
        case .int16: return tensor([1, 2, 3, 4] as [Int16])
        case .int32: return tensor([1, 2, 3, 4] as [Int32])
        case .int64: return tensor([1, 2, 3, 4] as [Int64])
        case .uint8, .bool: return tensor([1, 2, 3, 4] as [UInt8])
        case .uint16: return tensor([1, 2, 3, 4] as [UInt16])
        case .uint32: return tensor([1, 2, 3, 4] as [UInt32])
        case .uint64: return tensor([1, 2, 3, 4] as [UInt64])
        }
    }
}
