import Foundation
import InferenceCore
import Support
import TestSupport
import Testing

@testable import ModelFormats

@Suite("Tests of operators in ONNX's layout", .hangLimit)
struct OnnxBackendTestTests {
    private let folder: TemporaryFolder
    private let tests: NodeTestFolder

    init() throws {
        folder = try TemporaryFolder()
        tests = NodeTestFolder(folder.path)
    }

    private func read(_ name: String = "test_t") throws(OnnxBackendTest.Unusable) -> OnnxBackendTest {
        try OnnxBackendTest(folder: folder.file(name))
    }

    /// `Identity` of a type, with an input as a message of its own.
    private func writeIdentity(_ code: Int, input: Data, output: Data? = nil) throws {
        let port = TestModel.Port(name: "x", kind: .tensor(code: code, shape: ["2"]))
        let model = TestModel(
            inputs: [port], outputs: [.init(name: "y", kind: port.kind)],
            nodes: [.init(type: "Identity", name: "", inputs: ["x"], outputs: ["y"])])
        try tests.write("test_t", model: model.data, inputs: [input], outputs: [output ?? input])
    }

    private func reason() -> String? {
        do {
            _ = try read()
            return nil
        } catch {
            return error.reason
        }
    }

    @Test("are read whole: values, names, tolerances, operators")
    func whole() throws {
        try tests.writeUnary("test_t", "Relu", [-1, 2], right: [0, 2])
        var test = try read()
        #expect(test.name == "test_t" && test.dataSets.count == 1)
        #expect(test.dataSets[0].inputs.map(\.name) == ["x"] && test.dataSets[0].outputs.map(\.name) == ["y"])
        #expect(try test.dataSets[0].inputs[0].value.floatValues() == [-1, 2])
        #expect(test.relativeTolerance == 1e-3 && test.absoluteTolerance == 1e-7)
        #expect(OnnxBackendTest.isOne(folder.file("test_t")) && !OnnxBackendTest.isOne(folder.path))
        #expect(OnnxBackendTest.operators(ofTestIn: folder.file("test_t")) == ["Relu"])
        try AtomicFile.write("{\"rtol\": 0.01, \"atol\": -1}", to: folder.file("test_t/data.json"))
        test = try read()
        #expect(test.relativeTolerance == 0.01 && test.absoluteTolerance == 1e-7, "no tolerance is below 0")
    }

    @Test("Elements may stand in every field that ONNX has for their type")
    func fields() throws {
        let cases: [(ElementType, Int, [Int], [UInt8])] = [
            (.int8, 5, [-1, 2], [0xFF, 2]), (.uint16, 5, [65535, 1], [0xFF, 0xFF, 1, 0]),
            (.float16, 5, [0x3C00, 0], [0, 0x3C, 0, 0]), (.int32, 5, [-2, 0], [0xFE, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0]),
            (.bool, 5, [1, 0], [1, 0]),
            (.int64, 7, [-1, 0], [UInt8](repeating: 0xFF, count: 8) + [UInt8](repeating: 0, count: 8)),
            (.uint32, 11, [1, 2], [1, 0, 0, 0, 2, 0, 0, 0]),
        ]
        for (type, field, numbers, bytes) in cases {
            for isPacked in [false, true] {
                var tensor = ProtobufWriter()
                tensor.add(1, 2)
                tensor.add(2, type.onnxCode)
                if isPacked {
                    var packed = ProtobufWriter()
                    // A field's tag and its number: the tag is cut off.
                    let parts = numbers.map { number in
                        var one = ProtobufWriter()
                        one.add(1, number)
                        return one.data.dropFirst()
                    }
                    packed.add(field, Data(parts.joined()))
                    try writeIdentity(type.onnxCode, input: tensor.data + packed.data)
                } else {
                    for number in numbers { tensor.add(field, number) }
                    try writeIdentity(type.onnxCode, input: tensor.data)
                }
                let value = try read().dataSets[0].inputs[0].value
                #expect(value.elementType == type && Array(value.bytes) == bytes, "\(type), packed: \(isPacked)")
            }
        }
        var floats = ProtobufWriter()
        floats.add(1, 2)
        floats.add(2, 1)
        floats.add(4, float: 0.5)
        floats.add(4, float: -2)
        try writeIdentity(1, input: floats.data)
        #expect(try read().dataSets[0].inputs[0].value.floatValues() == [0.5, -2])
    }

    @Test("What Pawl does not pass is told in words")
    func unusable() throws {
        func tensor(_ code: Int, _ sizes: [Int] = [2], raw: Int = 8) -> Data {
            var tensor = ProtobufWriter()
            for size in sizes { tensor.add(1, size) }
            tensor.add(2, code)
            tensor.add(9, Data(repeating: 0, count: raw))
            return tensor.data
        }
        try writeIdentity(8, input: tensor(8))
        #expect(reason() == "strings")
        try writeIdentity(22, input: tensor(22, raw: 1))
        #expect(reason() == "elements of int4")
        try writeIdentity(1, input: tensor(1, [0], raw: 0))
        #expect(reason() == "an input without elements")
        for damaged in [tensor(1, raw: 7), tensor(1, raw: 12), tensor(1, [.max, 2]), tensor(1, [-1]), Data([0xFF])] {
            try writeIdentity(1, input: damaged)
            #expect(reason()?.hasPrefix("a damaged file") == true, "\(damaged as NSData)")
        }
        try writeIdentity(16, input: tensor(4, raw: 4))
        #expect(reason() == "inputs of bfloat16 that are kept as uint16")
        let sequence = TestModel(
            inputs: [.tensor("x", .float32, "2")], outputs: [.init(name: "y", kind: .sequence(code: 1))],
            nodes: [.init(type: "SequenceConstruct", name: "", inputs: ["x"], outputs: ["y"])])
        try tests.write("test_t", model: sequence.data, inputs: [tensor(1)], outputs: [tensor(1)])
        #expect(reason() == "a sequence")
        let constant = TestModel(inputs: [], outputs: [.tensor("y", .float32, "2")], nodes: [])
        try tests.write("test_t", model: constant.data, inputs: [], outputs: [tensor(1)])
        #expect(reason() == "no input")
        try writeIdentity(1, input: tensor(1))
        try FileManager.default.removeItem(atPath: folder.file("test_t/test_data_set_0/output_0.pb"))
        #expect(reason()?.hasPrefix("a file that cannot be read") == true)
        try AtomicFile.write("no model", to: folder.file("test_t/model.onnx"))
        #expect(reason()?.hasPrefix("a model that cannot be read") == true)
    }
}
