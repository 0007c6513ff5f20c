import Diagnostics
import Foundation
import Support
import TestSupport
import Testing

@Suite(.hangLimit) struct MappedFileTests {
    @Test("A file's bytes are mapped as they are", arguments: [0, 1, 4095, 4096, 4097, 1_000_000])
    func bytes(count: Int) throws {
        let folder = try TemporaryFolder()
        let data = Data((0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) })
        try AtomicFile.write(data, to: folder.file("a"))
        let file = try MappedFile(path: folder.file("a"))
        #expect(withExtendedLifetime(file) { Data(file.bytes) } == data)
    }

    @Test("A mapping outlives the file's name") func outlivesTheName() throws {
        let folder = try TemporaryFolder()
        try AtomicFile.write("text", to: folder.file("a"))
        let file = try MappedFile(path: folder.file("a"))
        try FileManager.default.removeItem(atPath: folder.file("a"))
        #expect(withExtendedLifetime(file) { String(decoding: file.bytes, as: UTF8.self) } == "text")
    }

    @Test("What is no regular file is refused") func irregularFiles() throws {
        let folder = try TemporaryFolder()
        #expect(mkfifo(folder.file("pipe"), 0o600) == 0)
        for path in ["/dev/zero", folder.path, folder.file("pipe"), folder.file("none"), "", folder.file("a\u{0}b")] {
            #expect {
                try MappedFile(path: path)
            } throws: { error in
                if case FileError.unreadable(path, _) = error { true } else { false }
            }
        }
    }

    @Test("A path is not cut at a zero byte") func zeroBytes() throws {
        let folder = try TemporaryFolder()
        try AtomicFile.write("secret", to: folder.file("a"))
        #expect(throws: FileError.self) { try MappedFile(path: folder.file("a\u{0}.txt")) }
    }

    @Test("The limit is the largest size that is read") func limit() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("a")
        try AtomicFile.write("12345", to: path)
        #expect(try MappedFile(path: path, limit: 5).bytes.count == 5)
        #expect(throws: FileError.tooLarge(path: path, bytes: 5, limit: 4)) { try MappedFile(path: path, limit: 4) }
    }

    @Test("Every file error words itself") func wording() {
        let errors: [FileError] = [
            .unreadable(path: "p", reason: "r"), .unwritable(path: "p", reason: "r"),
            .tooLarge(path: "p", bytes: 2, limit: 1),
        ]
        for error in errors {
            #expect(error.description.contains("p"))
            #expect(error.diagnostics.count == 1)
        }
    }
}
