import Files
import Foundation
import Planning
import Testing

@Suite struct WeightFilesTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        for name in ["weights.bin", "deep/more.data", "net.bin", "model.bin"] {
            try AtomicFile.write(name, to: folder.file(name))
        }
    }

    private func names(_ data: Data, _ file: String = "model.onnx") throws -> [String] {
        try AtomicFile.write(data, to: folder.file(file))
        return try WeightFiles.names(ofModel: folder.file(file))
    }

    private func location(_ name: String) -> Data {
        Data([0x0A, 0x08] + Array("location".utf8) + [0x12, UInt8(name.utf8.count)]) + Data(name.utf8)
    }

    @Test func onnxNamesItsWeightFilesWithin() throws {
        let data = Data("noise".utf8) + location("weights.bin") + Data([1, 2]) + location("deep/more.data")
        #expect(try names(data + location("weights.bin")) == ["weights.bin", "deep/more.data"])
        #expect(try names(Data("no weights".utf8)) == [])
    }

    @Test func namesThatLeadOutOrToNothingAreLeftOut() throws {
        for name in ["/etc/passwd", "../weights.bin", "deep/../../x", "absent.bin", ""] {
            #expect(try names(location(name)) == [], "\(name)")
        }
        let whole = location("weights.bin")
        for count in 0..<whole.count { #expect(try names(whole.prefix(count)) == [], "cut at \(count)") }
    }

    @Test func otherFormatsHaveThemBesideTheModel() throws {
        #expect(try names(Data("<net/>".utf8), "net.xml") == ["net.bin"])
        #expect(try names(Data("7767517".utf8), "model.param") == ["model.bin"])
        #expect(try names(Data("<net/>".utf8), "lonely.xml") == [])
    }
}
