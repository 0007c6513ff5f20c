import Foundation
import InferenceCore
import Support
import TestSupport
import Testing

@testable import ModelFormats

@Suite("The operators of an ONNX model", .hangLimit)
struct OnnxOperatorReaderTests {
    private static let model: TestModel = {
        var model = TestModel(
            inputs: [.tensor("x", .float32, "batch", "4")], outputs: [.tensor("y", .int64, "batch", "4")],
            nodes: [
                .init(type: "Mul", name: "scale", inputs: ["x", "w"], outputs: ["a"]),
                .init(type: "Greater", name: "compare", inputs: ["a", "x"], outputs: ["b"]),
                .init(type: "Cast", name: "cast", inputs: ["b"], outputs: ["c"], integers: ["to": 7]),
                .init(type: "Mystery", name: "", inputs: ["c"], outputs: ["d", ""], domain: "my.ops"),
                .init(type: "Add", name: "sum", inputs: ["d", "c"], outputs: ["y"]),
            ], constants: [.init(name: "w", shape: [4], values: [1, 2, 3, 4])])
        model.operatorSets = ["": 17, "my.ops": 3]
        return model
    }()

    private func reader(_ data: Data = model.data) throws -> OnnxOperatorReader {
        let folder = try TemporaryFolder()
        try AtomicFile.write(data, to: folder.file("m.onnx"))
        return try OnnxOperatorReader(path: folder.file("m.onnx"))
    }

    @Test("have domain, version and the types that the file or ONNX's rules tell")
    func operators() throws {
        let operators = try reader().operators
        #expect(operators.map(\.type) == ["Mul", "Greater", "Cast", "Mystery", "Add"])
        #expect(operators.map(\.domain) == ["ai.onnx", "ai.onnx", "ai.onnx", "my.ops", "ai.onnx"])
        #expect(operators.map(\.opset) == [17, 17, 17, 3, 17])
        #expect(operators[0].inputTypes == ["float32", "float32"] && operators[0].outputTypes == ["float32"])
        #expect(operators[1].outputTypes == ["bool"] && operators[2].outputTypes == ["int64"])
        #expect(operators[3].inputTypes == ["int64"] && operators[3].outputTypes == [nil])
        #expect(operators[4].inputTypes == [nil, "int64"] && operators[4].outputTypes == ["int64"])
    }

    @Test("are cut out as models of one node, unless a type is unknown")
    func probes() throws {
        let reader = try reader()
        #expect((0..<5).map { reader.probe($0) != nil } == [true, true, true, true, false])
        let probe = try #require(reader.probe(0))
        let cut = try self.reader(probe.model)
        #expect(cut.operators.map(\.type) == ["Mul"] && cut.usedOpsets == ["ai.onnx": 17])
        #expect(cut.operators[0].inputTypes == ["float32", "float32"])
        #expect(probe.hasShapes, "the file states the sizes of x, and w is a constant")
        #expect(reader.probe(1)?.hasShapes == false, "nobody states those of a")
        let sums = [probe.key, reader.probe(1)?.key, reader.probe(2)?.key]
        #expect(Set(sums).count == 3)
    }

    @Test("have a probe of their domain's version alone")
    func header() throws {
        let header = try reader(try reader().headerProbe(domain: "my.ops"))
        #expect(header.operators.map(\.type) == ["Identity"])
        #expect(header.opsets == ["": 13, "my.ops": 3])
    }

    @Test("that differ in attributes alone are tried apart")
    func attributes() throws {
        func casts(_ to: [Int]) throws -> Set<String?> {
            let nodes = to.enumerated().map { index, code in
                TestModel.Node(
                    type: "Cast", name: "c\(index)", inputs: ["x"], outputs: ["y\(index)"], integers: ["to": code])
            }
            let model = TestModel(inputs: [.tensor("x", .float32, "4")], outputs: [], nodes: nodes)
            let reader = try reader(model.data)
            return Set(to.indices.map { reader.probe($0)?.key })
        }
        #expect(try casts([6, 6]).count == 1)
        #expect(try casts([6, 7]).count == 2)
    }

    @Test("of a file that is no model are an error", arguments: ["", "no model", "\u{3A}\u{7F}"])
    func malformed(text: String) {
        #expect(throws: ModelFormatError.self) { try reader(Data(text.utf8)) }
    }
}
