import Foundation
import Support
import TestSupport
import Testing

@testable import Worker

@Suite("Files that a supervisor sends", .hangLimit) struct ReceivedFilesTests {
    private let folder: TemporaryFolder
    private let files: ReceivedFiles
    private let content = Data("a model, or what passes for one".utf8)

    init() throws {
        folder = try TemporaryFolder(prefix: "pawl-received-test")
        files = ReceivedFiles(folder: folder.file("cache/received"))
    }

    private var digest: String { content.withUnsafeBytes { SHA256.hexadecimal(of: $0) } }

    private func ask(sha256: String? = nil, suffix: String = ".onnx", bytes: Int? = nil) throws -> FilesCall.Place {
        let file = FilesCall.File(
            sha256: sha256 ?? digest, bytes: UInt64(bytes ?? content.count), suffix: suffix)
        return try files.places(of: FilesCall(files: [file])).files[0]
    }

    private func put(_ data: Data, at offset: Int, bytes: Int? = nil) throws -> UInt64 {
        try files.put(
            PutCall(sha256: digest, bytes: UInt64(bytes ?? content.count), offset: UInt64(offset), data: data)
        ).received
    }

    @Test("A file that arrived in pieces is there under its digest, and stays") func arrives() throws {
        #expect(try ask().isPresent == false)
        #expect(try put(content.prefix(10), at: 0) == 10)
        #expect(try put(content.dropFirst(10), at: 10) == UInt64(content.count))
        let place = try ask()
        #expect(place.isPresent && place.path.hasSuffix("\(digest).onnx"))
        #expect(FileManager.default.contents(atPath: place.path) == content)
        #expect(!FileManager.default.fileExists(atPath: place.incoming))
        #expect(try ask().isPresent)
    }

    @Test("The first bytes make the folder, whether or not anybody asked for the file before") func putsAtOnce() throws
    {
        #expect(try put(content, at: 0) == UInt64(content.count))
        #expect(try ask().isPresent)
    }

    @Test("What a push command copied is taken in as well") func pushed() throws {
        let place = try ask()
        try content.write(to: URL(fileURLWithPath: place.incoming))
        #expect(try ask().isPresent)
    }

    @Test("Bytes of another digest are thrown away, and can be sent again") func wrongDigest() throws {
        _ = try ask()
        #expect(try put(Data(content.reversed()), at: 0) == UInt64(content.count))
        let place = try ask()
        #expect(!place.isPresent && !FileManager.default.fileExists(atPath: place.incoming))
        _ = try put(content, at: 0)
        #expect(try ask().isPresent)
    }

    @Test("Half a file is thrown away when it is asked for: nobody is sending it any more") func halfFile() throws {
        _ = try ask()
        _ = try put(content.prefix(10), at: 0)
        let place = try ask()
        #expect(!place.isPresent && !FileManager.default.fileExists(atPath: place.incoming))
    }

    @Test("Two workers that receive one file at the same time do not disturb each other") func twoAtOnce() throws {
        let other = ReceivedFiles(folder: files.folder)
        _ = try ask()
        _ = try put(content.prefix(10), at: 0)
        let whole = PutCall(sha256: digest, bytes: UInt64(content.count), offset: 0, data: content)
        _ = try other.put(whole)
        let file = FilesCall.File(sha256: digest, bytes: UInt64(content.count), suffix: ".onnx")
        #expect(try other.places(of: FilesCall(files: [file])).files[0].isPresent)
        _ = try put(content.dropFirst(10), at: 10)
        #expect(try ask().isPresent)
        #expect(FileManager.default.contents(atPath: try ask().path) == content)
    }

    @Test("What is no longer right is noticed when the digest is asked for") func damaged() throws {
        _ = try ask()
        _ = try put(content, at: 0)
        let place = try ask()
        try Data(content.reversed()).write(to: URL(fileURLWithPath: place.path))
        let file = FilesCall.File(sha256: digest, bytes: UInt64(content.count), suffix: ".onnx")
        #expect(try !files.places(of: FilesCall(files: [file], verify: true)).files[0].isPresent)
        _ = try put(content, at: 0)
        #expect(FileManager.default.contents(atPath: try ask().path) == content)
    }

    @Test("What is unused for long, and copies that were broken off, are removed; what was used stays") func forgotten()
        throws
    {
        _ = try ask()
        _ = try put(content, at: 0)
        let kept = try ask()
        _ = try put(content.prefix(3), at: 0)
        let hour = 3_600, now = time(nil)
        files.removeForgotten(now: now + ReceivedFiles.brokenOffSeconds - hour)
        #expect(FileManager.default.fileExists(atPath: kept.incoming))
        files.removeForgotten(now: now + ReceivedFiles.brokenOffSeconds + hour)
        #expect(!FileManager.default.fileExists(atPath: kept.incoming))
        files.removeForgotten(now: now + ReceivedFiles.unusedSeconds - hour)
        #expect(FileManager.default.fileExists(atPath: kept.path))
        files.removeForgotten(now: now + ReceivedFiles.unusedSeconds + hour)
        #expect(!FileManager.default.fileExists(atPath: kept.path))
    }

    @Test("Nothing is written outside the folder or beyond the announced size")
    func refusals() throws {
        _ = try ask()
        for sha256 in ["", "../../etc/passwd", String(repeating: "A", count: 64), digest + "0"] {
            #expect(throws: WorkerError.self) { try ask(sha256: sha256) }
        }
        for suffix in ["/x", "..", ".a/b", ".toolongforanysuffix", "\u{0}"] {
            #expect(throws: WorkerError.self) { try ask(suffix: suffix) }
        }
        #expect(throws: WorkerError.self) { try put(content, at: 1) }
        #expect(throws: WorkerError.self) { try put(content, at: 0, bytes: 3) }
        #expect(throws: WorkerError.self, "a gap") { try put(content.suffix(1), at: content.count - 1) }
    }
}
