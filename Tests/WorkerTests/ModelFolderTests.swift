import Foundation
import Support
import TestSupport
import Testing

@testable import Worker

@Suite("Models of several files that a supervisor sends", .hangLimit) struct ModelFolderTests {
    private let folder: TemporaryFolder
    private let files: ReceivedFiles
    private let model = String(repeating: "c", count: 64)
    private let content = Data("weights, or what passes for them".utf8)

    init() throws {
        folder = try TemporaryFolder(prefix: "pawl-received-test")
        files = ReceivedFiles(folder: folder.file("cache/received"))
    }

    private func ask(_ name: String, _ data: Data, model: String? = nil) throws -> FilesCall.Place {
        let file = FilesCall.File(
            sha256: data.withUnsafeBytes { SHA256.hexadecimal(of: $0) }, bytes: UInt64(data.count), suffix: "",
            folder: FilesCall.Folder(model: model ?? self.model, name: name))
        return try files.places(of: FilesCall(files: [file])).files[0]
    }

    private func send(_ name: String, _ data: Data) throws -> FilesCall.Place {
        let place = try ask(name, data)
        if !place.isPresent { try data.write(to: URL(fileURLWithPath: place.incoming)) }
        return try ask(name, data)
    }

    @Test("Each has its name in the model's folder, equal ones lie there once and are sent once") func names() throws {
        let first = try send("m.onnx", Data("a graph".utf8))
        let second = try send("deep/w.data", content)
        #expect(first.isPresent && first.path == "\(files.folder)/\(model)/m.onnx")
        #expect(second.isPresent && second.path == "\(files.folder)/\(model)/deep/w.data")
        #expect(FileManager.default.contents(atPath: second.path) == content)
        #expect(try ask("other/name.bin", content).isPresent, "the same bytes under another name")
        #expect(try ask("w.data", content, model: String(repeating: "d", count: 64)).isPresent, "of another model")
    }

    @Test("What is damaged in a folder is put right") func damaged() throws {
        let place = try send("w.data", content)
        unlink(place.path)
        try Data("other".utf8).write(to: URL(fileURLWithPath: place.path))
        let again = try ask("w.data", content)
        #expect(again.isPresent && FileManager.default.contents(atPath: again.path) == content)
        let left = try FileManager.default.contentsOfDirectory(
            atPath: (place.path as NSString).deletingLastPathComponent)
        #expect(left == ["w.data"], "nothing is left of the exchange")
    }

    @Test("A folder goes with what is in it, when nothing of it was used for long") func forgotten() throws {
        let place = try send("deep/w.data", content)
        let hour = 3_600, now = time(nil)
        files.removeForgotten(now: now + ReceivedFiles.unusedSeconds - hour)
        #expect(FileManager.default.fileExists(atPath: place.path))
        files.removeForgotten(now: now + ReceivedFiles.unusedSeconds + hour)
        #expect(try FileManager.default.contentsOfDirectory(atPath: files.folder).isEmpty)
    }

    @Test(
        "No name leads out of the folder",
        arguments: [
            "", "/m", "../m", "a/../../m", "a//m", ".", "a/.", "a\nb", "a\u{0}b",
            String(repeating: "a/", count: 16) + "m",
            String(repeating: "n", count: 256),
        ])
    func refusals(name: String) throws {
        #expect(throws: WorkerError.self) { try ask(name, content) }
        #expect(throws: WorkerError.self) { try ask("m", content, model: "../" + model) }
        #expect(throws: WorkerError.self) { try ask("m", content, model: model.uppercased()) }
    }
}
