import Diagnostics
import Foundation
import TestSupport
import Testing

@testable import InferenceCore

@Suite("Matching tensors with a model's inputs", .hangLimit)
struct TensorSpecTests {
    let inputs = [
        TensorSpec(name: "x", elementType: .float32, shape: [.dynamic(name: "batch"), .fixed(2)]),
        TensorSpec(name: "n", elementType: .int64, shape: []),
    ]
    let x = Tensor(elementType: .float32, shape: [3, 2], copying: [Float](repeating: 0, count: 6))
    let n = Tensor(elementType: .int64, shape: [], copying: [Int64(1)])

    @Test("takes any shape where the rank is not known, and says so in JSON with null")
    func takesAnyShape() throws {
        let any = TensorSpec(name: "x", elementType: .float32, shape: [], rankIsKnown: false)
        #expect(any.accepts(shape: []) && any.accepts(shape: [3, 2]) && !any.accepts(shape: [0]))
        #expect(any.description == "x: float32 of any shape")
        for (spec, shape) in [(any, "null"), (inputs[0], #"["batch",2]"#), (inputs[1], "[]")] {
            let encoder = JSONEncoder()
            encoder.outputFormatting = .sortedKeys
            let json = String(decoding: try encoder.encode(spec), as: UTF8.self)
            #expect(json.contains(#""shape":\#(shape)"#))
            #expect(try JSONDecoder().decode(TensorSpec.self, from: Data(json.utf8)) == spec)
        }
    }

    @Test("accepts what fits")
    func accepts() {
        #expect(throws: Never.self) { try inputs.requireMatch(["x": x, "n": n]) }
    }

    @Test("words what the model wants and what was found")
    func words() {
        func error(_ tensors: [String: Tensor]) -> InferenceError? {
            do throws(InferenceError) {
                try inputs.requireMatch(tensors)
                return nil
            } catch {
                return error
            }
        }
        #expect(
            error(["n": n])
                == .inputMismatch(
                    input: "x", expected: "x: float32[batch, 2]", found: "no input of that name, only: n"))
        #expect(
            error(["x": n, "n": n])
                == .inputMismatch(input: "x", expected: "x: float32[batch, 2]", found: "x: int64[]"))
        #expect(
            error(["x": x, "n": n, "more": n])
                == .inputMismatch(
                    input: "more", expected: "x: float32[batch, 2]; n: int64[]", found: "an input 'more' as well"))
    }
}
