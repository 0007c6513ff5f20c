import Foundation
import TestSupport
import Testing

@testable import Planning

@Suite("Models that keep weights in other files")
struct ModelContentTests {
    private func isSelfContained(_ data: Data) -> Bool { data.withUnsafeBytes { ModelContent.isSelfContained($0) } }

    @Test("A model with all its weights inside is self-contained")
    func inside() {
        #expect(isSelfContained(TestModel.wrongClassifier.data))
        #expect(isSelfContained(Data()))
        #expect(isSelfContained(Data("the location of l".utf8)), "a word is no entry")
        #expect(isSelfContained(Data([0x0A, 0x08] + Array("locatio".utf8))))
    }

    @Test("An initializer of its own file is found wherever it stands, at the very end too")
    func outside() {
        // TensorProto: name, then external_data (field 13) with the entry location: weights.bin.
        let entry = Data([0x0A, 0x08] + Array("location".utf8) + [0x12, 0x0B] + Array("weights.bin".utf8))
        let tensor = Data([0x42, 0x01] + Array("w".utf8) + [0x6A, UInt8(entry.count)]) + entry
        #expect(!isSelfContained(tensor))
        #expect(!isSelfContained(Data("llllllocation".utf8) + tensor + Data(count: 100)))
        #expect(!isSelfContained(Data([0x0A, 0x08] + Array("location".utf8))))
    }

    @Test("ONNX Runtime's own format is not looked into, and OpenVINO's keeps its weights elsewhere")
    func otherFormats() {
        #expect(!isSelfContained(Data("<?xml version=\"1.0\"?>".utf8)))
        #expect(!isSelfContained(Data([0x20, 0, 0, 0] + Array("ORTM".utf8) + [0, 0])))
    }
}
