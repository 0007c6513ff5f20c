import Diagnostics
import Foundation
import Support
import TestSupport
import Testing

@Suite(.hangLimit) struct AtomicFileTests {
    private func entries(_ folder: TemporaryFolder) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    }

    @Test("A file is written whole, folders are made, and nothing else is left") func writes() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("a/b/c.txt")
        try AtomicFile.write("one", to: path)
        try AtomicFile.write("two", to: path)
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "two")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.file("a/b")) == ["c.txt"])
        let big = Data((0..<3_000_000).map { UInt8(truncatingIfNeeded: $0) })
        try AtomicFile.write(big, to: folder.file("big"))
        #expect(try Data(contentsOf: URL(fileURLWithPath: folder.file("big"))) == big)
        try AtomicFile.write(Data(), to: folder.file("empty"))
        #expect(try Data(contentsOf: URL(fileURLWithPath: folder.file("empty"))).isEmpty)
    }

    @Test("The longest name that a file system takes is written, whatever its characters")
    func longNames() throws {
        let folder = try TemporaryFolder()
        for name in [String(repeating: "a", count: 255), String(repeating: "\u{1F600}", count: 63)] {
            try AtomicFile.write("x", to: folder.file(name))
            #expect(FileManager.default.fileExists(atPath: folder.file(name)))
        }
        #expect(throws: FileError.self) {
            try AtomicFile.write("x", to: folder.file(String(repeating: "a", count: 256)))
        }
        #expect(try entries(folder).count == 2)
    }

    @Test("A producer that fails leaves the destination as it was and no rest") func failingProducer() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("a")
        try AtomicFile.write("before", to: path)
        let failure = FileError.unwritable(path: path, reason: "made up")
        #expect(throws: failure) {
            try AtomicFile.replace(path) { temporary throws(FileError) in
                try AtomicFile.write("half", to: temporary)
                // As SQLite leaves it on a full disk.
                try AtomicFile.write("log", to: temporary + "-journal")
                throw failure
            }
        }
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "before")
        #expect(try entries(folder) == ["a"])
    }

    @Test("A destination that cannot be replaced is an error and leaves no rest") func impossibleDestinations() throws {
        let folder = try TemporaryFolder()
        try AtomicFile.makeFolder(folder.file("folder"))
        #expect(throws: FileError.self) { try AtomicFile.write("x", to: folder.file("folder")) }
        try AtomicFile.write("x", to: folder.file("file"))
        #expect(throws: FileError.self) { try AtomicFile.write("x", to: folder.file("file/below")) }
        #expect(throws: FileError.self) { try AtomicFile.write("x", to: "/proc/pawl/x") }
        #expect(throws: FileError.self) { try AtomicFile.write("x", to: folder.file("a\u{0}b")) }
        #expect(throws: FileError.self) { try AtomicFile.makeFolder(folder.file("a\u{0}b")) }
        #expect(try entries(folder) == ["file", "folder"])
    }

    @Test("Of a link the file at its end is replaced; one that leads nowhere is refused") func links() throws {
        let folder = try TemporaryFolder()
        try AtomicFile.write("target", to: folder.file("target"))
        try FileManager.default.createSymbolicLink(atPath: folder.file("link"), withDestinationPath: "target")
        try AtomicFile.write("new", to: folder.file("link"))
        #expect(try String(contentsOfFile: folder.file("target"), encoding: .utf8) == "new")
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder.file("link")) == "target")
        try FileManager.default.removeItem(atPath: folder.file("target"))
        #expect(throws: FileError.unwritable(path: folder.file("link"), reason: "it is a link that leads nowhere")) {
            try AtomicFile.write("new", to: folder.file("link"))
        }
    }

    @Test("A device, also behind a link, is written to and stays one", arguments: [false, true])
    func devices(throughLink: Bool) throws {
        let folder = try TemporaryFolder()
        var path = "/dev/null"
        if throughLink {
            path = folder.file("link")
            try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "/dev/null")
        }
        try AtomicFile.write("x", to: path)
        var status = stat()
        #expect(stat("/dev/null", &status) == 0 && status.st_mode & S_IFMT == S_IFCHR)
        // What is written piece by piece needs a file.
        #expect(throws: FileError.self) { try AtomicFile.replace(path) { _ in } }
        #expect(stat("/dev/null", &status) == 0 && status.st_mode & S_IFMT == S_IFCHR)
    }

    @Test("A pipe gets what is written, or is refused when nobody reads")
    func pipes() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("pipe")
        #expect(mkfifo(path, 0o600) == 0)
        #expect(throws: FileError.unwritable(path: path, reason: "nobody reads from it")) {
            try AtomicFile.write("x", to: path)
        }
        let reader = open(path, O_RDONLY | O_NONBLOCK)
        defer { close(reader) }
        try AtomicFile.write("whole", to: path)
        var bytes = [UInt8](repeating: 0, count: 16)
        #expect(read(reader, &bytes, 16) == 5)
        #expect(String(decoding: bytes.prefix(5), as: UTF8.self) == "whole")
        var status = stat()
        #expect(stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFIFO)
    }

    @Test("Many writers of one file leave one whole version") func manyWriters() async throws {
        let folder = try TemporaryFolder()
        let path = folder.file("a")
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<8 {
                group.addTask {
                    let text = String(repeating: "\(writer)", count: 50_000)
                    for _ in 0..<5 { try AtomicFile.write(text, to: path) }
                }
            }
            try await group.waitForAll()
        }
        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(text.count == 50_000 && Set(text).count == 1)
        #expect(try entries(folder) == ["a"])
    }
}
