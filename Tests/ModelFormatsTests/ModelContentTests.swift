import Diagnostics
import Foundation
import InferenceCore
import Support
import TestSupport
import Testing

@testable import ModelFormats

@Suite("All files of a model", .hangLimit)
struct ModelContentTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder(prefix: "pawl-content-test") }

    @discardableResult
    private func write(_ data: Data, _ name: String) throws -> String {
        try AtomicFile.write(data, to: folder.file(name))
        return folder.file(name)
    }

    /// `floatClassifier` with its weights in other files.
    private func model(_ external: KeyValuePairs<String, String>) -> Data {
        TestModel.floatClassifier.with(external: external).data
    }

    private var weights: Data { TestModel.floatClassifier.constants[0].bytes }

    private func words(_ name: String) -> [String] {
        do {
            _ = try ModelContent(path: folder.file(name))
            return []
        } catch {
            return error.diagnostics.map { "\($0.message); \($0.cause ?? "")" }
        }
    }

    @Test("A model of one file has that file's digest and size, so that records of former versions compare")
    func oneFile() throws {
        for (name, data) in [
            ("m.onnx", TestModel.floatClassifier.data), ("m.tflite", Data("a location, and no entry".utf8)),
            ("m", Data()),
        ] {
            let content = try ModelContent(path: write(data, name))
            #expect(content.digest == data.withUnsafeBytes { SHA256.hexadecimal(of: $0) })
            #expect(content.bytes == UInt64(data.count) && content.isComplete)
            #expect(content.files.map(\.name) == [name])
        }
    }

    @Test("Weights beside an ONNX model count in size and digest, in one file or several, in sub-folders too")
    func externalData() throws {
        let half = weights.count / 2
        try write(weights, "w.data")
        try write(weights, "deep/er/w.data")
        for (location, name) in [("w.data", "w.data"), ("./deep//er/w.data", "deep/er/w.data")] {
            let data = model(["location": location, "offset": "0", "length": "\(weights.count)"])
            let content = try ModelContent(path: write(data, "m.onnx"))
            #expect(content.files.map(\.name) == ["m.onnx", name])
            #expect(content.bytes == UInt64(data.count + weights.count) && content.isComplete)
            #expect(content.path(of: content.files[1]) == folder.file(name))
        }
        var several = TestModel.floatClassifier
        several.constants += ["second", "third"].map { .init(name: $0, shape: [half / 4], values: []) }
        several.constants[0].external = ["location": "w.data"]
        several.constants[1].external = ["location": "deep/er/w.data", "length": "\(half)", "offset": "\(half)"]
        several.constants[2].external = ["location": "w.data", "offset": "\(half)"]
        let content = try ModelContent(path: write(several.data, "s.onnx"))
        #expect(content.files.map(\.name) == ["s.onnx", "w.data", "deep/er/w.data"])
    }

    @Test("A model of which only a file beside it changed is another model; a copy under another name is the same")
    func changed() throws {
        let data = model(["location": "w.data"])
        try write(data, "m.onnx")
        try write(weights, "w.data")
        let before = try ModelContent(path: folder.file("m.onnx"))
        try write(data, "copy.onnx")
        #expect(try ModelContent(path: folder.file("copy.onnx")).digest == before.digest)
        try write(Data(weights.reversed()), "w.data")
        let after = try ModelContent(path: folder.file("m.onnx"))
        #expect(after.digest != before.digest && after.bytes == before.bytes)
        #expect(after.files[0] == before.files[0])
    }

    @Test("OpenVINO's .bin and ncnn's .bin are of the model; their digest is that of the files' digests, a line each")
    func besideByName() throws {
        let graph = Data(#"<net><data element_type="f32" shape="1" offset="0" size="4"/></net>"#.utf8)
        try write(graph, "net.xml")
        try write(Data("abcd".utf8), "net.bin")
        let content = try ModelContent(path: folder.file("net.xml"))
        // sha256sum net.xml net.bin | cut -c1-64 | sha256sum
        #expect(content.digest == "ec3a6f1877ced9ae41c0e7fdbde33338965bbd1a33e15dabafe06769a6e120f0")
        #expect(content.bytes == UInt64(graph.count) + 4 && content.isComplete)
        try write(graph, "other.XML")
        try write(Data("abcd".utf8), "other.bin")
        #expect(try ModelContent(path: folder.file("other.XML")).digest == content.digest)

        try write(Data("7767517\n1 1\nInput x 0 1 x\n".utf8), "n.param")
        #expect(words("n.param") == ["\(folder.file("n.param")) keeps weights in n.bin, which is not there; "])
        try write(Data("weights".utf8), "n.bin")
        #expect(try ModelContent(path: folder.file("n.param")).files.map(\.name) == ["n.param", "n.bin"])
        // What another worker calls .param is its own business.
        try write(Data("alpha = 1".utf8), "own.param")
        #expect(try ModelContent(path: folder.file("own.param")).files.count == 1)
    }

    @Test("A graph of OpenVINO without constants needs no .bin")
    func graphAlone() throws {
        try write(Data(#"<net><port size="3"/><layer offset="8"/></net>"#.utf8), "net.xml")
        #expect(try ModelContent(path: folder.file("net.xml")).files.count == 1)
        for bad in [
            #"<data offset="x" size="4">"#, "<data offset='1' size=4>", "<data offset=\"1", "<", "< offset= size=",
        ] {
            try write(Data(bad.utf8), "net.xml")
            #expect(try ModelContent(path: folder.file("net.xml")).files.count == 1, "\(bad)")
        }
    }

    @Test("What is missing, too short or elsewhere is said with its name, all at once")
    func faults() throws {
        let path = try write(model(["location": "w.data", "offset": "8", "length": "\(weights.count)"]), "m.onnx")
        let tensor = TestModel.floatClassifier.constants[0].name
        #expect(
            words("m.onnx") == ["\(path) keeps weights in w.data, which is not there; tensor '\(tensor)' lies in it"])
        try write(weights, "w.data")
        #expect(
            words("m.onnx") == [
                "\(folder.file("w.data")) is too short for m.onnx: it has \(weights.count) bytes; "
                    + "tensor '\(tensor)' lies at bytes 8 to \(weights.count + 8)"
            ])
        // Without a length, shape and type say it.
        try write(weights.dropLast(), "w.data")
        try write(model(["location": "w.data"]), "m.onnx")
        #expect(words("m.onnx").first?.contains("lies at bytes 0 to \(weights.count)") == true)
        for location in ["../w.data", "/etc/hostname", "a/../../w.data", "", "a\nb"] {
            try write(model(["location": location]), "m.onnx")
            #expect(
                words("m.onnx").first?.contains("'\(location)', which leads out of its folder") == true, "\(location)")
        }
        for offset in ["", "-1", "x", "99999999999999999999"] {
            try write(model(["location": "w.data", "offset": offset]), "m.onnx")
            #expect(words("m.onnx").first?.contains("does not say where in w.data") == true, "\(offset)")
        }
        try write(model(["location": "w.data", "offset": "18446744073709551615", "length": "2"]), "m.onnx")
        #expect(words("m.onnx").first?.contains("is too short") == true)
        var two = TestModel.floatClassifier
        two.constants.append(.init(name: "second", shape: [1], values: []))
        two.constants[0].external = ["location": "../w.data"]
        two.constants[1].external = ["location": "absent.data"]
        try write(two.data, "m.onnx")
        #expect(words("m.onnx").count == 2)
        try FileManager.default.createDirectory(atPath: folder.file("sub"), withIntermediateDirectories: true)
        try write(model(["location": "sub"]), "m.onnx")
        #expect(words("m.onnx").first?.contains("not a regular file") == true)
    }

    @Test("Weights of graphs within operators and of functions are found")
    func nested() throws {
        try write(weights, "w.data")
        let outer = TestModel.floatClassifier
        // The graph of a model is its field 7: as attribute g (6) of a node, and as a node of a function (25).
        let inner = ProtobufFieldsForTests.field(7, of: model(["location": "w.data"]))
        let node = message(5, message(6, inner))
        for nested in [outer.data + message(7, message(1, node)), outer.data + message(25, message(7, node))] {
            let content = try ModelContent(path: write(nested, "m.onnx"))
            #expect(content.files.map(\.name) == ["m.onnx", "w.data"])
        }
    }

    private func message(_ field: Int, _ data: Data) -> Data {
        var bytes = Data()
        for number in [UInt64(field) << 3 | 2, UInt64(data.count)] {
            var rest = number
            while rest > 0x7F {
                bytes.append(UInt8(rest & 0x7F) | 0x80)
                rest >>= 7
            }
            bytes.append(UInt8(rest))
        }
        return bytes + data
    }

    @Test("What Pawl cannot look into may read other files: its evaluations are not reused")
    func incomplete() throws {
        let entry = Data([0x0A, 0x08] + Array("location".utf8))
        for data in [
            Data([0x20, 0, 0, 0] + Array("ORTM".utf8) + [0, 0]), Data("<?xml?>".utf8), Data("l".utf8) + entry,
        ] {
            #expect(try !ModelContent(path: write(data, "m.onnx")).isComplete)
        }
        #expect(try ModelContent(path: write(Data("the location of l".utf8), "m.onnx")).isComplete)
    }

    @Test("However a model is cut or bent, there is an answer")
    func mutated() throws {
        try write(weights, "w.data")
        let whole = model(["location": "w.data", "offset": "0", "length": "4"])
        for count in stride(from: 0, to: whole.count, by: 2) {
            _ = words(try name(write(whole.prefix(count), "m.onnx")))
        }
        for index in stride(from: 0, to: whole.count, by: 3) {
            var bent = whole
            bent[bent.startIndex + index] ^= 0x55
            _ = words(try name(write(bent, "m.onnx")))
        }
        #expect(words("m.onnx").count <= 1)
    }

    private func name(_ path: String) -> String { (path as NSString).lastPathComponent }
}

/// A field's bytes, by Pawl's own reader.
private enum ProtobufFieldsForTests {
    static func field(_ wanted: UInt64, of data: Data) -> Data {
        data.withUnsafeBytes { bytes in
            var fields = ProtobufFields(bytes)
            while let (field, value) = try? fields.next() {
                if field == wanted, let bytes = value.bytes { return Data(bytes) }
            }
            return Data()
        }
    }
}
