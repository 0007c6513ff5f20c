import InferenceCore
import TestSupport
import Testing

@Suite("Tensors are brought to the order of axes and the type that a model takes", .hangLimit)
struct TensorConversionTests {
    @Test(
        "A transposition moves every element to where its index says",
        arguments: [[0, 2, 3, 1], [3, 1, 0, 2], [0, 1, 2, 3]])
    func transposition(axes: [Int]) {
        let shape = [2, 3, 4, 5]
        let tensor = Tensor(elementType: .int16, shape: shape, copying: (0..<120).map { Int16($0) })
        let turned = tensor.transposed(axes)
        #expect(turned.shape == axes.map { shape[$0] })
        let values = turned.bytes.bindMemory(to: Int16.self)
        var index = 0
        for a in 0..<turned.shape[0] {
            for b in 0..<turned.shape[1] {
                for c in 0..<turned.shape[2] {
                    for d in 0..<turned.shape[3] {
                        var place = [0, 0, 0, 0]
                        for (axis, position) in zip(axes, [a, b, c, d]) { place[axis] = position }
                        let origin = ((place[0] * 3 + place[1]) * 4 + place[2]) * 5 + place[3]
                        #expect(values[index] == Int16(origin))
                        index += 1
                    }
                }
            }
        }
    }

    @Test("A scalar and a tensor without elements can be turned too") func emptyTensors() {
        #expect(Tensor(elementType: .float32, shape: [], copying: [1.5 as Float]).transposed([]).bytes.count == 4)
        let empty = Tensor(elementType: .float32, shape: [0, 3], copying: [] as [Float]).transposed([1, 0])
        #expect(empty.shape == [3, 0] && empty.bytes.isEmpty)
    }

    @Test("Whole numbers are cast where none is lost") func cast() throws {
        let wide = Tensor(elementType: .int64, shape: [3], copying: [-2, 0, 2_147_483_647] as [Int64])
        let narrow = try wide.cast(to: .int32)
        #expect(narrow.elementType == .int32 && narrow.shape == [3])
        #expect(Array(narrow.bytes.bindMemory(to: Int32.self)) == [-2, 0, .max])
        #expect(throws: InferenceError.notCastable(from: .int64, to: .int8, value: "2147483647")) {
            try Tensor(elementType: .int64, shape: [1], copying: [2_147_483_647] as [Int64]).cast(to: .int8)
        }
        #expect(throws: InferenceError.notCastable(from: .uint8, to: .bool, value: "2")) {
            try Tensor(elementType: .uint8, shape: [2], copying: [1, 2] as [UInt8]).cast(to: .bool)
        }
        #expect(throws: InferenceError.notCastable(from: .int64, to: .float32, value: "16777217")) {
            try Tensor(elementType: .int64, shape: [1], copying: [16_777_217 as Int64]).cast(to: .float32)
        }
        #expect(throws: InferenceError.notCastable(from: .float32, to: .int8, value: "1.5")) {
            try Tensor(elementType: .float32, shape: [1], copying: [1.5 as Float]).cast(to: .int8)
        }
        let whole = Tensor(elementType: .float32, shape: [2], copying: [-128, 127] as [Float])
        #expect(try whole.cast(to: .int8).floatValues() == [-128, 127])
        let mask = Tensor(elementType: .bool, shape: [2], copying: [true, false])
        #expect(try mask.cast(to: .int64).floatValues() == [1, 0])
    }

    /// numpy 2.3: `np.float32(x).astype(np.float16).view(np.uint16)`.
    @Test(
        "float16 is rounded to nearest, ties to even, subnormals too",
        arguments: [
            (1, 0x3C00), (1.000_488_3, 0x3C00), (1.000_488_4, 0x3C01), (1.001_464_8, 0x3C02), (-65_504, 0xFBFF),
            (65_519.99, 0x7BFF), (6.097_555e-5, 0x03FF), (6.103_516e-5, 0x0400), (2.980_232_2e-8, 0x0000),
            (2.980_232_6e-8, 0x0001), (8.940_697e-8, 0x0002), (-0.0, 0x8000), (0.333_333_34, 0x3555),
        ] as [(Float, UInt16)])
    func half(value: Float, bits: UInt16) throws {
        let tensor = try Tensor(elementType: .float32, shape: [1], copying: [value]).cast(to: .float16)
        #expect(tensor.bytes.loadUnaligned(as: UInt16.self) == bits)
    }

    /// The truth is the upper half of the float32, rounded half to even: 1.00390625 lies between 0x3F80 and 0x3F81.
    @Test(
        "bfloat16 is rounded to nearest, ties to even",
        arguments: [(1, 0x3F80), (1.003_906_25, 0x3F80), (1.011_718_75, 0x3F82), (1.003_907, 0x3F81)]
            as [(Float, UInt16)])
    func bfloat16(value: Float, bits: UInt16) throws {
        let tensor = try Tensor(elementType: .float64, shape: [1], copying: [Double(value)]).cast(to: .bfloat16)
        #expect(tensor.bytes.loadUnaligned(as: UInt16.self) == bits)
    }

    @Test("Every number of 16 bits comes back from float32 as it was", arguments: [ElementType.float16, .bfloat16])
    func roundTrip(type: ElementType) throws {
        let all = Tensor(elementType: type, shape: [65_536], copying: (0...65_535).map { UInt16($0) })
        let back = try all.cast(to: .float32).cast(to: type)
        let values = try all.floatValues()
        for index in 0..<65_536 where !values[index].isNaN {
            #expect(back.bytes.loadUnaligned(fromByteOffset: index * 2, as: UInt16.self) == UInt16(index))
        }
    }

    @Test(
        "A finite number that the narrower type does not hold is no infinity",
        arguments: [ElementType.float16, .float32])
    func overflow(type: ElementType) {
        let large = Tensor(elementType: .float64, shape: [1], copying: [1e300])
        #expect(throws: InferenceError.notCastable(from: .float64, to: type, value: "1e+300")) {
            try large.cast(to: type)
        }
        #expect(throws: Never.self) {
            try Tensor(elementType: .float64, shape: [1], copying: [-Double.infinity]).cast(to: type)
        }
    }
}
