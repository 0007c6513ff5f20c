import Foundation
import InferenceCore
import Support
import TestSupport
import Testing

@testable import ModelFormats

@Suite("What a model file says of its inputs and outputs", .hangLimit)
struct ModelInterfaceTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder(prefix: "pawl-interface-test") }

    private func interface(_ data: Data, _ name: String) throws -> ModelInterface {
        try AtomicFile.write(data, to: folder.file(name))
        return try #require(try ModelInterface.read(path: folder.file(name)))
    }

    private func quantization(_ scale: Float, _ zeroPoint: Int) throws -> TensorQuantization {
        try TensorQuantization(scale: scale, zeroPoint: zeroPoint)
    }

    private static func constants(
        _ scales: [Float], _ zeroPoints: [Int8], prefix: String = ""
    ) -> [TestModel.Constant] {
        [
            .init(name: prefix + "s", shape: scales.count == 1 ? [] : [scales.count], values: scales),
            .init(
                name: prefix + "z", shape: scales.count == 1 ? [] : [scales.count], type: .int8, elements: zeroPoints),
        ]
    }

    @Test("ONNX: an input behind operators that move values, an output before them") func onnx() throws {
        let model = TestModel(
            inputs: [.tensor("x", .int8, "batch", "4"), .tensor("unread", .int64, "1")],
            outputs: [.tensor("y", .int8, "4", "batch")],
            nodes: [
                .init(type: "Reshape", name: "r", inputs: ["x", "shape"], outputs: ["flat"]),
                .init(type: "DequantizeLinear", name: "d", inputs: ["flat", "s", "z"], outputs: ["real"]),
                .init(type: "QuantizeLinear", name: "q", inputs: ["real", "os", "oz"], outputs: ["codes"]),
                .init(type: "Transpose", name: "t", inputs: ["codes"], outputs: ["y"]),
            ],
            constants: Self.constants([0.0078125], [-3]) + Self.constants([0.25], [7], prefix: "o"))
        let found = try interface(model.data, "m.onnx")
        #expect(found.inputs.map(\.names) == [["x"], ["unread"]])
        #expect(found.inputs[0].elementType == .int8 && found.inputs[0].shape == [.dynamic(name: "batch"), .fixed(4)])
        #expect(found.inputs[0].quantization == (try quantization(0.0078125, -3)))
        #expect(!found.inputs[0].isUnread && found.inputs[1].isUnread)
        #expect(found.outputs[0].quantization == (try quantization(0.25, 7)))
    }

    @Test("ONNX: every operator of quantised values has its scales where its definition has them")
    func quantizedOperators() throws {
        // Position by position: x is the quantised input, o its output's scale, w stands for all else.
        let layouts: [(type: String, inputs: [String])] = [
            ("QLinearConv", ["x", "s", "z", "w", "ws", "wz", "os", "oz"]),
            ("QLinearMatMul", ["w", "ws", "wz", "x", "s", "z", "os", "oz"]),
            ("QLinearAdd", ["w", "ws", "wz", "x", "s", "z", "os", "oz"]),
            ("QGemm", ["x", "s", "z", "w", "ws", "wz", "", "os", "oz"]),
            ("QLinearSoftmax", ["x", "s", "z", "os", "oz"]),
            ("QLinearConcat", ["os", "oz", "w", "ws", "wz", "x", "s", "z"]),
            ("QLinearWhere", ["c", "w", "ws", "wz", "x", "s", "z", "os", "oz"]),
        ]
        for (type, inputs) in layouts {
            let model = TestModel(
                inputs: [.tensor("x", .int8, "1", "4")], outputs: [.tensor("y", .int8, "1", "4")],
                nodes: [.init(type: type, name: "n", inputs: inputs, outputs: ["y"])],
                constants: Self.constants([0.5], [1]) + Self.constants([0.25], [2], prefix: "o")
                    + Self.constants([8], [3], prefix: "w"))
            let found = try interface(model.data, "m.onnx")
            #expect(found.inputs[0].quantization == (try quantization(0.5, 1)), "\(type)")
            #expect(found.outputs[0].quantization == (try quantization(0.25, 2)), "\(type)")
        }
    }

    @Test(
        "TensorFlow Lite: the operator behind an output tells probabilities from logits, also behind roundings",
        arguments: [
            ([.softmax], .probabilities), ([.logistic], .probabilities), ([.fullyConnected], .logits),
            ([.add], .logits), ([.softmax, .dequantize], .probabilities), ([.fullyConnected, .quantize], .logits),
            ([.softmax, .reshape, .quantize, .cast], .probabilities), ([.fullyConnected, .softmax], .probabilities),
            ([.softmax, .fullyConnected], .logits), ([.sub], nil), ([.softmax, .sub], nil), ([.cast], nil),
        ] as [([TFLiteModel.Operation], OutputKind?)])
    func kinds(chain: [TFLiteModel.Operation], kind: OutputKind?) throws {
        let names = ["x"] + (1..<chain.count).map { "t\($0)" } + ["y"]
        var model = TFLiteModel(
            inputs: [.init("x", .float32, [1, 4])], outputs: [.init("y", .float32, [1, 4])],
            nodes: chain.enumerated().map { .init($1, [names[$0]], [names[$0 + 1]]) })
        model.inner = names.dropFirst().dropLast().map { .init($0, .float32, [1, 4]) }
        let found = try interface(model.data, "m.tflite")
        #expect(found.kind(ofOutput: "y") == kind && found.kind(ofOutput: "StatefulPartitionedCall:0") == kind)
    }

    @Test("OpenVINO: the layer behind an output tells probabilities from logits") func layers() throws {
        func kind(_ type: String) throws -> OutputKind? {
            let xml = OpenVINOModel.xml.replacing("type=\"MatMul\"", with: "type=\"\(type)\"")
            return try interface(Data(xml.utf8), "m.xml").kind(ofOutput: "y")
        }
        #expect(try kind("MatMul") == .logits && kind("SoftMax") == .probabilities)
        #expect(try kind("Sigmoid") == .probabilities && kind("TopK") == nil)
    }

    @Test("An output of several is told by its name only") func outputsByName() throws {
        let model = TFLiteModel(
            inputs: [.init("x", .float32, [1, 4])],
            outputs: [.init("a", .float32, [1, 4]), .init("b", .float32, [1, 4])],
            nodes: [.init(.softmax, ["x"], ["a"]), .init(.fullyConnected, ["x"], ["b"])])
        let found = try interface(model.data, "m.tflite")
        #expect(found.kind(ofOutput: "a") == .probabilities && found.kind(ofOutput: "b") == .logits)
        #expect(found.kind(ofOutput: "c") == nil)
    }

    @Test("ONNX: a scale for each channel, on an axis counted from the end") func channels() throws {
        let model = TestModel(
            inputs: [.tensor("x", .int8, "1", "3", "2")], outputs: [.tensor("y", .float32, "1", "3", "2")],
            nodes: [
                .init(
                    type: "DequantizeLinear", name: "d", inputs: ["x", "s", "z"], outputs: ["y"],
                    integers: ["axis": -2])
            ], constants: Self.constants([1, 0.5, 0.25], [0, 1, 2]))
        #expect(
            try interface(model.data, "m.onnx").inputs[0].quantization
                == TensorQuantization(scales: [1, 0.5, 0.25], zeroPoints: [0, 1, 2], axis: 1))
        #expect(try interface(model.data, "m.onnx").outputs[0].quantization == nil)
    }

    @Test("ONNX: what cannot be used is said, and nothing is guessed") func unusable() throws {
        func unusable(_ nodes: [TestModel.Node], _ constants: [TestModel.Constant]) throws -> String? {
            let model = TestModel(
                inputs: [.tensor("x", .int8, "1", "4")], outputs: [.tensor("y", .float32, "1", "4")], nodes: nodes,
                constants: constants)
            let port = try interface(model.data, "m.onnx").inputs[0]
            #expect(port.quantization == nil)
            return port.unusable
        }
        func dequantize(_ scale: String, to output: String = "y") -> TestModel.Node {
            .init(type: "DequantizeLinear", name: output, inputs: ["x", scale, "z"], outputs: [output])
        }
        let constants = Self.constants([1], [0])
        #expect(try unusable([dequantize("elsewhere")], constants) == "its scale is computed, not stored")
        #expect(
            try unusable(
                [dequantize("s"), dequantize("t", to: "other")], constants + [.init(name: "t", shape: [], values: [2])])
                == "the graph reads it in 2 ways")
        #expect(try unusable([dequantize("s")], Self.constants([-1], [0])) == "its scale -1.0 is no number above 0")
        // Of uint8, for an int8 tensor.
        let foreign = [
            TestModel.Constant(name: "s", shape: [], values: [1]),
            .init(name: "z", shape: [], type: .uint8, elements: [UInt8(200)]),
        ]
        #expect(try unusable([dequantize("s")], foreign) == "its zero point 200 is none of int8")
        #expect(
            try unusable([.init(type: "Cast", name: "c", inputs: ["x"], outputs: ["y"], integers: ["to": 1])], [])
                == nil)
    }

    private static var lite: TFLiteModel {
        var model = TFLiteModel(
            inputs: [.init("x", .int8, [-1, 4], scale: 0.5), .init("lost", .float32, [2])],
            outputs: [.init("y", .uint8, [-1, 4], scale: 0.25)],
            nodes: [.init(.reshape, ["x"], ["y"])])
        model.inputs[0].zeroPoint = -3
        model.outputs[0].zeroPoint = 200
        return model
    }

    @Test("TensorFlow Lite: names, shapes, scales and zero points of the graph's ends") func tensorFlowLite() throws {
        let found = try interface(Self.lite.data, "m.bin")
        #expect(found.inputs.map { $0.names[0] } == ["x", "lost"])
        #expect(found.inputs[0].elementType == .int8)
        #expect(found.inputs[0].shape == [.dynamic(name: nil), .fixed(4)])
        #expect(found.inputs[0].quantization == (try quantization(0.5, -3)))
        #expect(found.inputs[1].quantization == nil && found.inputs[1].unusable == nil)
        #expect(found.inputs.map(\.isUnread) == [false, true])
        #expect(found.outputs[0].quantization == (try quantization(0.25, 200)))
    }

    @Test("TensorFlow Lite: a zero point of another type is no quantisation of the tensor") func foreignZeroPoint()
        throws
    {
        var model = Self.lite
        model.inputs[0].zeroPoint = 200
        let port = try interface(model.data, "m.tflite").inputs[0]
        #expect(port.quantization == nil && port.unusable == "its zero point 200 is none of int8")
    }

    @Test("OpenVINO: an input that is centred and scaled first, an output that is brought to levels last")
    func openVINO() throws {
        try AtomicFile.write(OpenVINOModel.weights, to: folder.file("m.bin"))
        let found = try interface(Data(OpenVINOModel.xml.utf8), "m.xml")
        #expect(found.inputs.map(\.names) == [["x", "x"]] && found.inputs[0].elementType == .int8)
        #expect(found.inputs[0].shape == [.dynamic(name: nil), .fixed(3)])
        #expect(found.inputs[0].quantization == (try quantization(0.011, -7)))
        let output = try #require(found.outputs[0].quantization)
        #expect(found.outputs[0].names.contains("y") && output.zeroPoints == [4])
        #expect(abs(output.scales[0] - 0.037) < 1e-8)
        // Without its constants, or with too few of them, nothing is known of scales.
        try AtomicFile.write(OpenVINOModel.weights.prefix(3), to: folder.file("m.bin"))
        #expect(try ModelInterface.read(path: folder.file("m.xml"))?.inputs[0].quantization == nil)
    }

    @Test("Of other files nothing is said") func otherFormats() throws {
        try AtomicFile.write(Data("classes 4\n".utf8), to: folder.file("m.bin"))
        #expect(try ModelInterface.read(path: folder.file("m.bin")) == nil)
        #expect(throws: ModelFormatError.self) { try ModelInterface.read(path: folder.file("none.tflite")) }
    }

    @Test("What a runtime described is completed by name and type, or by position where no name is known")
    func completion() throws {
        let found = try interface(Self.lite.data, "m.tflite")
        let named = found.completing(outputs: [
            TensorSpec(name: "y", elementType: .uint8, shape: [.fixed(1), .fixed(4)])
        ])
        #expect(named[0].quantization == (try quantization(0.25, 200)))
        let placed = found.completing(outputs: [TensorSpec(name: "out0", elementType: .uint8, shape: [.fixed(1)])])
        #expect(placed[0].quantization == (try quantization(0.25, 200)))
        let other = found.completing(outputs: [TensorSpec(name: "y", elementType: .float32, shape: [])])
        #expect(other[0].quantization == nil)
        let told = TensorSpec(
            name: "y", elementType: .uint8, shape: [], quantization: try quantization(1, 0))
        #expect(found.completing(outputs: [told]) == [told])
    }

    /// Files from outside are read in place: no change of a byte, and no cut, may lead out of them.
    @Test("No change of a byte and no cut breaks the reading")
    func mutations() throws {
        try AtomicFile.write(OpenVINOModel.weights, to: folder.file("m.bin"))
        for (name, data) in [
            ("m.tflite", Self.lite.data), ("m.onnx", TestModel.quantizedInput.data),
            ("m.xml", Data(OpenVINOModel.xml.utf8)),
        ] {
            var generator = SystemRandomNumberGenerator()
            // XML takes milliseconds to parse; places change from run to run.
            let step = name == "m.xml" ? 7 : 1
            for place in stride(from: Int.random(in: 0..<step, using: &generator), to: data.count, by: step) {
                let random = UInt8.random(in: 0...255, using: &generator)
                let extreme: UInt8 = [0, 0x7F, 0x80, 0xFF][(place + place / 4) % 4]
                for value in name == "m.xml" ? [random] : [extreme, random] {
                    var changed = data
                    changed[place] = value
                    read(changed, name)
                }
                if place.isMultiple(of: name == "m.xml" ? 3 : 7) { read(data.prefix(place), name) }
            }
        }
    }

    /// Reads bytes that may be anything: an error or an answer, of which nothing is out of range.
    private func read(_ data: Data, _ name: String) {
        let bytes = [UInt8](data)
        let found = bytes.withUnsafeBytes { bytes -> ModelInterface? in
            if name.hasSuffix(".xml") { return try? OpenVINOFile.interface(bytes, path: folder.file(name)) }
            guard name.hasSuffix(".tflite") else { return nil }
            return TFLiteFile.isOne(bytes) ? try? TFLiteFile.interface(bytes, path: name) : nil
        }
        if name.hasSuffix(".onnx") {
            try? data.write(to: URL(fileURLWithPath: folder.file(name)))
            _ = try? ModelInterface.read(path: folder.file(name))
        }
        for port in found.map({ $0.inputs + $0.outputs }) ?? [] {
            guard let quantization = port.quantization, let type = port.elementType else { continue }
            #expect(quantization.mismatch(elementType: type, shape: port.shape) == nil)
        }
    }
}
