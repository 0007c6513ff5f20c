import Foundation
import Support
import TestSupport
import Testing

@testable import ModelFormats

@Suite("How wide a model's weights are", .hangLimit)
struct WeightPrecisionTests {
    @Test("The mean over weights, without biases and shapes")
    func bits() {
        #expect(WeightTypes(bytes: ["int8": 300, "float32": 400]).bitsPerWeight == 14)
        #expect(WeightTypes(bytes: ["int8": 300, "int32": 4000, "int64": 80]).bitsPerWeight == 8)
        #expect(WeightTypes(bytes: ["int4": 50]).bitsPerWeight == 4)
        #expect(WeightTypes(bytes: ["int64": 8]).bitsPerWeight == nil)
    }

    @Test("Types in words: those of at least a tenth of the weights")
    func words() {
        let mixed = WeightTypes(bytes: ["int8": 300, "float32": 400])
        #expect(mixed.leading == "int8" && mixed.description == "int8 and float32")
        #expect(WeightTypes(bytes: ["int8": 17, "float32": 4]).description == "int8")
    }

    @Test("OpenVINO's constants, by their bytes; inputs have none")
    func openVINO() throws {
        let folder = try TemporaryFolder(prefix: "pawl-precision-test")
        let xml = """
            <?xml version="1.0"?><net name="m" version="11"><layers>
            <layer id="0" name="x" type="Parameter"><data shape="1,4" element_type="f32"/></layer>
            <layer id="1" name="w" type="Const"><data element_type="f16" shape="8, 4" offset="0" size="64"/></layer>
            <layer id="2" name="s" type="Const"><data element_type="i64" shape="2" offset="64" size="16"/></layer>
            <layer id="3" name="q" type="Const"><data element_type="u4" shape="4, 4" offset="80" size="8"/></layer>
            </layers></net>
            """
        try AtomicFile.write(xml, to: folder.file("m.xml"))
        let types = try #require(WeightTypes(ofModel: folder.file("m.xml")))
        #expect(types.bytes == ["float16": 64, "int64": 16, "uint4": 8])
        // 32 of 16 bits and 16 of 4.
        #expect(types.bitsPerWeight == 12)
        try AtomicFile.write(
            "<data element_type=\"f32\" offset=\"0\" size=\"99999999999999999999\"", to: folder.file("m.xml"))
        #expect(WeightTypes(ofModel: folder.file("m.xml")) == nil)
    }
}
