import Diagnostics
import Foundation
import Support
import TestSupport
import Testing

@Suite("A Git LFS pointer", .hangLimit)
struct GitLFSPointerTests {
    static let pointer = """
        version https://git-lfs.github.com/spec/v1
        oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393
        size 16000400

        """

    @Test("is named in the place of a model, weights or data, with the command that fetches them")
    func isNamed() throws {
        let folder = try TemporaryFolder()
        for name in ["model.onnx", "weights.bin", "labels.csv"] {
            try AtomicFile.write(Self.pointer, to: folder.file(name))
            let error = #expect(throws: FileError.self) { try MappedFile(path: folder.file(name)) }
            #expect(error == .lfsPointer(path: folder.file(name)))
            #expect(error?.diagnostics.first?.hint == "run `git lfs pull`")
            #expect(throws: FileError.self) { try SHA256.hexadecimal(ofFile: folder.file(name)) }
            #expect(GitLFSPointer.isAt(folder.file(name)))
        }
    }

    @Test(
        "is not what begins otherwise, is as long as content, or is not there",
        arguments: [
            "version https://git-lfs.github.com/spec/v2\nsize 1\n", "version", "",
            pointer + String(repeating: "#", count: 1024),
        ])
    func isNothingElse(text: String) throws {
        let folder = try TemporaryFolder()
        try AtomicFile.write(text, to: folder.file("a"))
        #expect(try MappedFile(path: folder.file("a")).bytes.count == text.utf8.count)
        #expect(!GitLFSPointer.isAt(folder.file("a")) && !GitLFSPointer.isAt(folder.file("none")))
    }
}
