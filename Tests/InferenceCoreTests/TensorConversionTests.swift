import InferenceCore
import Testing

@Suite("Tensors are brought to the order of axes and the type that a model takes")
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
        #expect(throws: InferenceError.notCastable(from: .int64, to: .int8, value: 2_147_483_647)) {
            try Tensor(elementType: .int64, shape: [1], copying: [2_147_483_647] as [Int64]).cast(to: .int8)
        }
        #expect(throws: InferenceError.notCastable(from: .float32, to: .int8, value: nil)) {
            try Tensor(elementType: .float32, shape: [1], copying: [1 as Float]).cast(to: .int8)
        }
        #expect(throws: InferenceError.notCastable(from: .int64, to: .float32, value: 1)) {
            try Tensor(elementType: .int64, shape: [1], copying: [1 as Int64]).cast(to: .float32)
        }
    }
}
