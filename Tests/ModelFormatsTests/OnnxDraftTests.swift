import Diagnostics
import Foundation
import Support
import TestSupport
import Testing

@testable import ModelFormats

@Suite("ONNX models that are changed", .hangLimit)
struct OnnxDraftTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder(prefix: "pawl-draft") }

    private func draft(_ data: Data) throws -> OnnxDraft {
        try data.write(to: URL(fileURLWithPath: folder.file("model.onnx")))
        return try OnnxDraft(path: folder.file("model.onnx"))
    }

    @Test("are written as they were read, fields that Pawl does not know among them")
    func unchanged() throws {
        var model = ProtobufWriter()
        model.add(1, 8)
        model.add(7) { graph in
            graph.add(1) { node in
                node.add(1, "x")
                node.add(2, "y")
                node.add(4, "Identity")
                node.add(6, "a comment")
                node.add(99, "of the future")
            }
            graph.add(11) { $0.add(1, "x") }
            graph.add(12) { $0.add(1, "y") }
            graph.add(14) { $0.add(1, "an annotation") }
            graph.add(98, float: 1.5)
        }
        model.add(97, -5)
        let once = try draft(model.data).data()
        let text = String(decoding: once, as: UTF8.self)
        for kept in ["a comment", "of the future", "an annotation"] { #expect(text.contains(kept)) }
        #expect(once.count == model.data.count)
        #expect(try draft(once).data() == once)
    }

    @Test("take in weights that lie beside them")
    func weightsBeside() throws {
        var model = TestModel.floatClassifier
        model.weightsFile = "weights.bin"
        try AtomicFile.write(model.weights, to: folder.file("weights.bin"))
        let written = try draft(model.data).data()
        #expect(
            written.count > model.weights.count && !String(decoding: written, as: UTF8.self).contains("weights.bin"))
        try AtomicFile.write(Data(model.weights.dropLast()), to: folder.file("weights.bin"))
        #expect {
            try draft(model.data)
        } throws: { error in
            (error as? ModelFormatError)?.diagnostics.first?.cause?.contains("behind the end of 'weights.bin'") == true
        }
    }

    @Test("name their nodes in the order in which they are computed")
    func order() throws {
        var model = try draft(TestModel.floatClassifier.data)
        model.nodes.reverse()
        #expect(try draft(model.data()).nodes.map(\.type) == ["MatMul", "Softmax"])
        model.nodes[0].inputs = ["scores"]
        #expect {
            try model.data()
        } throws: { error in
            (error as? ModelFormatError)?.diagnostics.first?.cause?.contains("computed from itself") == true
        }
    }

    @Test("rename what graphs within nodes read, but not what those make themselves")
    func innerGraphs() throws {
        var node = ProtobufWriter()
        node.add(1, "condition")
        node.add(2, "y")
        node.add(4, "If")
        node.add(5) { attribute in
            attribute.add(1, "then_branch")
            attribute.add(6) { graph in
                graph.add(1) { inner in
                    for input in ["outer", "own"] { inner.add(1, input) }
                    inner.add(2, "sum")
                    inner.add(4, "Add")
                }
                graph.add(5) { $0.add(8, "own") }
                graph.add(12) { $0.add(1, "sum") }
            }
            attribute.add(20, 5)
        }
        var draft = try node.data.reading { (bytes) throws(ProtobufFields.Malformed) in try OnnxDraftNode(bytes) }
        #expect(draft.reads == ["condition", "outer"])
        try draft.rename(reading: ["outer": "renamed", "own": "wrong", "condition": "asked"])
        #expect(draft.reads == ["asked", "renamed"])
        let text = String(decoding: draft.message, as: UTF8.self)
        #expect(text.contains("renamed") && text.contains("own") && !text.contains("wrong"))
        let again = try draft.message.reading { (bytes) throws(ProtobufFields.Malformed) in try OnnxDraftNode(bytes) }
        #expect(again.reads == ["asked", "renamed"])
    }

    @Test("lose what nothing needs")
    func unused() throws {
        var model = try draft(TestModel.floatClassifier.data)
        #expect(model.constants["unused"] != nil)
        model.removeUnused()
        #expect(model.constants.keys.sorted() == ["weights"] && model.nodes.count == 2)
    }

    @Test("are refused, never crashed on, when bytes of them are changed")
    func mutations() throws {
        let data = LayeredModel(layers: 2).model(.dynamic).data
        for place in stride(from: 0, to: data.count, by: 5) {
            var broken = data
            broken[place] ^= 0x55
            _ = try? draft(broken).data()
            _ = try? draft(Data(data.prefix(place))).data()
        }
    }
}
